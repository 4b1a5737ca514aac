/// What a writer of TOON may choose and a reader may insist on.
package struct TOONOptions: Sendable {
    package var delimiter: TOONDelimiter
    /// Spaces per level of nesting.
    package var indentSize: Int
    /// Whether a reader insists on declared counts, exact indentation and keys that occur once.
    package var isStrict: Bool

    package init(delimiter: TOONDelimiter = .comma, indentSize: Int = 2, isStrict: Bool = true) {
        self.delimiter = delimiter
        self.indentSize = max(1, indentSize)
        self.isStrict = isStrict
    }

    /// The deepest nesting that is read, as for JSON.
    static let deepestNesting = 256
}

/// What stands between the values of a row; the raw value is the byte itself.
package enum TOONDelimiter: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case tab = 0x09
    case pipe = 0x7C

    /// How a header declares it: a comma goes without saying.
    var symbol: String {
        switch self {
        case .comma: ""
        case .tab: "\t"
        case .pipe: "|"
        }
    }

    var separator: String { self == .comma ? "," : symbol }
}
