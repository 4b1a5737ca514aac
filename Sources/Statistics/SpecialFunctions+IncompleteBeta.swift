private import func Glibc.cbrt
private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

extension SpecialFunctions {
    /// The regularized incomplete beta function: the distribution function of Beta(a, b).
    ///
    /// Iₓ(a, b) = 1/B(a, b) ∫₀^x t^(a−1) (1−t)^(b−1) dt, a probability, for finite a, b > 0 and 0 ≤ x ≤ 1; NaN elsewhere.
    /// Small values are exact to about 1e-12 of themselves, unless a parameter is tiny itself. Where both a and b pass 1e8
    /// the error is about 1e-9.
    ///
    /// Source: the continued fraction DLMF 8.17.22, or its mirror image 8.17.4, whichever converges; past 1e8 the normal
    /// approximation 26.5.22 of Abramowitz and Stegun.
    /// Complexity: O(√min(a, b)), at most 50,000 steps whatever the arguments.
    package static func regularizedIncompleteBeta(a: Double, b: Double, x: Double) -> Double {
        betaTails(a, b, x).lower
    }

    /// The inverse of `regularizedIncompleteBeta`: the x below which Beta(a, b) has probability p.
    ///
    /// For finite a, b > 0 and 0 ≤ p ≤ 1; NaN elsewhere. An x near 0 is exact to about 1e-12 of itself; one smaller than
    /// any double is 0.
    ///
    /// Complexity: 10 to 20 evaluations of the incomplete beta function, at most 200.
    package static func betaQuantile(a: Double, b: Double, p: Double) -> Double {
        guard p <= 0.5 else { return betaUpperQuantile(a: a, b: b, q: 1 - p) }
        return betaQuantile(a, b, probability: p, tail: .lower)
    }

    /// The x above which Beta(a, b) has probability q.
    ///
    /// As `betaQuantile` at 1 − q, but exact for a q that 1 − q would swallow.
    static func betaUpperQuantile(a: Double, b: Double, q: Double) -> Double {
        betaQuantile(a, b, probability: q, tail: .upper)
    }
}

/// Both sides of a distribution at one point; the smaller one is the exact one.
private struct Tails {
    enum Side { case lower, upper }

    var lower: Double
    var upper: Double

    subscript(side: Side) -> Double {
        switch side {
        case .lower: lower
        case .upper: upper
        }
    }
}

extension SpecialFunctions {
    private static func betaTails(_ a: Double, _ b: Double, _ x: Double) -> Tails {
        guard a > 0, b > 0, (a + b).isFinite, x >= 0, x <= 1 else { return Tails(lower: .nan, upper: .nan) }
        guard x > 0 else { return Tails(lower: 0, upper: 1) }
        guard x < 1 else { return Tails(lower: 1, upper: 0) }
        guard min(a, b) <= 1e8 else { return normalBetaTails(a, b, x) }
        let kernel = betaKernel(a, b, x)
        guard x * (a + b + 2) < a + 1 else {
            let upper = min(1, kernel * betaFraction(b, a, 1 - x) / b)
            return Tails(lower: 1 - upper, upper: upper)
        }
        let lower = min(1, kernel * betaFraction(a, b, x) / a)
        return Tails(lower: lower, upper: 1 - lower)
    }

    /// x^a (1−x)^b / B(a, b), by the distance of x from the mean where large powers would cancel.
    private static func betaKernel(_ a: Double, _ b: Double, _ x: Double) -> Double {
        guard min(a, b) >= 10 else { return exp(a * log(x) + b * log1p(-x) - logBeta(a, b)) }
        let sum = a + b
        let distance = a > b ? sum * (1 - x) - b : a - sum * x
        let exponent =
            a * logarithmPastTangent(-distance / a, ratio: x / a * sum)
            + b * logarithmPastTangent(distance / b, ratio: (1 - x) / b * sum)
        let remainder = stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(sum)
        return exp(exponent - remainder - logSquareRootOfTwoPi) * (a / sum * b).squareRoot()
    }

    private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        var fraction = ContinuedFraction(first: 1)
        for step in 0..<fractionStepLimit {
            let index = Double(step)
            let even = index * (b - index) * x / (a + 2 * index - 1) / (a + 2 * index)
            let odd = -(a + index) / (a + 2 * index) * ((a + b + index) / (a + 2 * index + 1)) * x
            if step > 0 { _ = fraction.extend(numerator: even, denominator: 1) }
            if fraction.extend(numerator: odd, denominator: 1) { break }
        }
        return 1 / fraction.value
    }

    private static func normalBetaTails(_ a: Double, _ b: Double, _ x: Double) -> Tails {
        let below = cbrt(b * x)
        let above = cbrt(a * (1 - x))
        let spread = (below * below / b + above * above / a).squareRoot()
        let z = 3 * (below * (1 - 1 / (9 * b)) - above * (1 - 1 / (9 * a))) / spread
        return Tails(lower: normalLower(z), upper: normalLower(-z))
    }

    /// Newton's method on the logarithm of the tail over the logarithm of x, which is a line for small x, kept inside a
    /// bracket.
    ///
    /// Every third step halves the bracket in the order of the doubles, so that it ends at any scale.
    private static func betaQuantile(
        _ a: Double, _ b: Double, probability: Double, tail: Tails.Side
    ) -> Double {
        guard a > 0, b > 0, (a + b).isFinite, probability >= 0, probability <= 1 else { return .nan }
        let rising: Double = tail == .lower ? 1 : -1
        guard probability > 0, probability < 1 else { return (probability > 0) == (rising > 0) ? 1 : 0 }
        var low = 0.0
        var high = 1.0
        var x = max(min(a / (a + b), 1 - 0x1p-53), .leastNonzeroMagnitude)
        for step in 1...200 where high.bitPattern - low.bitPattern > 1 {
            let value = betaTails(a, b, x)[tail]
            guard value != probability else { return x }
            if (value > probability) == (rising > 0) { high = x } else { low = x }
            let slope = betaKernel(a, b, x) / (1 - x) / value * rising
            let next = x * exp(log(probability / value) / slope)
            if abs(next - x) <= 2e-16 * x { return next }
            let isInside = next > low && next < high && step % 3 != 0
            x = isInside ? next : Double(bitPattern: (low.bitPattern + high.bitPattern) / 2)
        }
        return x
    }
}
