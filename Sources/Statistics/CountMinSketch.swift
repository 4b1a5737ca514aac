private import func Glibc.exp
private import func Glibc.log

/// Counts of very many keys in little memory, never too small: a Count-Min sketch.
///
/// An estimate is at least the true count and, with probability 1 − `failure`, at most `error` · total more.
///
/// Shortest stream: nothing (every count is 0).
///
/// Source: Cormode and Muthukrishnan, J. Algorithms 55 (2005), 58-75; Kirsch and Mitzenmacher (2006) for making all hashes
/// of two.
package struct CountMinSketch: Equatable, Sendable {
    private let width: Int
    private let depth: Int
    private let seed: UInt64
    private var counts: [UInt64]
    /// The sum of all that was added; it stops at the largest number.
    package private(set) var total: UInt64 = 0

    /// Makes room for e/error · ln(1/failure) counts; nil unless both are within 0…1, open, or for more than 16 million.
    ///
    /// - Parameters:
    ///   - error: by what share of the total an estimate may be too large.
    ///   - failure: how often it may be larger still.
    ///   - seed: by chance, so that nobody can choose keys that collide.
    package init?(error: Double, failure: Double, seed: UInt64) {
        guard error > 0, error < 1, failure > 0, failure < 1 else { return nil }
        let (columns, rows) = ((exp(1) / error).rounded(.up), (-log(failure)).rounded(.up))
        guard columns * max(rows, 1) <= 16_000_000 else { return nil }
        (width, depth) = (Int(columns), max(1, Int(rows)))
        self.seed = seed
        counts = [UInt64](repeating: 0, count: width * depth)
    }

    /// Adds to the count of a key.
    ///
    /// Complexity: O(key + depth).
    package mutating func add(_ key: some Sequence<UInt8>, count: UInt64 = 1) {
        total = Self.sum(total, count)
        for position in positions(key) { counts[position] = Self.sum(counts[position], count) }
    }

    /// The count of a key, or more.
    ///
    /// Complexity: O(key + depth).
    package func estimate(_ key: some Sequence<UInt8>) -> UInt64 {
        positions(key).reduce(.max) { min($0, counts[$1]) }
    }

    private func positions(_ key: some Sequence<UInt8>) -> [Int] {
        let hash = KeyHash.of(key, seed: seed)
        let step = KeyHash.mixed(hash) | 1
        return (0..<depth).map { row in
            row * width + Int((hash &+ UInt64(row) &* step) % UInt64(width))
        }
    }

    private static func sum(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }
}

/// A seeded hash of bytes: FNV-1a, mixed as SplitMix64 does.
///
/// Source: Fowler, Noll and Vo; Steele, Lea and Flood, OOPSLA 2014.
private enum KeyHash {
    static func of(_ key: some Sequence<UInt8>, seed: UInt64) -> UInt64 {
        mixed(key.reduce(0xcbf2_9ce4_8422_2325 ^ mixed(seed)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }

    static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
