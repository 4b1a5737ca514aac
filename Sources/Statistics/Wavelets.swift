/// A series seen at several scales.
package enum Wavelets {
    /// The orthonormal Haar transform.
    ///
    /// Each level turns pairs (x, y) into smooth (x + y)/√2 and detail (x − y)/√2 and goes on with the smooth ones, so that
    /// the sum of squares stays what it was.
    ///
    /// Shortest series: 2^levels numbers.
    ///
    /// Source: Mallat, A Wavelet Tour of Signal Processing, 3rd ed., 7.2-7.3.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - series: a multiple of 2^levels numbers, at least one such.
    ///   - levels: ≥ 0.
    /// - Returns: the last smooth coefficients, then the details from the coarsest level to the finest; nil for another
    ///   length.
    package static func haar(_ series: [Double], levels: Int) -> [[Double]]? {
        guard 0..<Int.bitWidth - 1 ~= levels, !series.isEmpty, series.count % (1 << levels) == 0 else { return nil }
        let half = 0.5.squareRoot()
        var smooth = series
        var details: [[Double]] = []
        for _ in 0..<levels {
            let pairs = stride(from: 0, to: smooth.count, by: 2).map { (smooth[$0], smooth[$0 + 1]) }
            details.append(pairs.map { half * $0.0 - half * $0.1 })
            smooth = pairs.map { half * $0.0 + half * $0.1 }
        }
        return [smooth] + details.reversed()
    }

    /// The share of a series' variation that each scale holds, finest first.
    ///
    /// Level j compares neighbours of 2^(j−1) numbers; the newest 2^levels · ⌊*n*/2^levels⌋ numbers are taken. Shares sum
    /// to 1. Shortest series: 2^levels numbers.
    ///
    /// Complexity: O(*n*).
    /// - Returns: nil for a shorter series, less than one level, a number that is not finite, or no variation at these
    ///   scales.
    package static func variationShares(_ series: [Double], levels: Int) -> [Double]? {
        guard 1..<Int.bitWidth - 1 ~= levels, series.areFinite else { return nil }
        let newest = Array(series.suffix(series.count & ~((1 << levels) - 1)))
        guard let details = haar(newest, levels: levels)?.dropFirst().reversed() else { return nil }
        let largest = details.joined().reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return nil }
        let energies = details.map { $0.reduce(0) { $0 + ($1 / largest) * ($1 / largest) } }
        let total = energies.reduce(0, +)
        return energies.map { $0 / total }
    }
}
