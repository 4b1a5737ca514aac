/// Bytes taken apart into what is UTF-8 and what is not.
struct UTF8Pieces: Sequence, IteratorProtocol {
    enum Piece: Equatable {
        case scalar(Unicode.Scalar)
        case invalid(UInt8)
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func next() -> Piece? {
        guard let first = rest.first else { return nil }
        let length = Self.length(startingWith: first)
        guard length > 0, length <= rest.count, let scalar = Self.scalar(rest.prefix(length)) else {
            rest.removeFirst()
            return .invalid(first)
        }
        rest.removeFirst(length)
        return .scalar(scalar)
    }

    /// Zero for a byte that starts nothing.
    private static func length(startingWith byte: UInt8) -> Int {
        switch byte {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// Absent for broken, overlong and surrogate sequences.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard let first = bytes.first, bytes.count > 1 else { return bytes.first.map { Unicode.Scalar($0) } }
        var value = UInt32(first) & (0x7F >> UInt32(bytes.count))
        for byte in bytes.dropFirst() {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let isShortest = value >= (bytes.count == 2 ? 0x80 : bytes.count == 3 ? 0x800 : 0x10000)
        return isShortest ? Unicode.Scalar(value) : nil
    }
}

extension Unicode.Scalar {
    /// Whether a screen may be trusted with it: it moves no cursor, turns no text round and is not invisible.
    ///
    /// Variation selectors are let through, for they choose how an emoji looks.
    var isPrintable: Bool {
        guard value >= 0x7F else { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return !properties.isDefaultIgnorableCodePoint || properties.isVariationSelector
        }
    }
}
