internal import Formats

/// Writes a JSON value with its strings redacted; numbers and structure stay as they are.
struct JSONRedaction {
    private let redactor: Redactor
    /// Names under which no text is taken for a secret because it looks random.
    private let kept: Set<String>
    private var writer = JSONWriter()

    init(_ redactor: Redactor, keeping kept: Set<String> = []) {
        self.redactor = redactor
        self.kept = kept
    }

    var bytes: [UInt8] { writer.bytes }

    /// Writes a value that stands under a name, or in an array under none.
    mutating func write(_ value: JSONValue, under name: String? = nil) {
        switch value {
        case .string(let text):
            writer.string(utf8: redacted(text, under: name))
        case .array(let elements):
            writer.beginArray()
            writeElements(elements)
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            for member in object.members {
                writer.key(redacted(key: member.key))
                write(member.value, under: member.key)
            }
            writer.endObject()
        case .null, .bool, .integer, .unsigned, .number:
            writer.value(value)
        }
    }

    /// Strings side by side are an argument vector: an option may stand in one of them and its value in the next.
    private mutating func writeElements(_ elements: [JSONValue]) {
        let strings = elements.compactMap(\.string)
        guard strings.count == elements.count, !strings.isEmpty else {
            for element in elements { write(element) }
            return
        }
        var vector: [UInt8] = []
        for string in strings {
            vector += string.utf8.map { $0 == 0 ? 0x20 : $0 }
            vector.append(0)
        }
        var scanner = RedactionScanner(vector, redactor: redactor, limit: .max)
        for argument in scanner.scan().dropLast().split(separator: 0, omittingEmptySubsequences: false) {
            writer.string(utf8: Redactor.shortened(Array(argument), from: argument.count))
        }
    }

    private func redacted(_ text: String, under name: String?) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard let name else { return redactor.redacted(bytes) }
        let isKept = kept.contains(name) || JSONRedaction.isIdentifier(name) && bytes.count <= 128
        if isKept, SecretShapes.known(in: bytes[...]) == nil {
            return bytes
        }
        if !bytes.isEmpty, SecretNames.isSecret(Array(name.utf8)[...], isAssigned: false) {
            return RedactionScanner.replacement
        }
        return redactor.redacted(bytes)
    }

    /// Names may be foreign too, in a map from paths; tend's own are short.
    private func redacted(key: String) -> String {
        let isOwn =
            key.utf8.count < 32 && key.utf8.allSatisfy { $0.isLowerCase || $0.isDigit || $0 == UInt8(ascii: "_") }
        return isOwn ? key : String(decoding: redactor.redacted(Array(key.utf8)), as: UTF8.self)
    }

    /// Under such names long random texts are no secrets.
    private static func isIdentifier(_ name: String) -> Bool {
        name == "id" || name == "hash" || name.hasSuffix("_id") || name.hasSuffix("_hash")
    }
}
