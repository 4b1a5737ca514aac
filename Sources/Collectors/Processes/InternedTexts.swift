internal import Primitives

/// Keeps each distinct text once: hundreds of processes share the few control groups of a machine.
struct InternedTexts {
    private var texts: [UInt64: ForeignText] = [:]

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> ForeignText {
        let key = Self.hash(bytes)
        if let known = texts[key], known.bytes.elementsEqual(bytes) { return known }
        let text = ForeignText([UInt8](bytes))
        texts[key] = text
        return text
    }

    /// FNV-1a; a collision only costs a copy, since equality is checked.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
