/// Finds what somebody probably meant.
package enum Suggestions {
    private static let most = 3
    /// Longer words are not typos of anything we know.
    private static let longest = 64

    /// The candidates that are a slip of the finger away, or begin with what was written; best first, at most three.
    ///
    /// One slip is allowed for every three letters. Case does not count, and equally good candidates keep their order.
    package static func closest(to word: String, among candidates: [String]) -> [String] {
        let letters = Array(word.lowercased())
        guard !letters.isEmpty, letters.count <= longest else { return [] }
        let ranked = candidates.enumerated().compactMap { order, candidate in
            rank(letters, Array(candidate.lowercased())).map { (rank: $0, order: order, candidate: candidate) }
        }
        var seen: Set<String> = []
        return ranked.sorted { ($0.rank, $0.order) < ($1.rank, $1.order) }.map(\.candidate)
            .filter { seen.insert($0).inserted }.prefix(most).map { $0 }
    }

    /// Nil where the two have nothing to do with each other.
    private static func rank(_ word: [Character], _ candidate: [Character]) -> Int? {
        // Dashes are no evidence: `--a` would otherwise begin half of all options.
        let name = word.drop { $0 == "-" }
        let beginsWithWord = name.count >= 2 && candidate.starts(with: word)
        let allowed = max(1, min(name.count, candidate.count) / 3)
        guard abs(word.count - candidate.count) <= allowed else { return beginsWithWord ? allowed : nil }
        let slips = distance(word, candidate)
        // A one-letter name is a slip away from every other.
        let isClose = slips <= allowed && (name.count > 1 || slips == 0)
        return isClose ? slips : beginsWithWord ? allowed : nil
    }

    /// How many letters must be added, dropped, changed or swapped with their neighbour.
    ///
    /// The restricted Damerau-Levenshtein distance, in three rows.
    package static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }

    /// `did you mean a or b? `, or nothing.
    package static func question(_ suggestions: [String]) -> String {
        suggestions.isEmpty ? "" : "did you mean \(list(suggestions, joinedBy: "or"))? "
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ words: [String], joinedBy conjunction: String = "and") -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
    }
}
