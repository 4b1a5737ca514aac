package import Primitives

/// Reads TOON 4.0.
///
/// Strict unless told otherwise. What is lenient then: counts that do not match, keys that occur twice (the last one
/// counts), uneven indentation, blank lines among rows, brackets in keys. Nothing is ever left out silently: a row that
/// is too short or too long and a line that belongs nowhere are errors always.
package struct TOONDecoder: Sendable {
    package var options: TOONOptions

    package init(options: TOONOptions = TOONOptions()) {
        self.options = options
    }

    /// - Throws: `TendError` (`toon.malformed_input`) with the line of the first mistake.
    package func decode(_ bytes: [UInt8]) throws(TendError) -> JSONValue {
        do {
            var reader = TOONReader(lines: try [TOONLine](of: bytes, options), options: options)
            return try reader.readDocument()
        } catch {
            throw TendError(.malformedInput, "line \(error.line): \(error.message)", area: "toon")
        }
    }
}
