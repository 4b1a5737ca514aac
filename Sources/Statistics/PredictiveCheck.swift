private import func Glibc.exp
private import func Glibc.log

/// Whether what was seen is what the model expected to see: posterior predictive checks.
///
/// Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 6.3.
package enum PredictiveCheck {
    /// How much of the predictive distribution lies at and beyond an observation.
    package struct Tails: Equatable, Sendable {
        /// The probability of at most as much.
        package var lower: Double
        /// The probability of at least as much.
        package var upper: Double
        /// Twice the smaller tail, at most 1: small where the model is surprised either way.
        package var pValue: Double { min(1, 2 * min(lower, upper)) }
    }

    /// Of k successes among n trials, whose common chance is Beta(a, b).
    ///
    /// Shortest series: one trial. Tails are exact to about 1e-10.
    ///
    /// Complexity: O(min(*k*, *n* − *k*)), at most 1,000,000 terms.
    /// - Parameters:
    ///   - k: 0…n.
    ///   - n: ≥ 0.
    ///   - a: finite and > 0.
    ///   - b: finite and > 0.
    /// - Returns: nil outside the domain, or where the nearer end is more than 1,000,000 away.
    package static func betaBinomial(k: Int, n: Int, a: Double, b: Double) -> Tails? {
        guard n >= 0, k >= 0, k <= n, min(k, n - k) <= 1_000_000, a > 0, b > 0, (a + b).isFinite else { return nil }
        // The lower tail of successes is the upper one of failures.
        guard k <= n - k else {
            return betaBinomial(k: n - k, n: n, a: b, b: a).map { Tails(lower: $0.upper, upper: $0.lower) }
        }
        let logHere = Distributions.betaBinomialLogProbability(k: k, n: n, a: a, b: b)
        var (term, sum, logScale) = (1.0, 1.0, 0.0)
        // From k downwards, by the ratio of neighbouring chances.
        for count in stride(from: Double(k), to: 0, by: -1) {
            let failures = Double(n) - count
            term *= count / (failures + 1) * ((b + failures) / (a + count - 1))
            sum += term
            guard sum > 1e200 else { continue }
            (term, sum, logScale) = (term * 1e-200, sum * 1e-200, logScale + 200 * log(10))
        }
        let lower = min(1, exp(logHere + logScale + log(sum)))
        return Tails(lower: lower, upper: min(1, 1 - lower + exp(logHere)))
    }

    /// Of k events during an exposure, at a rate that is Gamma(shape, rate).
    ///
    /// Shortest series: one exposure > 0. The parameters are those of `Distributions.gammaPoissonLogProbability`.
    ///
    /// Complexity: that of `SpecialFunctions.regularizedIncompleteBeta`.
    /// - Returns: nil outside the domain.
    package static func gammaPoisson(k: Int, shape: Double, rate: Double, exposure: Double) -> Tails? {
        guard k >= 0, shape > 0, shape.isFinite, rate > 0, exposure > 0, (rate + exposure).isFinite else { return nil }
        let (none, some) = (rate / (rate + exposure), exposure / (rate + exposure))
        let lower = SpecialFunctions.regularizedIncompleteBeta(a: shape, b: Double(k) + 1, x: none)
        let upper = k == 0 ? 1 : SpecialFunctions.regularizedIncompleteBeta(a: Double(k), b: shape, x: some)
        return Tails(lower: lower, upper: upper)
    }

    /// Of a lifetime that is Lomax(alpha, beta), the mixture of exponential ones; `Distributions.lomaxSurvival` has the
    /// parameters.
    ///
    /// Shortest series: one lifetime ≥ 0. Complexity: O(1).
    /// - Returns: nil outside the domain.
    package static func lomax(_ lifetime: Double, alpha: Double, beta: Double) -> Tails? {
        let upper = Distributions.lomaxSurvival(lifetime, alpha: alpha, beta: beta)
        return upper.isNaN ? nil : Tails(lower: 1 - upper, upper: upper)
    }
}
