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
}
