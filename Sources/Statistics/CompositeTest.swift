private import func Glibc.log
private import func Glibc.log1p

/// Evidence against one value when the alternative is all the others.
///
/// Results are logarithms of likelihood ratios in nats. A *generalized* ratio takes the best alternative afterwards, so it
/// is never negative and needs a threshold of its own. A *mixture* ratio averages over alternatives chosen beforehand; its
/// exponential is an e-process: where the null hypothesis holds it ever reaches 1/α with probability at most α, however
/// often one looks (Ville).
package enum CompositeTest {
    /// The generalized ratio of a coin against the chance `null`.
    ///
    /// *n* D(k/*n* ‖ null), by `Divergence.bernoulli`; 0 without trials, NaN unless 0 ≤ k ≤ n and 0 ≤ null ≤ 1. Shortest
    /// series: one trial.
    ///
    /// Source: Lehmann and Romano, Testing Statistical Hypotheses, 3rd ed., 12.4.4. Complexity: O(1).
    package static func bernoulliGeneralized(successes: Int, trials: Int, null: Double) -> Double {
        guard successes >= 0, successes <= trials, 0...1 ~= null else { return .nan }
        guard trials > 0 else { return 0 }
        return Double(trials) * Divergence.bernoulli(Double(successes) / Double(trials), null)
    }

    /// The mixture ratio of a coin whose other chances are Beta(a, b) against the chance `null`.
    ///
    /// ln B(a+k, b+n−k) − ln B(a, b) − k ln null − (n−k) ln(1−null), for finite a, b > 0; 0 without trials, +∞ where the
    /// null hypothesis excludes what was seen. Shortest series: one trial.
    ///
    /// Source: Robbins, Annals of Mathematical Statistics 41 (1970), 1397-1409. Complexity: O(1).
    package static func bernoulliMixture(successes: Int, trials: Int, null: Double, a: Double, b: Double) -> Double {
        guard successes >= 0, successes <= trials, 0...1 ~= null else { return .nan }
        let (hits, misses) = (Double(successes), Double(trials - successes))
        let mixture = Distributions.logBetaBinomialKernel(k: hits, n: hits + misses, a: a, b: b)
        return mixture - (hits > 0 ? hits * log(null) : 0) - (misses > 0 ? misses * log1p(-null) : 0)
    }

    /// The generalized ratio of a normal mean against `null`, for a known standard deviation σ.
    ///
    /// (Σ (xᵢ − null))² / (2 *n* σ²); 0 for no numbers, NaN unless σ > 0 and everything is finite. Shortest series: one
    /// number.
    ///
    /// Source: Lehmann and Romano, 12.4.4. Complexity: O(*n*).
    package static func normalGeneralized(_ series: [Double], null: Double, standardDeviation: Double) -> Double {
        guard let sum = standardSum(series, null, standardDeviation) else { return .nan }
        return series.isEmpty ? 0 : sum * sum / Double(series.count) / 2
    }

    /// The mixture ratio of a normal mean whose other values are normal around `null` with standard deviation `spread`.
    ///
    /// With S = Σ (xᵢ − null)/σ and r = (spread/σ)²: −½ ln(1 + *n* r) + ½ S² r/(1 + *n* r); 0 for no numbers, NaN unless σ
    /// and spread are > 0 and everything is finite. Shortest series: one number.
    ///
    /// Source: Robbins (1970). Complexity: O(*n*).
    package static func normalMixture(
        _ series: [Double], null: Double, standardDeviation: Double, spread: Double
    ) -> Double {
        guard spread > 0, spread.isFinite, let sum = standardSum(series, null, standardDeviation) else { return .nan }
        let ratio = spread / standardDeviation
        let count = Double(series.count)
        // r/(1 + n r) as 1/(1/r + n), which no large r spoils.
        return -0.5 * log1p(count * ratio * ratio) + 0.5 * sum * sum / (1 / ratio / ratio + count)
    }

    /// Σ (x − null)/σ.
    private static func standardSum(_ series: [Double], _ null: Double, _ standardDeviation: Double) -> Double? {
        guard series.areFinite, null.isFinite, standardDeviation > 0, standardDeviation.isFinite else { return nil }
        let sum = series.reduce(0) { $0 + ($1 - null) / standardDeviation }
        return sum.isFinite ? sum : nil
    }
}
