private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

/// Densities, probabilities and survival of the distributions that evidence is judged by, mostly as natural logarithms.
///
/// What cannot happen has the logarithm −∞. A parameter outside its domain, or NaN anywhere, gives NaN and never stops
/// the program, because parameters are learned from data.
package enum Distributions {
    /// The logarithm of the probability of k successes among n trials whose common chance is Beta(a, b).
    ///
    /// ln C(n, k) + ln B(a+k, b+n−k) − ln B(a, b), for finite a, b > 0 and n ≥ 0; −∞ unless 0 ≤ k ≤ n.
    ///
    /// Source: Johnson, Kemp and Kotz, Univariate Discrete Distributions, 3rd ed., 6.2.2.
    /// Complexity: O(1).
    package static func betaBinomialLogProbability(k: Int, n: Int, a: Double, b: Double) -> Double {
        guard n >= 0 else { return .nan }
        let kernel = logBetaBinomialKernel(k: Double(k), n: Double(n), a: a, b: b)
        guard kernel > -.infinity else { return kernel }
        let orders = log1p(Double(n)) + SpecialFunctions.logBeta(Double(k) + 1, Double(n - k) + 1)
        return kernel - orders
    }

    /// The same without the count of orders, for weighted counts that need not be whole.
    ///
    /// ln B(a+k, b+n−k) − ln B(a, b): what one given order of outcomes says about Beta(a, b). 0 for n = 0, −∞ unless
    /// 0 ≤ k ≤ n, NaN unless a, b > 0 and everything is finite.
    ///
    /// Where the prior outweighs the counts, the three rising factorials (a)ₖ (b)ₙ₋ₖ / (a+b)ₙ are taken instead: the two
    /// beta functions would be large and nearly equal.
    ///
    /// Complexity: O(1).
    package static func logBetaBinomialKernel(k: Double, n: Double, a: Double, b: Double) -> Double {
        guard a > 0, b > 0, (a + b).isFinite, n >= 0, n.isFinite, !k.isNaN else { return .nan }
        guard k >= 0, k <= n else { return -.infinity }
        guard n < a + b else { return SpecialFunctions.logBeta(a + k, b + (n - k)) - SpecialFunctions.logBeta(a, b) }
        return logRisingFactorial(a, k) + logRisingFactorial(b, n - k) - logRisingFactorial(a + b, n)
    }

    /// The logarithm of the density of a gamma distribution.
    ///
    /// (s − 1) ln x − x/θ − s ln θ − ln Γ(s), per unit of x, for finite shape s > 0 and scale θ > 0 in the unit of x.
    /// −∞ below 0 and at +∞; at 0 it is −∞, −ln θ or +∞ for a shape above, at or below 1.
    ///
    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.6.11.
    /// Complexity: O(1).
    package static func gammaLogDensity(_ x: Double, shape: Double, scale: Double) -> Double {
        guard shape > 0, shape.isFinite, scale > 0, scale.isFinite, !x.isNaN else { return .nan }
        guard x >= 0, x.isFinite else { return -.infinity }
        let power = shape == 1 ? 0 : (shape - 1) * log(x)
        return power - x / scale - shape * log(scale) - SpecialFunctions.logGamma(shape)
    }

    /// The probability that a Lomax (Pareto type II) lifetime exceeds t.
    ///
    /// (β / (β + t))^α for finite α > 0 and β > 0 in the unit of t: an exponential lifetime whose rate is
    /// Gamma(α, rate β). 1 for t ≤ 0, 0 at +∞.
    ///
    /// Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, 2nd ed., 20.3.
    /// Complexity: O(1).
    package static func lomaxSurvival(_ t: Double, alpha: Double, beta: Double) -> Double {
        guard alpha > 0, alpha.isFinite, beta > 0, beta.isFinite, !t.isNaN else { return .nan }
        return exp(-alpha * logOnePlusQuotient(max(t, 0), beta))
    }

    /// The logarithm of the density of a Lomax lifetime, per unit of t.
    ///
    /// ln α − ln β − (α + 1) ln(1 + t/β), with the parameters of `lomaxSurvival`; −∞ for t < 0 and at +∞.
    ///
    /// Complexity: O(1).
    package static func lomaxLogDensity(_ t: Double, alpha: Double, beta: Double) -> Double {
        guard alpha > 0, alpha.isFinite, beta > 0, beta.isFinite, !t.isNaN else { return .nan }
        guard t >= 0 else { return -.infinity }
        return log(alpha) - log(beta) - (alpha + 1) * logOnePlusQuotient(t, beta)
    }

    /// The logarithm of the probability of k events during an exposure, at a rate that is Gamma(shape, rate).
    ///
    /// ln [Γ(k+r) / (Γ(r) k!)] + r ln(β/(β+e)) + k ln(e/(β+e)): the negative binomial distribution, for finite shape
    /// r > 0, rate β > 0 and exposure e ≥ 0 in the same unit (β has that of e). −∞ for k < 0; without exposure only 0 can
    /// happen.
    ///
    /// Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6.
    /// Complexity: O(1).
    package static func gammaPoissonLogProbability(
        k: Int, shape: Double, rate: Double, exposure: Double
    ) -> Double {
        guard shape > 0, shape.isFinite, rate > 0, rate.isFinite, exposure >= 0, exposure.isFinite else { return .nan }
        guard k >= 0 else { return -.infinity }
        let none = -shape * logOnePlusQuotient(exposure, rate)
        guard k > 0 else { return none }
        let count = Double(k)
        // Γ(k+r) / (Γ(r) k!) = 1 / (k B(r, k))
        let orders = -log(count) - SpecialFunctions.logBeta(shape, count)
        return none + orders - count * logOnePlusQuotient(rate, exposure)
    }

    /// The logarithm of the probability of draws from categories whose chances are Dirichlet(α), in one given order.
    ///
    /// ln Γ(A) − ln Γ(N+A) + Σ [ln Γ(cᵢ+αᵢ) − ln Γ(αᵢ)] with A = Σ αᵢ and N = Σ cᵢ, for finite αᵢ > 0. 0 without draws,
    /// −∞ where a count is negative, NaN where there are more counts than parameters or the reverse.
    ///
    /// Source: Minka, Estimating a Dirichlet distribution (2000), equation 53.
    /// Complexity: O(*n*) categories.
    package static func dirichletMultinomialLogMarginal(counts: [Int], alpha: [Double]) -> Double {
        guard counts.count == alpha.count, alpha.allSatisfy({ $0 > 0 }) else { return .nan }
        let totalAlpha = alpha.reduce(0, +)
        guard totalAlpha.isFinite else { return .nan }
        guard counts.allSatisfy({ $0 >= 0 }) else { return -.infinity }
        let total = counts.reduce(0.0) { $0 + Double($1) }
        let parts = zip(counts, alpha).reduce(0.0) { $0 + logRisingFactorial($1.1, Double($1.0)) }
        return parts - logRisingFactorial(totalAlpha, total)
    }
}

extension Distributions {
    /// ln Γ(x+n) − ln Γ(x), which is ln x (x+1) … (x+n−1) for a whole n; 0 for n = 0.
    private static func logRisingFactorial(_ x: Double, _ n: Double) -> Double {
        n > 0 ? SpecialFunctions.logGamma(n) - SpecialFunctions.logBeta(x, n) : 0
    }

    /// ln(1 + t/β), also where the quotient overflows.
    static func logOnePlusQuotient(_ t: Double, _ beta: Double) -> Double {
        let quotient = t / beta
        return quotient.isFinite ? log1p(quotient) : log(t) - log(beta)
    }
}
