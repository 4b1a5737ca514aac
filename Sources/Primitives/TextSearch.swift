// What the standard library offers only together with its regular expressions, which would weigh more than a megabyte.

extension StringProtocol {
    /// Every occurrence of a text replaced by another, from left to right; an empty text occurs nowhere.
    package func replacingEvery(_ text: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstPlace(of: text) {
            result += rest[..<range.lowerBound]
            result += other
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}

extension Collection where Element: Equatable {
    /// Where a run of elements stands first; nil where it does not stand, and for an empty run.
    ///
    /// - Complexity: O(*n* times the length of the run).
    @inlinable package func firstPlace(of run: some Collection<Element>) -> Range<Index>? {
        guard !run.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            var (index, rest) = (start, run[...])
            while index < endIndex, let next = rest.first, self[index] == next {
                formIndex(after: &index)
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return start..<index }
            formIndex(after: &start)
        }
        return nil
    }

    /// Whether a run of elements stands somewhere; an empty one does.
    @inlinable package func contains(_ run: some Collection<Element>) -> Bool {
        run.isEmpty || firstPlace(of: run) != nil
    }
}
