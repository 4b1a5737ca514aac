private import func Glibc.log

/// How bad a rate may be, given what was counted.
package enum Bounds {
    /// The error rate that is exceeded only with probability `delta`, after a number of errors in independent trials.
    ///
    /// The 1 − δ quantile of Beta(a + errors, b + trials − errors), which is what a prior Beta(a, b) has become; (1, 1) is
    /// the uniform one. For 0 ≤ errors ≤ trials, finite a, b > 0 and 0 ≤ δ ≤ 1; NaN elsewhere. δ = 0 gives 1, and a δ down
    /// to 1e-300 keeps its precision.
    ///
    /// Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4.
    /// Complexity: that of `SpecialFunctions.betaQuantile`.
    package static func betaCredibleUpper(
        errors: Int, trials: Int, a: Double, b: Double, delta: Double
    ) -> Double {
        guard errors >= 0, errors <= trials, a > 0, b > 0 else { return .nan }
        return SpecialFunctions.betaUpperQuantile(a: a + Double(errors), b: b + Double(trials - errors), q: delta)
    }

    /// The error rate that is exceeded only with probability δ, whatever chose among policies on the same trials.
    ///
    /// max {e : D(errors/trials ‖ e) ≤ (divergence + ln(2 √trials / δ)) / trials}, for 0 ≤ errors ≤ trials, a divergence
    /// KL(Q ‖ P) ≥ 0 of the chosen policies from the prior ones in nats (−ln P(policy) for a single one) and 0 < δ ≤ 1; NaN
    /// outside, 1 without trials. Trials have to be exchangeable.
    ///
    /// Source: Seeger, J. Machine Learning Research 3 (2002), 233-269, with Maurer's constant (2004). Complexity: O(1).
    package static func pacBayesUpper(errors: Int, trials: Int, divergence: Double, delta: Double) -> Double {
        guard errors >= 0, errors <= trials, divergence >= 0, delta > 0, delta <= 1 else { return .nan }
        guard trials > 0 else { return 1 }
        let count = Double(trials)
        let budget = divergence + log(2 * count.squareRoot()) - log(delta)
        return Divergence.bernoulliUpper(Double(errors) / count, bound: budget / count)
    }
}
