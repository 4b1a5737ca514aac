internal import Formats
internal import Primitives

/// A dotted path to a field: `memory.rss_bytes`.
struct FieldPath {
    let keys: [Substring]

    init(_ text: String) {
        keys = text.split(separator: ".", omittingEmptySubsequences: false)
    }

    /// The field itself, where the path leads through groups only.
    func field<Row>(in fields: [Field<Row>]) -> Field<Row>? {
        var found: Field<Row>?
        var fields = fields
        for key in keys {
            guard let next = fields.first(where: { $0.key == key }) else { return nil }
            found = next
            fields = next.members
        }
        return found
    }

    /// What the path leads to; nil where it leads nowhere.
    func shape(in shape: Shape) -> Shape? {
        keys.reduce(shape) { shape, key in shape?.member(String(key)) }
    }

    /// The text of whatever the path leads to in a row of JSON; `-` where there is nothing.
    func text(in json: [UInt8]) -> String {
        // The bytes are our own writer's, so they parse; were they not to, there would be nothing to show.
        guard let row = try? JSONParser.parse(json) else { return "-" }
        return keys.reduce(row) { value, key in value.member(String(key)) }.cellText
    }
}

extension Shape {
    var isNumber: Bool {
        switch self {
        case .integer, .number: true
        case .optional(let wrapped): wrapped.isNumber
        default: false
        }
    }

    /// What a key leads to, through lists and what may be absent.
    func member(_ key: String) -> Shape? {
        switch self {
        case .record(_, let properties): properties.first { $0.key == key }?.shape
        case .dictionary(let element): element
        case .list(let wrapped), .optional(let wrapped): wrapped.member(key)
        case .anything: .anything
        case .string, .integer, .number, .boolean, .words: nil
        }
    }

    /// Every dotted path into it, records before their members.
    var paths: [String] {
        switch self {
        case .record(_, let properties):
            properties.flatMap { property in
                [property.key] + property.shape.paths.map { "\(property.key).\($0)" }
            }
        case .list(let wrapped), .optional(let wrapped): wrapped.paths
        default: []
        }
    }
}

extension JSONValue {
    /// The member of an object, or of each object of a list.
    fileprivate func member(_ key: String) -> JSONValue {
        switch self {
        case .object(let object): object[key] ?? .null
        case .array(let elements): .array(elements.map { $0.member(key) })
        default: .null
        }
    }

    fileprivate var cellText: String {
        switch self {
        case .null, .array([]): "-"
        case .bool(let value): value.text
        case .integer(let value): value.text
        case .unsigned(let value): value.text
        case .number(let value): value.text
        case .string(let value): value
        case .array(let elements): elements.map(\.cellText).joined(separator: ", ")
        case .object(let object): object.members.map { "\($0.key) \($0.value.cellText)" }.joined(separator: ", ")
        }
    }
}
