internal import Primitives

/// Reads `1,3-5` or `a` as a choice among numbered items.
struct NumberChoice {
    private let items: [ApprovalItem]

    init(_ items: [ApprovalItem]) {
        self.items = items
    }

    /// - Returns: indices, ascending and each once; empty for an empty line.
    /// - Throws: `TendError` (`cli.usage`) with a sentence about what cannot be chosen.
    func parse(_ line: String) throws(TendError) -> [Int] {
        let text = line.filter { $0 != "\r" }
        let words = text.split { $0 == "," || $0 == " " || $0 == "\t" }
        if words == ["a"] { return items.indices.filter { items[$0].isRecommended } }
        var chosen: Set<Int> = []
        for word in words {
            for number in try numbers(word) {
                guard items.indices.contains(number - 1) else {
                    throw TendError(.usage, "There is no \(number): the list has \(items.count).", area: "cli")
                }
                if let obstacle = items[number - 1].obstacle {
                    throw TendError(.usage, "\(number) cannot be chosen. \(obstacle)", area: "cli")
                }
                chosen.insert(number - 1)
            }
        }
        return chosen.sorted()
    }

    private func numbers(_ word: Substring) throws(TendError) -> ClosedRange<Int> {
        let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            throw TendError(.usage, "'\(word)' is no number and no range such as 3-5.", area: "cli")
        }
        // A range beyond the list is as wrong as its first number beyond it, and need not be walked.
        return first...min(last, max(first, items.count + 1))
    }
}
