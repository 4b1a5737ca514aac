private import func Glibc.cos
private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

/// What in a series comes again and again.
package enum Periodogram {
    /// The strongest rhythm of a series.
    package struct Peak: Equatable, Sendable {
        /// After how many numbers it comes again, 2 < period ≤ *n*.
        package var period: Double
        /// Its share of the variation around the trend, 0…1 (Fisher's g).
        package var share: Double
        /// The probability of so large a share among normal numbers without any rhythm.
        package var pValue: Double
    }

    /// The fewest numbers in which a rhythm can be told from chance.
    package static let shortestSeries = 8

    /// Finds the frequency with the largest share of the variation.
    ///
    /// The straight trend is taken out first, so that growth is no slow wave. Frequencies are 1/*n*, 2/*n*, … below ½.
    ///
    /// Source: Fisher, Proc. Royal Society A 125 (1929), 54-59.
    /// Complexity: O(*n*²): give it at most some thousand numbers.
    /// - Parameter series: at equal distances in time, oldest first, in any one unit.
    /// - Returns: nil for fewer than eight numbers, one that is not finite, or no variation around the trend.
    package static func peak(_ series: [Double]) -> Peak? {
        guard series.count >= shortestSeries, let rest = detrended(series) else { return nil }
        let powers = (1...(rest.count - 1) / 2).map { power(rest, cycles: $0) }
        let total = powers.reduce(0, +)
        guard total > 0, let largest = powers.max(), let index = powers.firstIndex(of: largest) else { return nil }
        let share = largest / total
        return Peak(
            period: Double(rest.count) / Double(index + 1), share: share,
            pValue: fisherTail(share: share, frequencies: powers.count))
    }

    /// The probability that the largest of the shares of `frequencies` equal exponential powers is larger than `share`.
    ///
    /// Σ (−1)^(j−1) C(m, j) (1 − j g)^(m−1) over j ≤ 1/g. NaN for a share outside 0…1 or no frequency.
    ///
    /// Source: Fisher (1929). Complexity: O(1/share).
    package static func fisherTail(share: Double, frequencies: Int) -> Double {
        guard 0...1 ~= share, frequencies >= 1 else { return .nan }
        let count = Double(frequencies)
        guard share * count > 1 else { return 1 }
        // The expected number of shares that large; past 20 there is one but for 1e-8, and the sum would cancel.
        guard log(count) + (count - 1) * log1p(-share) < log(20) else { return 1 }
        var (sum, logChoices) = (0.0, 0.0)
        for term in 1...frequencies {
            let rest = 1 - Double(term) * share
            guard rest > 0 else { break }
            logChoices += log((count - Double(term) + 1) / Double(term))
            sum += (term % 2 == 1 ? 1 : -1) * exp(logChoices + (count - 1) * log(rest))
        }
        return max(0, min(1, sum))
    }

    /// What the straight trend leaves, scaled so that the largest is 1; nil where that is nothing but rounding.
    private static func detrended(_ series: [Double]) -> [Double]? {
        guard series.areFinite else { return nil }
        let size = series.reduce(0) { max($0, abs($1)) }
        guard size > 0 else { return nil }
        let scaled = series.map { $0 / size }
        guard let line = TrendLine(times: scaled.indices.map(Double.init), values: scaled) else { return nil }
        let rest = scaled.enumerated().map { $1 - line.value(at: Double($0)) }
        let largest = rest.reduce(0) { max($0, abs($1)) }
        return largest > 1e-13 ? rest.map { $0 / largest } : nil
    }

    /// |Σ x e^(−2πi t cycles/n)|².
    private static func power(_ series: [Double], cycles: Int) -> Double {
        // Goertzel's recurrence: one cosine a frequency instead of two functions a number.
        let factor = 2 * cos(2 * Double.pi * Double(cycles) / Double(series.count))
        var (last, before) = (0.0, 0.0)
        for number in series { (last, before) = (number + factor * last - before, last) }
        return last * last + before * before - factor * last * before
    }
}
