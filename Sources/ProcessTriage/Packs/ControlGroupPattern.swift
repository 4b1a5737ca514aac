/// A run of segments in the path of a control group, with a name in it that is worth remembering.
final class ControlGroupPattern: Sendable {
    /// Where a path matches.
    struct Match {
        /// What is remembered, as a place in the text; absent where the pattern remembers nothing.
        var name: Range<Int>?
    }

    private let segments: [ControlGroupSegment]
    private let beginsAtTop: Bool

    /// - Returns: nil where a segment leaves more than one thing open, or nothing is left of the pattern.
    init?(_ text: String) {
        beginsAtTop = text.hasPrefix("/")
        var segments: [ControlGroupSegment] = []
        for part in text.split(separator: "/") {
            guard let segment = ControlGroupSegment(part) else { return nil }
            segments.append(segment)
        }
        guard !segments.isEmpty else { return nil }
        self.segments = segments
    }
}

// MARK: - Matching

extension ControlGroupPattern {
    /// The deepest place in a path, given by its segments, that matches; nil where none does.
    func match(_ text: Span<UInt8>, _ path: [Range<Int>]) -> Match? {
        var depth = path.count
        while depth > 0 {
            if let match = match(text, path, depth: depth, segment: segments.count) { return match }
            depth -= 1
        }
        return nil
    }

    /// Compares the first so many segments of the pattern with the first so many of the path, from the deepest upwards.
    private func match(_ text: Span<UInt8>, _ path: [Range<Int>], depth: Int, segment count: Int) -> Match? {
        guard count > 0 else { return beginsAtTop && depth > 0 ? nil : Match() }
        if segments[count - 1].isAnyDepth {
            for depth in stride(from: depth, through: 0, by: -1) {
                if let match = match(text, path, depth: depth, segment: count - 1) { return match }
            }
            return nil
        }
        guard depth > 0, let open = segments[count - 1].open(text, path[depth - 1]),
            var match = match(text, path, depth: depth - 1, segment: count - 1)
        else { return nil }
        if segments[count - 1].remembers { match.name = open }
        return match
    }
}
