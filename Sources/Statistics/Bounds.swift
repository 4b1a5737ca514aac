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
}
