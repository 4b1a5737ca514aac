/// What is bound to a parameter of a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case double(Double)
    case text(String)
    /// Text that is at hand as UTF-8.
    case utf8([UInt8])
    case blob([UInt8])

    static func optional(_ text: String?) -> SQLValue {
        text.map { .text($0) } ?? .null
    }

    static func optional(_ json: RedactedJSON?) -> SQLValue {
        json.map { .utf8($0.bytes) } ?? .null
    }
}
