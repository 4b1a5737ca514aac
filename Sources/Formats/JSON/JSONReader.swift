/// Walks over the bytes of one JSON document; the grammar itself, one function per rule.
struct JSONReader {
    let bytes: [UInt8]
    let end: Int
    let limits: JSONLimits
    var position: Int
    private var depth = 0

    init(bytes: [UInt8], range: Range<Int>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func readDocument() throws(JSONMistake) -> JSONValue {
        let value = try readValue()
        guard next() == nil else { throw mistake("unexpected text after the end of the value") }
        return value
    }

    func mistake(_ message: String, at offset: Int? = nil) -> JSONMistake {
        JSONMistake(message: message, offset: offset ?? position)
    }

    func byte(at offset: Int) -> UInt8? {
        offset < end ? bytes[offset] : nil
    }

    /// The first byte that is not white space, with the position moved onto it.
    private mutating func next() -> UInt8? {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    private mutating func readValue() throws(JSONMistake) -> JSONValue {
        switch next() {
        case nil: throw mistake("unexpected end: expected a value")
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"): return .object(try readObject())
        case UInt8(ascii: "["): return .array(try readArray())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10: return try readNumber()
        default: throw mistake("expected a value")
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONMistake) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount where byte(at: position + index) != word.utf8Start[index] {
            throw mistake("expected \(word)")
        }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func readArray() throws(JSONMistake) -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if next() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try readValue())
            switch next() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return elements
            default: throw mistake("expected a comma or ] after the element")
            }
        }
    }

    private mutating func readObject() throws(JSONMistake) -> JSONObject {
        try enter()
        defer { depth -= 1 }
        var members = JSONMembers()
        if next() == UInt8(ascii: "}") {
            position += 1
            return members.object
        }
        while true {
            try readMember(into: &members)
            switch next() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return members.object
            default: throw mistake("expected a comma or } after the member")
            }
        }
    }

    private mutating func readMember(into members: inout JSONMembers) throws(JSONMistake) {
        guard next() == UInt8(ascii: "\"") else { throw mistake("expected a key in quotes") }
        let start = position
        let key = try readString()
        guard next() == UInt8(ascii: ":") else { throw mistake("expected a colon after the key") }
        position += 1
        let isNew = members.set(key, try readValue())
        guard isNew || !limits.rejectsDuplicateKeys else {
            throw mistake("the key appears twice in one object", at: start)
        }
    }

    private mutating func enter() throws(JSONMistake) {
        guard depth < limits.depth else { throw mistake("more than \(limits.depth) levels deep") }
        depth += 1
        position += 1
    }
}
