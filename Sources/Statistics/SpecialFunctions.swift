private import func Glibc.exp
private import func Glibc.lgamma_r
private import func Glibc.log
private import func Glibc.log1p

/// The functions that the distributions are made of: gamma, beta and their relatives.
///
/// All of them are pure, take and return plain numbers without a unit, and use natural logarithms. A number outside the
/// stated domain, NaN included, gives NaN and never stops the program, because the numbers come from measurements.
/// "DLMF" is the NIST Digital Library of Mathematical Functions.
package enum SpecialFunctions {
    /// The logarithm of the gamma function.
    ///
    /// ln Γ(x) = ln ∫₀^∞ t^(x−1) e^(−t) dt for x ≥ 0; +∞ at 0 and at +∞, NaN below 0.
    ///
    /// Source: lgamma_r(3), the variant of lgamma that leaves the global `signgam` alone and so is safe in threads.
    /// Complexity: O(1).
    package static func logGamma(_ x: Double) -> Double {
        guard x >= 0 else { return .nan }
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }

    /// The digamma function, the slope of `logGamma`.
    ///
    /// ψ(x) = d/dx ln Γ(x) for x ≥ 0; −∞ at 0, +∞ at +∞, NaN below 0. Next to its root (1.4616…) the absolute error stays
    /// near 1e-15, so the relative error grows there.
    ///
    /// Source: the recurrence ψ(x) = ψ(x+1) − 1/x (DLMF 5.5.2) up to x ≥ 10, then the asymptotic series DLMF 5.11.2.
    /// Complexity: O(1), at most ten divisions before the series.
    package static func digamma(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        var shifted = x
        var below = 0.0
        while shifted < 10 {
            below += 1 / shifted
            shifted += 1
        }
        let series = polynomial(
            [1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12],
            at: 1 / shifted / shifted)
        return log(shifted) - 0.5 / shifted - series / shifted / shifted - below
    }

    /// The trigamma function, the slope of `digamma`.
    ///
    /// ψ′(x) = Σ 1/(x+k)² over k ≥ 0, for x ≥ 0; +∞ at 0, 0 at +∞, NaN below 0.
    ///
    /// Source: the recurrence ψ′(x) = ψ′(x+1) + 1/x² (DLMF 5.15.5) up to x ≥ 10, then the asymptotic series DLMF 5.15.8.
    /// Complexity: O(1), at most ten divisions before the series.
    package static func trigamma(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? .infinity : .nan }
        var shifted = x
        var below = 0.0
        while shifted < 10 {
            below += 1 / shifted / shifted
            shifted += 1
        }
        let inverse = 1 / shifted
        let series = polynomial(
            [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6], at: inverse * inverse)
        return inverse + inverse * inverse * (0.5 + inverse * series) + below
    }

    /// The logarithm of the beta function.
    ///
    /// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a+b) for a, b > 0. +∞ where one is 0, −∞ where one is infinite, NaN where
    /// one is negative or where 0 meets infinity.
    ///
    /// Three large logarithms would cancel, so from 10 on Stirling's remainders are subtracted instead.
    ///
    /// Source: DLMF 5.12.1; the split is that of Didonato and Morris, ACM Trans. Math. Software 18 (1992), 360-373.
    /// Complexity: O(1).
    package static func logBeta(_ a: Double, _ b: Double) -> Double {
        guard a >= 0, b >= 0 else { return .nan }
        let small = min(a, b)
        let large = max(a, b)
        guard small > 0 else { return large.isInfinite ? .nan : .infinity }
        guard large.isFinite else { return -.infinity }
        let sum = small + large
        guard large >= 10 else { return logGamma(small) + (logGamma(large) - logGamma(sum)) }
        let share = small / sum
        let correction = stirlingRemainder(large) - stirlingRemainder(sum)
        guard small >= 10 else {
            return logGamma(small) + correction + small - small * log(sum) + (large - 0.5) * log1p(-share)
        }
        return logSquareRootOfTwoPi - 0.5 * log(large) + stirlingRemainder(small) + correction
            + (small - 0.5) * log(share) + large * log1p(-share)
    }

    /// The logarithm of a sum of exponentials.
    ///
    /// ln Σ e^(xᵢ), by way of the largest, so that neither e^900 nor e^−900 is lost. −∞ for no numbers or where all are
    /// −∞; +∞ where one is +∞ and none is NaN; NaN where one is NaN.
    ///
    /// Source: Blanchard, Higham and Higham, IMA J. Numerical Analysis 41 (2021), 2311-2330.
    /// Complexity: O(*n*).
    package static func logSumExp(_ numbers: [Double]) -> Double {
        var largest = -Double.infinity
        for number in numbers {
            guard !number.isNaN else { return .nan }
            largest = max(largest, number)
        }
        guard largest.isFinite else { return largest }
        return largest + log(numbers.reduce(0) { $0 + exp($1 - largest) })
    }
}

extension SpecialFunctions {
    /// The natural logarithm; −∞ at 0, NaN below.
    static func logarithm(_ x: Double) -> Double { log(x) }

    /// Probabilities in proportion to e^(logarithm); nil where none is above −∞ or one is NaN or +∞.
    ///
    /// Complexity: O(*n*).
    static func probabilities(logarithms: [Double]) -> [Double]? {
        guard let largest = logarithms.max(), largest.isFinite, !logarithms.contains(where: \.isNaN) else { return nil }
        let weights = logarithms.map { exp($0 - largest) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// ½ ln 2π.
    static let logSquareRootOfTwoPi = 0.918938533204672741780329736406

    /// What Stirling's formula leaves of ln Γ(x), for x ≥ 10.
    ///
    /// Δ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, between 0 and 1/(12 x); exact to a double there.
    ///
    /// Source: DLMF 5.11.1.
    static func stirlingRemainder(_ x: Double) -> Double {
        polynomial(
            [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156],
            at: 1 / x / x) / x
    }

    /// ln(1 + e) − e without cancellation, for e > −1.
    ///
    /// Near 0 from ln(1 + e) = 2 artanh(r) with r = e / (2 + e): −e r + 2 r³ (1/3 + r²/5 + r⁴/7 + …).
    /// Its caller knows the ratio 1 + e better than a sum could tell when e is close to −1.
    static func logarithmPastTangent(_ e: Double, ratio: Double) -> Double {
        guard abs(e) < 0.4 else { return log(ratio) - e }
        let r = e / (2 + e)
        let square = r * r
        var power = 2 * r * square
        var sum = 0.0
        // |r| ≤ ¼, so that thirteen terms fill a double.
        for term in 1...13 {
            sum += power / Double(2 * term + 1)
            power *= square
        }
        return sum - e * r
    }

    private static func polynomial(_ coefficients: [Double], at x: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }
}
