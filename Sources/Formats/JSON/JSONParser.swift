package import Primitives

/// Reads JSON exactly as RFC 8259 has it: no comments, no trailing commas, UTF-8 throughout.
///
/// Any sequence of bytes is safe to hand in; what is not JSON is an error that says where.
package enum JSONParser {
    /// - Throws: `TendError` (`json.malformed_input`) with the line and column of the first mistake.
    package static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(TendError) -> JSONValue {
        try parse(bytes, bytes.indices, limits)
    }

    package static func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(TendError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    /// Reads JSON Lines: one value per line, blank lines left out.
    ///
    /// - Throws: `TendError` (`json.malformed_input`); the line it names is the line of the file.
    package static func parseLines(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(TendError) -> [JSONValue] {
        var values: [JSONValue] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if bytes[start..<end].contains(where: { !isBlank($0) }) {
                values.append(try parse(bytes, start..<end, limits))
            }
            start = end + 1
        }
        return values
    }

    private static func parse(
        _ bytes: [UInt8], _ range: Range<Int>, _ limits: JSONLimits
    ) throws(TendError) -> JSONValue {
        guard range.count <= limits.bytes else {
            throw TendError(.malformedInput, "the JSON is larger than \(limits.bytes) bytes", area: "json")
        }
        var reader = JSONReader(bytes: bytes, range: range, limits: limits)
        do {
            return try reader.readDocument()
        } catch {
            throw described(error, in: bytes)
        }
    }

    private static func described(_ mistake: JSONMistake, in bytes: [UInt8]) -> TendError {
        let place = TextPlace(of: mistake.offset, in: bytes)
        return TendError(.malformedInput, "\(place): \(mistake.message)", area: "json")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

/// What is wrong at which byte; becomes a line and a column only once it is known to be needed.
struct JSONMistake: Error {
    var message: String
    var offset: Int
}
