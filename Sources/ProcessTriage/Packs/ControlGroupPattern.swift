internal import Model
import Primitives

/// A run of segments in the path of a control group, with a name in it that is worth remembering.
struct ControlGroupPattern: Sendable {
    /// What a segment leaves open.
    private enum Opening: String, CaseIterable {
        case anything = "*"
        case name = "{name}"
        /// At least 12 hexadecimal digits.
        case container = "{container}"
        /// A whole segment that ends in `.service`, other than the service of a user's own systemd.
        case unit = "{unit}"
    }

    private enum Segment: Sendable {
        case anyDepth
        case text(prefix: [UInt8], opening: Opening?, suffix: [UInt8])
    }

    private let segments: [Segment]
    private let beginsAtTop: Bool

    /// - Returns: nil where a segment leaves more than one thing open, or nothing is left of the pattern.
    init?(_ text: String) {
        beginsAtTop = text.hasPrefix("/")
        var segments: [Segment] = []
        for part in text.split(separator: "/") {
            guard let segment = Self.segment(part) else { return nil }
            segments.append(segment)
        }
        guard !segments.isEmpty else { return nil }
        self.segments = segments
    }

    private static func segment(_ text: Substring) -> Segment? {
        if text == "**" { return .anyDepth }
        for opening in Opening.allCases {
            guard let range = text.firstRange(of: opening.rawValue) else { continue }
            let (prefix, suffix) = (text[..<range.lowerBound], text[range.upperBound...])
            guard !(prefix + suffix).contains(where: { "*{}".contains($0) }) else { return nil }
            return .text(prefix: Array(prefix.utf8), opening: opening, suffix: Array(suffix.utf8))
        }
        guard !text.contains(where: { "*{}".contains($0) }) else { return nil }
        return .text(prefix: Array(text.utf8), opening: nil, suffix: [])
    }
}

// MARK: - Matching

extension ControlGroupPattern {
    /// The deepest place in a path that matches: what it remembers there, or no bytes where it remembers nothing.
    ///
    /// - Returns: nil where the path does not match.
    func match(_ path: [ArraySlice<UInt8>]) -> [UInt8]? {
        for end in path.indices.reversed() {
            if let captured = match(segments[...], path[...end]) { return captured }
        }
        return nil
    }

    /// Compares from the deepest segment upwards.
    private func match(_ segments: ArraySlice<Segment>, _ path: ArraySlice<ArraySlice<UInt8>>) -> [UInt8]? {
        guard let segment = segments.last else { return beginsAtTop && !path.isEmpty ? nil : [] }
        switch segment {
        case .anyDepth:
            for depth in 0...path.count {
                if let captured = match(segments.dropLast(), path.dropLast(depth)) { return captured }
            }
            return nil
        case .text(let prefix, let opening, let suffix):
            guard let part = path.last, let own = Self.capture(part, prefix, opening, suffix),
                let above = match(segments.dropLast(), path.dropLast())
            else { return nil }
            return own.isEmpty ? above : own
        }
    }

    private static func capture(
        _ part: ArraySlice<UInt8>, _ prefix: [UInt8], _ opening: Opening?, _ suffix: [UInt8]
    ) -> [UInt8]? {
        guard let opening else { return part.elementsEqual(prefix) ? [] : nil }
        guard part.count >= prefix.count + suffix.count, part.starts(with: prefix), part.hasSuffix(suffix) else {
            return nil
        }
        let open = part.dropFirst(prefix.count).dropLast(suffix.count)
        switch opening {
        case .anything: return []
        case .name: return open.isEmpty ? nil : Array(open)
        case .container: return open.count >= 12 && open.allSatisfy(isHexadecimal) ? Array(open) : nil
        case .unit: return isUnit(open) ? Array(open) : nil
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isUnit(_ name: ArraySlice<UInt8>) -> Bool {
        name.hasSuffix(Array(".service".utf8)) && !name.starts(with: Array("user@".utf8))
    }
}
