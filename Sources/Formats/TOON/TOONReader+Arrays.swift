// Arrays, tables and lists: everything that a header announces.

extension TOONReader {
    /// Reads what a header at the given depth announces: values on its own line or lines below it.
    mutating func readBody(
        of header: TOONHeader, _ rest: ArraySlice<UInt8>, _ token: TOONToken, at depth: Int
    ) throws(TOONMistake) -> JSONValue {
        let inline = token.trimmed(rest)
        guard let fields = header.fields else {
            let isInline = !inline.isEmpty
            let elements = isInline ? try token.cells(inline, header.delimiter) : try readList(at: depthBelow(depth))
            try check(elements.count, against: header, token)
            return .array(elements)
        }
        guard inline.isEmpty else { throw token.mistake("nothing may follow the colon of a table's header") }
        guard header.isKeyed else {
            let rows = try readRows(of: header, fields, at: depthBelow(depth))
            try check(rows.count, against: header, token)
            return .array(rows)
        }
        let (count, entries) = try readEntries(of: header, fields, at: depthBelow(depth))
        try check(count, against: header, token)
        return .object(entries)
    }

    private func check(_ count: Int, against header: TOONHeader, _ token: TOONToken) throws(TOONMistake) {
        guard count == header.count || !options.isStrict else {
            throw token.mistake("\(header.count) announced, \(count) found")
        }
    }

    private mutating func readRows(
        of header: TOONHeader, _ fields: [TOONField], at depth: Int
    ) throws(TOONMistake) -> [JSONValue] {
        var rows: [JSONValue] = []
        defer { if !rows.isEmpty { openBodies -= 1 } }
        while next < lines.count, isRow(lines[next], header.delimiter), let line = try take(at: depth) {
            if rows.isEmpty { openBodies += 1 }
            rows.append(.object(try readRow(line.content, TOONToken(line: line.number), header, fields)))
        }
        return rows
    }

    /// A colon before the first delimiter makes the line a field, which ends the table.
    private func isRow(_ line: TOONLine, _ delimiter: TOONDelimiter) -> Bool {
        let token = TOONToken(line: line.number)
        let found = token.position(of: [UInt8(ascii: ":"), delimiter.rawValue], in: line.content)
        return found.map { line.content[$0] == delimiter.rawValue } ?? true
    }

    private func readRow(
        _ text: ArraySlice<UInt8>, _ token: TOONToken, _ header: TOONHeader, _ fields: [TOONField]
    ) throws(TOONMistake) -> JSONObject {
        let cells = try token.cells(text, header.delimiter)
        guard cells.count == fields.leafCount else {
            throw token.mistake("\(fields.leafCount) columns, but \(cells.count) values")
        }
        var rest = cells[...]
        return fields.object(of: &rest)
    }

    private mutating func readEntries(
        of header: TOONHeader, _ fields: [TOONField], at depth: Int
    ) throws(TOONMistake) -> (Int, JSONObject) {
        var count = 0
        var members = JSONMembers()
        defer { if count > 0 { openBodies -= 1 } }
        while let line = try take(at: depth) {
            if count == 0 { openBodies += 1 }
            count += 1
            let token = TOONToken(line: line.number)
            var rest = line.content
            let key = try readEntryKey(&rest, token)
            guard !token.trimmed(rest).isEmpty else { throw token.mistake("no values after the key") }
            let isNew = members.set(key, .object(try readRow(rest, token, header, fields)))
            guard isNew || !options.isStrict else { throw token.mistake("the key appears twice") }
        }
        return (count, members.object)
    }

    /// Brackets mean nothing here: the key reaches to the colon.
    private func readEntryKey(_ rest: inout ArraySlice<UInt8>, _ token: TOONToken) throws(TOONMistake) -> String {
        guard rest.first == UInt8(ascii: "\"") else { return try readBareKey(&rest, token) }
        let key = try token.quoted(&rest)
        guard rest.popFirst() == UInt8(ascii: ":") else { throw token.mistake("expected a colon after the key") }
        return key
    }

    // MARK: Lists

    private mutating func readList(at depth: Int) throws(TOONMistake) -> [JSONValue] {
        var elements: [JSONValue] = []
        defer { if !elements.isEmpty { openBodies -= 1 } }
        while next < lines.count, isItem(lines[next]), let line = try take(at: depth) {
            if elements.isEmpty { openBodies += 1 }
            elements.append(.null)
            elements[elements.count - 1] = try readItem(line)
        }
        return elements
    }

    private func isItem(_ line: TOONLine) -> Bool {
        line.content.elementsEqual("-".utf8) || line.content.starts(with: "- ".utf8)
    }

    private mutating func readItem(_ line: TOONLine) throws(TOONMistake) -> JSONValue {
        guard nesting < TOONOptions.deepestNesting else {
            throw TOONMistake(line: line.number, message: "nested too deep")
        }
        nesting += 1
        defer { nesting -= 1 }
        let token = TOONToken(line: line.number)
        let text = token.trimmed(line.content.dropFirst())
        if text.isEmpty { return .object(JSONObject()) }
        if text.elementsEqual("[]".utf8) { return [] }
        if text.first == UInt8(ascii: "[") {
            var rest = text
            if let header = TOONHeader(&rest, token, isStrict: options.isStrict) {
                guard header.fields == nil else { throw token.mistake("a table in a list needs a key") }
                return try readBody(of: header, rest, token, at: line.depth)
            }
            if options.isStrict { throw token.mistake("malformed header") }
        }
        guard try beginsField(text, token) else { return try token.scalar(text) }
        var members = JSONMembers()
        try readField(text, token, at: line.depth + 1, into: &members)
        return .object(try readFields(at: line.depth + 1, into: members))
    }
}
