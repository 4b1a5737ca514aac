/// The declaration of an array or a table after its key: `[2]:`, `[3|]{id|name}:`, `[2:]{age,city}:`.
struct TOONHeader {
    var count: Int
    var delimiter: TOONDelimiter
    /// Whether the rows begin with a key each, so that the table is an object.
    var isKeyed = false
    /// Absent for a list or for values on the same line.
    var fields: [TOONField]?

    /// Reads the declaration at the start and moves behind its colon.
    ///
    /// Absent where the text is none; then nothing is moved.
    init?(_ text: inout ArraySlice<UInt8>, _ token: TOONToken, isStrict: Bool) {
        var rest = text
        guard rest.popFirst() == UInt8(ascii: "[") else { return nil }
        let digits = rest.prefix(while: isDigit)
        guard let count = Int(String(decoding: digits, as: UTF8.self)),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        self.count = count
        rest = rest.dropFirst(digits.count)
        if rest.first == UInt8(ascii: ":") {
            isKeyed = true
            rest.removeFirst()
        }
        delimiter = .comma
        if let symbol = rest.first.flatMap(TOONDelimiter.init(rawValue:)), symbol != .comma {
            delimiter = symbol
            rest.removeFirst()
        }
        guard rest.popFirst() == UInt8(ascii: "]") else { return nil }
        if rest.first == UInt8(ascii: "{") {
            var reader = TOONFieldReader(rest: rest, delimiter: delimiter, token: token, isStrict: isStrict)
            guard let fields = reader.readGroup(levels: TOONOptions.deepestNesting) else { return nil }
            self.fields = fields
            rest = reader.rest
        }
        guard rest.popFirst() == UInt8(ascii: ":"), fields != nil || !isKeyed else { return nil }
        text = rest
    }
}

/// Reads the names between the braces of a header.
private struct TOONFieldReader {
    private(set) var rest: ArraySlice<UInt8>
    let delimiter: TOONDelimiter
    let token: TOONToken
    let isStrict: Bool

    init(rest: ArraySlice<UInt8>, delimiter: TOONDelimiter, token: TOONToken, isStrict: Bool) {
        self.rest = rest
        self.delimiter = delimiter
        self.token = token
        self.isStrict = isStrict
    }

    mutating func readGroup(levels: Int) -> [TOONField]? {
        guard levels > 0, rest.popFirst() == UInt8(ascii: "{") else { return nil }
        var fields: [TOONField] = []
        var names: Set<String> = []
        while true {
            guard let field = readField(levels: levels) else { return nil }
            guard names.insert(field.name).inserted || !isStrict else { return nil }
            fields.append(field)
            switch rest.popFirst() {
            case delimiter.rawValue: continue
            case UInt8(ascii: "}"): return fields
            default: return nil
            }
        }
    }

    private mutating func readField(levels: Int) -> TOONField? {
        guard let name = readName() else { return nil }
        guard rest.first == UInt8(ascii: "{") else { return TOONField(name: name) }
        return readGroup(levels: levels - 1).map { TOONField(name: name, group: $0) }
    }

    /// Absent, whatever is wrong: a header with a name that cannot be read is none.
    private mutating func readName() -> String? {
        rest = rest.drop { $0 == UInt8(ascii: " ") }
        defer { rest = rest.drop { $0 == UInt8(ascii: " ") } }
        if rest.first == UInt8(ascii: "\"") { return try? token.quoted(&rest) }
        let ends = Array("{}[]:\"".utf8) + TOONDelimiter.allCases.map(\.rawValue)
        let name = rest.prefix { !ends.contains($0) }
        rest = rest[name.endIndex...]
        guard !token.trimmed(name).isEmpty else { return nil }
        return try? token.plain(name)
    }
}
