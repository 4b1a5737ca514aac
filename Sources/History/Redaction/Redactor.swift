package import Formats
package import Primitives

/// Text that has been through a `Redactor`; nothing else can make it, and the store takes no other.
package struct RedactedText: Sendable, Hashable {
    package let text: String

    fileprivate init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// What was stored has been redacted before.
    init(stored row: Row, _ column: Int32) {
        text = row.text(column)
    }
}

/// JSON whose strings have been through a `Redactor`; nothing else can make it, and the store takes no other.
package struct RedactedJSON: Sendable, Hashable {
    /// UTF-8.
    package let bytes: [UInt8]

    fileprivate init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(stored row: Row, _ column: Int32) {
        bytes = row.utf8(column)
    }

    /// Redacted before it was compressed.
    init(attachment: Attachment) {
        bytes = attachment.bytes
    }

    /// An object of the record's own words and of values that were redacted before.
    init(_ members: KeyValuePairs<StaticString, RecordedValue>) {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members {
            writer.key("\(name)")
            value.write(to: &writer)
        }
        writer.endObject()
        bytes = writer.bytes
    }
}

/// A value inside a body that the record itself writes.
enum RecordedValue {
    case number(Int64)
    /// tend's own word.
    case word(String)
    case text(RedactedText)
    case json(RedactedJSON)
    case absent

    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .number(let number): writer.integer(number)
        case .word(let word): writer.string(word)
        case .text(let text): writer.string(text.text)
        case .json(let json): writer.raw(json.bytes)
        case .absent: writer.null()
        }
    }
}

extension Redactor {
    /// JSON put together from values that have been through this redactor one by one, and from tend's own words.
    ///
    /// The caller answers for it. It is for large bodies of many small values, where a second pass over the whole would
    /// cost more than everything else; a test holds what is stored this way against `json(_:)`.
    package func assembled(_ bytes: [UInt8]) -> RedactedJSON {
        RedactedJSON(bytes)
    }
}

/// Takes secrets and, by policy, homes and arguments out of foreign text before it is stored.
///
/// Pure and linear in the text. What is left out becomes `[redacted]`; redacting twice changes nothing more.
/// Results are at most `longest` bytes, the original size of what was cut among them.
package struct Redactor: Sendable {
    /// The longest text that is stored, in bytes.
    package static let longest = 4096

    package let policy: RedactionPolicy
    /// The user's home without a slash at its end; nil where it is not known or hides nothing.
    let home: [UInt8]?

    /// The home is the user's own; `/home/NAME` and `/root` are hidden without it too.
    package init(policy: RedactionPolicy = RedactionPolicy(), home: String? = nil) {
        self.policy = policy
        var bytes = Array((home ?? "").utf8)
        while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        self.home = bytes.isEmpty ? nil : bytes
    }

    /// Any text: a title, a path, a URL, a line of output.
    package func text(_ text: ForeignText) -> RedactedText {
        RedactedText(redacted(text.bytes.map { $0 == 0 ? 0x20 : $0 }))
    }

    package func text(_ text: String) -> RedactedText {
        self.text(ForeignText(text))
    }

    /// A program and its arguments; blanks between them.
    package func commandLine(_ arguments: [ForeignText]) -> RedactedText {
        var vector: [UInt8] = []
        for argument in policy.level == .strict ? ArgumentOutline.of(arguments) : arguments {
            // A zero byte cannot be inside an argument; a caller's mistake must not shift the others.
            vector += argument.bytes.map { $0 == 0 ? 0x20 : $0 }
            vector.append(0)
        }
        return RedactedText(redacted(vector))
    }

    /// The value of an environment variable.
    package func environment(name: ForeignText, value: ForeignText) -> RedactedText {
        if SecretNames.isSecret(name.bytes[...], isAssigned: true) {
            return RedactedText(RedactionScanner.replacement)
        }
        return text(value)
    }

    /// A JSON value: each string in it, arrays of strings as argument vectors, and texts under secret names whole.
    ///
    /// Strings under `id`, `hash`, `…_id` and `…_hash` may be long and random without being secret.
    /// - Parameters:
    ///   - value: the value.
    ///   - kept: further names of such, whose strings are tend's own and are needed as they are.
    /// - Returns: the value without secrets.
    package func json(_ value: JSONValue, keeping kept: Set<String> = []) -> RedactedJSON {
        var redaction = JSONRedaction(self, keeping: kept)
        redaction.write(value)
        return RedactedJSON(redaction.bytes)
    }

    /// The same from a JSON text.
    ///
    /// - Throws: `TendError` (`malformed_input`) where it is none.
    package func json(_ bytes: [UInt8], keeping kept: Set<String> = []) throws(TendError) -> RedactedJSON {
        json(try JSONParser.parse(bytes), keeping: kept)
    }

    /// At most `longest` bytes, the last of them the original size where something was cut.
    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        var scanner = RedactionScanner(bytes, redactor: self, limit: Redactor.longest + 1)
        var result = scanner.scan()
        if bytes.last == 0, result.last == 0 { result.removeLast() }
        for index in result.indices where result[index] == 0 { result[index] = 0x20 }
        return Redactor.shortened(result, from: bytes.count)
    }

    /// Cuts between two characters, never inside one; what was cut once is short enough to stay as it is.
    static func shortened(_ text: [UInt8], from size: Int) -> [UInt8] {
        guard text.count > longest else { return text }
        let note = Array("… (\(size) bytes)".utf8)
        var end = longest - note.count
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[..<end] + note
    }
}

extension Redactor {
    /// An argument vector as the kernel shows it, each argument ended by a NUL, with its secrets taken out.
    ///
    /// It stays a vector, so that what is judged from it live and what is judged from the record is the same.
    package func arguments(_ vector: ForeignText) -> ForeignText {
        var bytes = vector.bytes
        if policy.level == .strict {
            let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map { ForeignText(Array($0)) }
            bytes = ArgumentOutline.of(parts.last?.isEmpty == true ? parts.dropLast() : parts).flatMap {
                $0.bytes + [0]
            }
        }
        var scanner = RedactionScanner(bytes, redactor: self, limit: Redactor.longest + 1)
        return ForeignText(Redactor.shortened(scanner.scan(), from: bytes.count))
    }
}
