private import func Glibc.sin

/// How strongly two series rise and fall together, whatever their distributions are.
package enum Dependence {
    /// The fewest pairs from which an association can be told.
    package static let fewestPairs = 8

    /// Kendall's rank correlation τ, with ties counted as neither (τ-b).
    ///
    /// (concordant − discordant) / √((pairs − ties in x)(pairs − ties in y)), −1…1. Pairs with a NaN are left out.
    ///
    /// Source: Kendall, Biometrika 33 (1945), 239-251.
    /// Complexity: O(*n*²): give it at most some thousand numbers.
    /// - Parameters:
    ///   - x: one series.
    ///   - y: the other, at the same times.
    /// - Returns: NaN for fewer than eight pairs, unequal lengths, or where one series is constant.
    package static func kendallTau(_ x: [Double], _ y: [Double]) -> Double {
        guard x.count == y.count else { return .nan }
        let pairs = zip(x, y).filter { !$0.0.isNaN && !$0.1.isNaN }
        guard pairs.count >= fewestPairs else { return .nan }
        var (score, inX, inY) = (0.0, 0.0, 0.0)
        for (index, first) in pairs.enumerated() {
            for second in pairs[(index + 1)...] {
                let (risesX, risesY) = (order(first.0, second.0), order(first.1, second.1))
                score += risesX * risesY
                inX += risesX * risesX
                inY += risesY * risesY
            }
        }
        return score / (inX.squareRoot() * inY.squareRoot())
    }

    /// How surprising a τ is where nothing depends on anything: its distance from 0 in standard deviations.
    ///
    /// τ over √(2 (2n+5) / (9 n (n−1))), nearly normal from eight pairs without many ties on. NaN for fewer than two pairs.
    ///
    /// Source: Kendall, Biometrika 30 (1938), 81-93. Complexity: O(1).
    package static func kendallScore(tau: Double, pairs: Int) -> Double {
        guard pairs >= 2 else { return .nan }
        let count = Double(pairs)
        return tau / (2 * (2 * count + 5) / 9 / count / (count - 1)).squareRoot()
    }

    /// Clayton's θ = 2τ/(1−τ); NaN unless 0 < τ < 1.
    ///
    /// Complexity: O(1).
    package static func claytonTheta(tau: Double) -> Double {
        tau > 0 && tau < 1 ? 2 * tau / (1 - tau) : .nan
    }

    /// Gumbel's θ = 1/(1−τ); NaN unless 0 ≤ τ < 1.
    ///
    /// Complexity: O(1).
    package static func gumbelTheta(tau: Double) -> Double {
        tau >= 0 && tau < 1 ? 1 / (1 - tau) : .nan
    }

    /// The correlation sin(π τ/2) of the normal copula; NaN unless −1 ≤ τ ≤ 1.
    ///
    /// Complexity: O(1).
    package static func gaussianCorrelation(tau: Double) -> Double {
        -1...1 ~= tau ? sin(.pi / 2 * tau) : .nan
    }

    private static func order(_ first: Double, _ second: Double) -> Double {
        first < second ? 1 : first > second ? -1 : 0
    }
}
