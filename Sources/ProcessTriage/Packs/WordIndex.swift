/// Finds rules by one of their words without asking every rule.
struct WordIndex: Sendable {
    private struct Entry: Sendable {
        var pattern: WordPattern
        var rule: Int
    }

    private var whole: [String: [Int]] = [:]
    /// By the byte that a word must begin or end with; patterns open on both sides stand under 0.
    private var beginnings: [UInt8: [Entry]] = [:]
    private var ends: [UInt8: [Entry]] = [:]

    /// Few rules are told by some kinds of words: asking those indices ought to cost nothing.
    private var isEmpty = true

    mutating func add(_ choice: WordChoice, rule: Int) {
        isEmpty = false
        for word in choice.whole {
            whole[word, default: []].append(rule)
        }
        for pattern in choice.patterns {
            let entry = Entry(pattern: pattern, rule: rule)
            if let last = pattern.lastByte {
                ends[last, default: []].append(entry)
            } else {
                beginnings[pattern.firstByte ?? 0, default: []].append(entry)
            }
        }
    }

    func names(_ word: String) -> Bool { !isEmpty && whole[word] != nil }

    /// Adds every rule that names the word, once for each time it does.
    func addRules(naming word: String, to found: inout [Int]) {
        guard !isEmpty else { return }
        if let rules = whole[word] { found += rules }
        guard let first = word.utf8.first, let last = word.utf8.last else { return }
        addRules(beginnings[first], naming: word, to: &found)
        addRules(beginnings[0], naming: word, to: &found)
        addRules(ends[last], naming: word, to: &found)
    }

    private func addRules(_ entries: [Entry]?, naming word: String, to found: inout [Int]) {
        guard let entries else { return }
        for entry in entries where entry.pattern.matches(word.utf8.span) {
            found.append(entry.rule)
        }
    }
}

/// Finds rules by a part of a path, in one pass over the path.
struct PathIndex: Sendable {
    private struct Entry: Sendable {
        var pattern: WordPattern
        var rule: Int
    }

    /// How many bytes at the beginning of a pattern lead to it.
    static let keyLength = 4

    private var entries: [UInt32: [Entry]] = [:]
    /// A bit for each key, by its hash: most places in a path need no look into the dictionary.
    private var filter = [UInt64](repeating: 0, count: 64)

    mutating func add(_ patterns: [WordPattern], rule: Int) {
        for pattern in patterns {
            let key = pattern.text.prefix(Self.keyLength).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            entries[key, default: []].append(Entry(pattern: pattern, rule: rule))
            let (word, bit) = Self.place(key)
            filter[word] |= bit
        }
    }

    /// Adds every rule that has a part of the path among its own, once for each time it does.
    func addRules(in path: Span<UInt8>, to found: inout [Int]) {
        guard !entries.isEmpty, path.count >= Self.keyLength else { return }
        var key: UInt32 = 0
        for index in path.indices {
            key = key << 8 | UInt32(path[index])
            let (word, bit) = Self.place(key)
            guard filter[word] & bit != 0, let candidates = entries[key] else { continue }
            let start = index + 1 - Self.keyLength
            for entry in candidates where entry.pattern.isFound(in: path, at: start) {
                found.append(entry.rule)
            }
        }
    }

    private static func place(_ key: UInt32) -> (word: Int, bit: UInt64) {
        let hash = Int((key &* 0x9E37_79B1) >> 20)
        return (hash >> 6, 1 << UInt64(hash & 63))
    }
}
