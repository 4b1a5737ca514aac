private import func Glibc.cbrt
private import func Glibc.exp
private import func Glibc.log

extension SpecialFunctions {
    /// The regularized lower incomplete gamma function: the distribution function of Gamma(shape `a`, scale 1).
    ///
    /// P(a, x) = 1/Γ(a) ∫₀^x t^(a−1) e^(−t) dt, a probability, for finite a > 0 and x ≥ 0. 0 at x = 0, 1 at x = +∞, NaN
    /// elsewhere. Small values are exact to about 1e-12 of themselves; above a = 1e8 the error is about 1e-9.
    ///
    /// Source: the series DLMF 8.11.4 below x = a + 1, the continued fraction DLMF 8.9.2 above; past a = 1e8 the cube root
    /// of x/a is normal to nine digits (Wilson and Hilferty, PNAS 17 (1931), 684-688).
    /// Complexity: O(√a), at most some 50,000 steps whatever the arguments.
    package static func regularizedLowerGamma(a: Double, x: Double) -> Double {
        guard a > 0, a.isFinite, x >= 0 else { return .nan }
        guard x > 0 else { return 0 }
        guard x < .infinity else { return 1 }
        guard a <= 1e8 else { return normalLowerGamma(a, x) }
        let kernel = gammaKernel(a, x)
        return x < a + 1 ? min(1, kernel * lowerGammaSeries(a, x)) : 1 - kernel * a * upperGammaFraction(a, x)
    }

    /// x^a e^(−x) / Γ(a+1), by the distance of x from a where large powers would cancel.
    private static func gammaKernel(_ a: Double, _ x: Double) -> Double {
        guard a >= 10 else { return exp(a * log(x) - x - logGamma(a + 1)) }
        let exponent = a * logarithmPastTangent((x - a) / a, ratio: x / a)
        return exp(exponent - stirlingRemainder(a) - logSquareRootOfTwoPi) / a.squareRoot()
    }

    /// Σ x^n / ((a+1) … (a+n)).
    private static func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
        var term = 1.0
        var sum = term
        var divisor = a
        while term > sum * 1e-17 {
            divisor += 1
            term *= x / divisor
            sum += term
        }
        return sum
    }

    /// The continued fraction of Γ(a, x) / (x^a e^(−x)), evaluated forwards by Lentz's method.
    private static func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
        var fraction = ContinuedFraction(first: x + 1 - a)
        for step in 1...fractionStepLimit {
            let index = Double(step)
            if fraction.extend(numerator: index * (a - index), denominator: x + 1 - a + 2 * index) { break }
        }
        return 1 / fraction.value
    }

    private static func normalLowerGamma(_ a: Double, _ x: Double) -> Double {
        let variance = 1 / 9 / a
        return normalLower((cbrt(x / a) - (1 - variance)) / variance.squareRoot())
    }

    /// More than either continued fraction needs at its largest admitted arguments, and an end for all the others.
    static let fractionStepLimit = 50_000
}

/// A continued fraction b₀ + a₁ / (b₁ + a₂ / (b₂ + …)), evaluated from the front.
///
/// Source: the modified Lentz method, Thompson and Barnett, J. Computational Physics 64 (1986), 490-509.
struct ContinuedFraction {
    private(set) var value: Double
    private var upper: Double
    private var lower = 0.0

    init(first: Double) {
        value = Self.awayFromZero(first)
        upper = value
    }

    /// Appends one level.
    ///
    /// - Returns: true once a level no longer changes the value (or nothing can, because it is NaN).
    mutating func extend(numerator: Double, denominator: Double) -> Bool {
        lower = 1 / Self.awayFromZero(denominator + numerator * lower)
        upper = Self.awayFromZero(denominator + numerator / upper)
        let factor = upper * lower
        value *= factor
        return !(abs(factor - 1) > 2e-16)
    }

    private static func awayFromZero(_ number: Double) -> Double {
        abs(number) < 1e-300 ? 1e-300 : number
    }
}
