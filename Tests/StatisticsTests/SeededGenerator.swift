/// Chance that repeats: the same seed gives the same test.
///
/// Source: SplitMix64, Steele, Lea and Flood, OOPSLA 2014.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &self)
    }
}

/// What a measurement or a file may hold at its worst.
let hostileNumbers: [Double] = [
    .nan, .infinity, -.infinity, 0, -0.0, -1, 1e300, -1e300, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-300,
    1e8,
    0.5, 1, 10,
]

/// Whether two numbers agree to a relative tolerance; equal infinities do.
func agree(_ left: Double, _ right: Double, within tolerance: Double) -> Bool {
    left == right || abs(left - right) <= tolerance * max(abs(left), abs(right))
}
