internal import Primitives

/// One segment of a control group pattern.
struct ControlGroupSegment: Sendable {
    /// What a segment leaves open.
    private enum Opening: String, CaseIterable {
        case anything = "*"
        case name = "{name}"
        /// At least 12 hexadecimal digits.
        case container = "{container}"
        /// A whole segment that ends in `.service`, other than the service of a user's own systemd.
        case unit = "{unit}"
    }

    /// It stands for any number of segments.
    let isAnyDepth: Bool
    private let prefix: [UInt8]
    private let opening: Opening?
    private let suffix: [UInt8]

    /// - Returns: nil where it leaves more than one thing open.
    init?(_ text: Substring) {
        isAnyDepth = text == "**"
        let opening = isAnyDepth ? nil : Opening.allCases.first { text.contains($0.rawValue) }
        let open = opening.flatMap { text.firstPlace(of: $0.rawValue) } ?? text.endIndex..<text.endIndex
        let (before, after) = (text[..<open.lowerBound], text[open.upperBound...])
        guard isAnyDepth || !(before + after).contains(where: { "*{}".contains($0) }) else { return nil }
        (prefix, suffix) = (Array(before.utf8), Array(after.utf8))
        self.opening = opening
    }

    var remembers: Bool { opening != nil && opening != .anything }

    /// What the segment leaves open, in a part of a path; nil where the part does not match.
    func open(_ text: Span<UInt8>, _ part: Range<Int>) -> Range<Int>? {
        guard opening == nil ? part.count == prefix.count : part.count >= prefix.count + suffix.count,
            Self.stands(prefix, in: text, at: part.lowerBound),
            Self.stands(suffix, in: text, at: part.upperBound - suffix.count)
        else { return nil }
        let open = part.lowerBound + prefix.count..<part.upperBound - suffix.count
        switch opening {
        case nil, .anything: return open
        case .name: return open.isEmpty ? nil : open
        case .container: return open.count >= 12 && open.allSatisfy { Self.isHexadecimal(text[$0]) } ? open : nil
        case .unit: return Self.isUnit(text, open) ? open : nil
        }
    }

    private static func stands(_ bytes: [UInt8], in text: Span<UInt8>, at offset: Int) -> Bool {
        for index in bytes.indices where text[offset + index] != bytes[index] { return false }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static let unitSuffix = Array(".service".utf8)
    private static let userManagerPrefix = Array("user@".utf8)

    private static func isUnit(_ text: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard name.count >= unitSuffix.count else { return false }
        return stands(unitSuffix, in: text, at: name.upperBound - unitSuffix.count)
            && !stands(userManagerPrefix, in: text, at: name.lowerBound)
    }
}
