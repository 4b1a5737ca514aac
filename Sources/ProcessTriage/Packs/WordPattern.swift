/// A word as packs write it: whole, or with `*` at its beginning, its end or both.
struct WordPattern: Sendable, Equatable {
    private enum Part: Sendable { case whole, beginning, end, anywhere }

    private let part: Part
    let text: [UInt8]

    /// - Parameter word: at least one byte; a `*` in its middle stands for itself.
    init(_ word: String) {
        var bytes = Array(word.utf8)
        let star = UInt8(ascii: "*")
        let openEnd = bytes.count > 1 && bytes.last == star
        if openEnd { bytes.removeLast() }
        let openBeginning = bytes.count > 1 && bytes.first == star
        if openBeginning { bytes.removeFirst() }
        part = openBeginning ? (openEnd ? .anywhere : .end) : openEnd ? .beginning : .whole
        text = bytes
    }

    /// Whether it matches one word only.
    var isWhole: Bool { part == .whole }

    /// The byte that every matching word ends with; absent where the end is open.
    var lastByte: UInt8? { part == .end || part == .whole ? text.last : nil }

    /// The byte that every matching word begins with; absent where the beginning is open.
    var firstByte: UInt8? { part == .beginning || part == .whole ? text.first : nil }

    func matches(_ word: Span<UInt8>) -> Bool {
        switch part {
        case .whole: word.count == text.count && holdsText(word, at: 0)
        case .beginning: word.count >= text.count && holdsText(word, at: 0)
        case .end: word.count >= text.count && holdsText(word, at: word.count - text.count)
        case .anywhere: isPart(of: word)
        }
    }

    /// Whether the text occurs anywhere in the word, `*` or not.
    func isPart(of word: Span<UInt8>) -> Bool {
        guard word.count >= text.count else { return false }
        for offset in 0...(word.count - text.count) where holdsText(word, at: offset) {
            return true
        }
        return false
    }

    /// Whether the text stands at a place in the word, `*` or not.
    func isFound(in word: Span<UInt8>, at offset: Int) -> Bool {
        offset >= 0 && word.count - offset >= text.count && holdsText(word, at: offset)
    }

    private func holdsText(_ word: Span<UInt8>, at offset: Int) -> Bool {
        for index in text.indices where word[offset + index] != text[index] {
            return false
        }
        return true
    }
}
