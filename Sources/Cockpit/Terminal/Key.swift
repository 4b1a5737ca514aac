/// One key as a terminal sends it.
package enum Key: Sendable, Equatable {
    case up, down, pageUp, pageDown, home, end
    case enter, escape
    case character(Character)
    /// Ctrl-D.
    case endOfInput
    /// Ctrl-Z.
    case suspend
}

/// Makes keys of bytes, which may arrive in any pieces.
package struct KeyParser: Sendable {
    private static let escape: UInt8 = 0x1B
    /// What is unfinished: the beginning of a sequence or of a character.
    private var pending: [UInt8] = []

    package init() {}

    /// Whether more bytes may decide what the last key was.
    package var isUnfinished: Bool { !pending.isEmpty }

    package mutating func feed(_ bytes: [UInt8]) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while let (key, length) = next() {
            pending.removeFirst(length)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Nothing more came: an escape on its own was the escape key, and half a character was noise.
    package mutating func flush() -> [Key] {
        defer { pending = [] }
        return pending.first == Self.escape ? [.escape] : []
    }

    /// The first key and its length; without a key for what means nothing here; nil where bytes are missing.
    private func next() -> (key: Key?, length: Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case Self.escape: return escapeSequence()
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"): return (.enter, 1)
        case 0x04: return (.endOfInput, 1)
        case 0x1A: return (.suspend, 1)
        // Ctrl-\ leaves as the escape key does.
        case 0x1C: return (.escape, 1)
        case 0x20..<0x7F: return (.character(Character(Unicode.Scalar(first))), 1)
        case 0xC2..<0xF5: return multibyteCharacter(length: first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4)
        default: return (nil, 1)
        }
    }

    private func multibyteCharacter(length: Int) -> (key: Key?, length: Int)? {
        guard pending.count >= length else { return nil }
        let text = String(decoding: pending[..<length], as: UTF8.self)
        return (text.count == 1 ? text.first.map { .character($0) } : nil, length)
    }

    private func escapeSequence() -> (key: Key?, length: Int)? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["):
            guard let last = pending.dropFirst(2).firstIndex(where: { (0x40..<0x7F).contains($0) }) else {
                // Sequences are short; something longer is no sequence.
                return pending.count > 32 ? (nil, pending.count) : nil
            }
            return (Self.keys[String(decoding: pending[2...last], as: UTF8.self)], last + 1)
        case UInt8(ascii: "O"):
            guard pending.count > 2 else { return nil }
            return (Self.keys[String(decoding: pending[2...2], as: UTF8.self)], 3)
        default: return (.escape, 1)
        }
    }

    private static let keys: [String: Key] = [
        "A": .up, "B": .down, "H": .home, "F": .end, "1~": .home, "4~": .end, "5~": .pageUp, "6~": .pageDown,
        "7~": .home, "8~": .end,
    ]
}
