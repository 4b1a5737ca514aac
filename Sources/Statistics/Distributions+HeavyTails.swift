private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

extension Distributions {
    /// The logarithm of the density of Student's t distribution, moved and stretched.
    ///
    /// With z = (x − location) / scale: −ln B(ν/2, ½) − ½ ln ν − ln scale − (ν+1)/2 ln(1 + z²/ν), per unit of x, for
    /// finite ν > 0 degrees of freedom, a finite location and a finite scale > 0. −∞ at ±∞.
    ///
    /// Source: Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, 2nd ed., 28.2.
    /// Complexity: O(1).
    package static func studentTLogDensity(
        _ x: Double, degreesOfFreedom: Double, location: Double, scale: Double
    ) -> Double {
        guard degreesOfFreedom > 0, degreesOfFreedom.isFinite, location.isFinite, scale > 0, scale.isFinite, !x.isNaN
        else { return .nan }
        let ratio = abs((x - location) / scale) / degreesOfFreedom.squareRoot()
        let spread = ratio < 1e150 ? log1p(ratio * ratio) : 2 * log(ratio)
        return -SpecialFunctions.logBeta(degreesOfFreedom / 2, 0.5) - 0.5 * log(degreesOfFreedom) - log(scale)
            - (degreesOfFreedom / 2 + 0.5) * spread
    }

    /// The logarithm of the density of a generalized Pareto excess, per unit of x.
    ///
    /// −ln σ − (1 + 1/ξ) ln(1 + ξ x/σ), and −ln σ − x/σ for shape ξ = 0, for a finite shape and a finite scale σ > 0 in
    /// the unit of x. −∞ for x < 0, beyond the end −σ/ξ that a negative shape has, and at +∞; at that end itself −∞, −ln σ
    /// or +∞ for a shape above, at or below −1.
    ///
    /// Source: Coles, An Introduction to Statistical Modeling of Extreme Values (2001), 4.2.
    /// Complexity: O(1).
    package static func generalizedParetoLogDensity(_ x: Double, shape: Double, scale: Double) -> Double {
        guard shape.isFinite, scale > 0, scale.isFinite, !x.isNaN else { return .nan }
        guard x >= 0, x < .infinity else { return -.infinity }
        guard let (growth, exponent) = paretoParts(x, shape: shape, scale: scale) else { return -.infinity }
        // At the end of a negative shape both parts are infinite.
        guard growth > -.infinity else { return shape == -1 ? -log(scale) : shape > -1 ? -.infinity : .infinity }
        return -log(scale) - growth - exponent
    }

    /// The probability that a generalized Pareto excess is larger than x.
    ///
    /// (1 + ξ x/σ)^(−1/ξ), and e^(−x/σ) for ξ = 0, with the parameters of `generalizedParetoLogDensity`; 1 for x ≤ 0, 0
    /// beyond the end of a negative shape and at +∞.
    ///
    /// Complexity: O(1).
    package static func generalizedParetoSurvival(_ x: Double, shape: Double, scale: Double) -> Double {
        guard shape.isFinite, scale > 0, scale.isFinite, !x.isNaN else { return .nan }
        guard x > 0 else { return 1 }
        guard x < .infinity, let (_, exponent) = paretoParts(x, shape: shape, scale: scale) else { return 0 }
        return exp(-exponent)
    }

    /// ln(1 + ξ x/σ) and 1/ξ times it, which tends to x/σ; nil beyond the end of a negative shape.
    private static func paretoParts(_ x: Double, shape: Double, scale: Double) -> (growth: Double, exponent: Double)? {
        let product = shape * (x / scale)
        guard product >= -1 || product.isNaN else { return nil }
        // A shape this close to 0 makes no difference, and its quotient has no digits.
        guard abs(shape) > 1e-300, !(abs(product) < 1e-300) else { return (0, x / scale) }
        let growth = shape > 0 ? logOnePlusQuotient(x, scale / shape) : log1p(product)
        return (growth, growth / shape)
    }
}
