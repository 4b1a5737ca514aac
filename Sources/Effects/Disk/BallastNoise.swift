/// Bytes that no file system can compress or find twice: xoshiro256** 1.0 by Blackman and Vigna (2018).
///
/// It hides nothing from anybody; it only has to look like noise, and be fast.
struct BallastNoise {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameter seed: 32 bytes of chance; fewer are taken over and over.
    init(seed: [UInt8]) {
        func word(_ place: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 << 8 | UInt64(seed.isEmpty ? 0 : seed[(place * 8 + $1) % seed.count]) }
        }
        state = (word(0), word(1), word(2), word(3))
        // Four zeros would stay zeros for ever.
        if state == (0, 0, 0, 0) { state.0 = 0x9E37_79B9_7F4A_7C15 }
    }

    private mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// Fills whole words of 8 bytes.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        for offset in stride(from: 0, to: buffer.count - buffer.count % 8, by: 8) {
            buffer.storeBytes(of: next(), toByteOffset: offset, as: UInt64.self)
        }
    }
}
