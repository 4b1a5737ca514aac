/// Writes JSON straight into a buffer of bytes, without building a document first.
///
/// Commas, colons and indentation are the writer's business; that every `begin` has its `end` and every member its key
/// is the caller's. Several documents can follow each other in one writer, each ended with `endLine()`.
package struct JSONWriter: Sendable {
    /// Everything written so far; UTF-8.
    package internal(set) var bytes: [UInt8] = []
    /// Whether members that follow from others are written: whoever reads the document back has them anyway.
    package var writesDerived = true
    /// Spaces per level; zero means everything on one line.
    private let indent: Int
    private var depth = 0
    private var needsComma = false
    private var followsKey = false

    package init(indent: Int = 0) {
        self.indent = indent
    }

    /// Everything written so far, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written and keeps the memory, for the next document.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        (depth, needsComma, followsKey) = (0, false, false)
    }

    /// Ends a document of JSON Lines.
    package mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        (depth, needsComma, followsKey) = (0, false, false)
    }
}

// MARK: - Structure

extension JSONWriter {
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    package mutating func key(_ name: String) {
        startValue()
        appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
        if indent > 0 { bytes.append(UInt8(ascii: " ")) }
        followsKey = true
    }

    /// The same of a key that `prepared(key:)` made ready.
    package mutating func key(prepared key: [UInt8]) {
        startValue()
        bytes.append(contentsOf: key)
        if indent > 0 { bytes.append(UInt8(ascii: " ")) }
        followsKey = true
    }

    /// A key with its quotes and its colon, for writing it many times.
    package static func prepared(key name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.appendQuoted(name)
        return writer.bytes + [UInt8(ascii: ":")]
    }

    private mutating func begin(_ bracket: UInt8) {
        startValue()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if needsComma, indent > 0 { startLine() }
        bytes.append(bracket)
        needsComma = true
    }

    /// Puts what belongs between the last value and the next one.
    mutating func startValue() {
        guard !followsKey else {
            followsKey = false
            needsComma = true
            return
        }
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if indent > 0, depth > 0 { startLine() }
        needsComma = true
    }

    private mutating func startLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }
}

// MARK: - Values

extension JSONWriter {
    package mutating func null() {
        startValue()
        append("null")
    }

    package mutating func bool(_ value: Bool) {
        startValue()
        append(value ? "true" : "false")
    }

    package mutating func string(_ text: String) {
        startValue()
        appendQuoted(text)
    }

    /// Text of foreign origin; what is not UTF-8 in it becomes U+FFFD.
    package mutating func string(utf8 text: [UInt8]) {
        startValue()
        guard !appendQuotedASCII(text) else { return }
        appendQuoted(String(decoding: text, as: UTF8.self))
    }

    package mutating func integer(_ value: Int) { integer(Int64(value)) }

    package mutating func integer(_ value: Int64) {
        startValue()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(value.magnitude)
    }

    package mutating func integer(_ value: UInt64) {
        startValue()
        appendDigits(value)
    }

    package mutating func integer(_ value: some FixedWidthInteger) {
        if let value = Int64(exactly: value) { integer(value) } else { integer(UInt64(clamping: value)) }
    }

    /// The shortest text that reads back as the same number; NaN and the infinities, which JSON lacks, become `null`.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        startValue()
        if abs(value) < 1e15, value == value.rounded(.towardZero), value != 0 {
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            appendDigits(UInt64(abs(value)))
            append(".0")
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    /// Text that already is one valid JSON value.
    package mutating func raw(_ json: [UInt8]) {
        startValue()
        bytes.append(contentsOf: json)
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .unsigned(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object): self.object(object)
        }
    }

    package mutating func object(_ object: JSONObject) {
        beginObject()
        for member in object.members {
            key(member.key)
            value(member.value)
        }
        endObject()
    }
}

extension JSONValue {
    /// The value as JSON text, on one line unless an indentation is given.
    package func bytes(indent: Int = 0) -> [UInt8] {
        var writer = JSONWriter(indent: indent)
        writer.value(self)
        return writer.bytes
    }

    package func text(indent: Int = 0) -> String {
        String(decoding: bytes(indent: indent), as: UTF8.self)
    }
}
