/// Walks over the lines of a document and builds its value.
struct TOONReader {
    let options: TOONOptions
    let lines: [TOONLine]
    var next = 0
    /// Arrays and tables of which a first line has been read: blank lines must not interrupt them.
    var openBodies = 0
    var nesting = 0

    init(lines: [TOONLine], options: TOONOptions) {
        self.lines = lines
        self.options = options
    }

    mutating func readDocument() throws(TOONMistake) -> JSONValue {
        guard let first = lines.first else { return .object(JSONObject()) }
        let value = try readRoot(first)
        if next < lines.count { throw misplaced(lines[next]) }
        return value
    }

    private mutating func readRoot(_ first: TOONLine) throws(TOONMistake) -> JSONValue {
        guard first.depth == 0 else { throw misplaced(first) }
        let token = TOONToken(line: first.number)
        var rest = first.content
        if rest.first == UInt8(ascii: "[") {
            if let header = TOONHeader(&rest, token, isStrict: options.isStrict) {
                next += 1
                return try readBody(of: header, rest, token, at: 0)
            }
            if token.trimmed(rest).elementsEqual("[]".utf8) {
                next += 1
                return []
            }
            if options.isStrict { throw token.mistake("malformed header") }
        }
        guard lines.count == 1, try !beginsField(first.content, token) else {
            return .object(try readFields(at: 0))
        }
        next += 1
        return try token.scalar(first.content)
    }

    /// Whether a key begins the text rather than a value standing alone.
    func beginsField(_ text: ArraySlice<UInt8>, _ token: TOONToken) throws(TOONMistake) -> Bool {
        guard text.first == UInt8(ascii: "\"") else { return text.contains(UInt8(ascii: ":")) }
        var rest = text
        _ = try token.quoted(&rest)
        return !token.trimmed(rest).isEmpty
    }

    private func misplaced(_ line: TOONLine) -> TOONMistake {
        TOONMistake(line: line.number, message: "the line belongs to nothing: check its indentation")
    }

    // MARK: Lines

    /// The next line, if it stands at that depth.
    mutating func take(at depth: Int) throws(TOONMistake) -> TOONLine? {
        guard next < lines.count, lines[next].depth == depth else { return nil }
        let line = lines[next]
        guard !(line.followsBlank && openBodies > 0 && options.isStrict) else {
            throw TOONMistake(line: line.number, message: "a blank line within an array")
        }
        next += 1
        return line
    }

    /// Where the lines below a line of the given depth stand.
    func depthBelow(_ depth: Int) -> Int {
        guard !options.isStrict, next < lines.count, lines[next].depth > depth else { return depth + 1 }
        return lines[next].depth
    }

    // MARK: Objects

    mutating func readFields(
        at depth: Int, into members: JSONMembers = JSONMembers()
    ) throws(TOONMistake) -> JSONObject {
        var members = members
        while let line = try take(at: depth) {
            try readField(line.content, TOONToken(line: line.number), at: depth, into: &members)
        }
        if next < lines.count, lines[next].depth > depth { throw misplaced(lines[next]) }
        return members.object
    }

    mutating func readField(
        _ text: ArraySlice<UInt8>, _ token: TOONToken, at depth: Int, into members: inout JSONMembers
    ) throws(TOONMistake) {
        guard nesting < TOONOptions.deepestNesting else { throw token.mistake("nested too deep") }
        nesting += 1
        defer { nesting -= 1 }
        var rest = text
        let (key, header) = try readKey(&rest, token)
        let value: JSONValue
        if let header {
            value = try readBody(of: header, rest, token, at: depth)
        } else {
            value = try readFieldValue(token.trimmed(rest), token, at: depth)
        }
        guard members.set(key, value) || !options.isStrict else { throw token.mistake("the key appears twice") }
    }

    private mutating func readFieldValue(
        _ text: ArraySlice<UInt8>, _ token: TOONToken, at depth: Int
    ) throws(TOONMistake) -> JSONValue {
        if text.elementsEqual("[]".utf8) { return [] }
        guard text.isEmpty else { return try token.scalar(text) }
        guard next < lines.count, lines[next].depth > depth else { return .object(JSONObject()) }
        return .object(try readFields(at: depthBelow(depth)))
    }

    /// Reads the key at the start, with the declaration that may follow it, and moves behind the colon.
    private func readKey(
        _ rest: inout ArraySlice<UInt8>, _ token: TOONToken
    ) throws(TOONMistake) -> (String, TOONHeader?) {
        if rest.first == UInt8(ascii: "\"") {
            let key = try token.quoted(&rest)
            if let header = TOONHeader(&rest, token, isStrict: options.isStrict) { return (key, header) }
            guard rest.popFirst() == UInt8(ascii: ":") else { throw token.mistake("expected a colon after the key") }
            return (key, nil)
        }
        guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "[") }) else {
            throw token.mistake("expected a key and a colon")
        }
        let name = rest[..<end]
        var behind = rest[end...]
        if !name.isEmpty, let header = TOONHeader(&behind, token, isStrict: options.isStrict) {
            rest = behind
            return (try token.plain(name), header)
        }
        if options.isStrict, rest[end] == UInt8(ascii: "[") { throw token.mistake("malformed header") }
        return (try readBareKey(&rest, token), nil)
    }

    func readBareKey(_ rest: inout ArraySlice<UInt8>, _ token: TOONToken) throws(TOONMistake) -> String {
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else {
            throw token.mistake("expected a colon after the key")
        }
        defer { rest = rest[(colon + 1)...] }
        let key = try token.plain(rest[..<colon])
        guard !key.isEmpty else { throw token.mistake("expected a key before the colon") }
        return key
    }
}
