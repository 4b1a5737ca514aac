/// Reads the parts of one line: keys, values and the cells of rows.
struct TOONToken {
    let line: Int

    func mistake(_ message: String) -> TOONMistake {
        TOONMistake(line: line, message: message)
    }

    /// A value that stands alone; quotes make it text, and so does everything that is nothing else.
    func scalar(_ token: ArraySlice<UInt8>) throws(TOONMistake) -> JSONValue {
        let token = trimmed(token)
        if token.first == UInt8(ascii: "\"") {
            var rest = token
            let text = try quoted(&rest)
            guard rest.isEmpty else { throw mistake("unexpected text after the closing quote") }
            return .string(text)
        }
        let text = try plain(token)
        switch text {
        case "true": return true
        case "false": return false
        case "null": return .null
        default: return number(token) ?? .string(text)
        }
    }

    /// The number that the whole token is; absent for whatever JSON would not take for one.
    private func number(_ token: ArraySlice<UInt8>) -> JSONValue? {
        guard let first = token.first, first == UInt8(ascii: "-") || isDigit(first) else { return nil }
        var reader = JSONReader(bytes: Array(token), range: 0..<token.count, limits: JSONLimits())
        // Whatever is wrong with it as a number, it remains a text.
        guard let value = try? reader.readNumber(), reader.position == token.count else { return nil }
        return value
    }

    /// Bare text without its surrounding spaces; other white space belongs to it.
    func plain(_ token: ArraySlice<UInt8>) throws(TOONMistake) -> String {
        guard let text = String(validating: trimmed(token), as: UTF8.self) else { throw mistake("not valid UTF-8") }
        return text
    }

    /// Reads the quoted text at the start and moves behind it.
    func quoted(_ rest: inout ArraySlice<UInt8>) throws(TOONMistake) -> String {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return try plainQuoted(text)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape(&rest))
            default: text.append(byte)
            }
        }
        throw mistake("the string is not closed")
    }

    private func plainQuoted(_ text: [UInt8]) throws(TOONMistake) -> String {
        guard let string = String(validating: text, as: UTF8.self) else { throw mistake("not valid UTF-8") }
        return string
    }

    private func escape(_ rest: inout ArraySlice<UInt8>) throws(TOONMistake) -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let digits = rest.prefix(4).compactMap(hexadecimalValue)
            rest = rest.dropFirst(4)
            let value = digits.reduce(UInt32(0)) { $0 << 4 | UInt32($1) }
            guard digits.count == 4, let scalar = Unicode.Scalar(value) else {
                throw mistake("\\u needs four hexadecimal digits that name a character")
            }
            return Array(scalar.utf8)
        default: throw mistake("unknown escape in a string")
        }
    }

    /// Splits at the delimiter where it is not within quotes; each cell is a value, an empty one the empty text.
    func cells(_ row: ArraySlice<UInt8>, _ delimiter: TOONDelimiter) throws(TOONMistake) -> [JSONValue] {
        var cells: [JSONValue] = []
        var rest = row
        while let end = position(of: [delimiter.rawValue], in: rest) {
            cells.append(try scalar(rest[..<end]))
            rest = rest[(end + 1)...]
        }
        cells.append(try scalar(rest))
        return cells
    }

    /// The first of the bytes that is not within quotes.
    func position(of bytes: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case let byte where !isQuoted && bytes.contains(byte): return index
            default: break
            }
            index += 1
        }
        return nil
    }

    func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let space = UInt8(ascii: " ")
        var text = text.drop { $0 == space }
        while text.last == space { text.removeLast() }
        return text
    }
}
