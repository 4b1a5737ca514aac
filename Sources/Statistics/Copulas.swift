private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log
private import func Glibc.log1p

/// How two quantities hang together, apart from how each is distributed.
///
/// Densities are those of two ranks u and v strictly between 0 and 1, relative to independence: their logarithms say how
/// much the pair speaks for dependence. Ranks or parameters outside their domain give NaN.
///
/// Source: Joe, Dependence Modeling with Copulas (2014), chapter 4.
package enum Copulas {
    /// Clayton's copula, which ties small values together more closely than large ones.
    ///
    /// ln(1+θ) − (1+θ) ln(u v) − (2 + 1/θ) ln(u^−θ + v^−θ − 1) for finite θ > 0; Kendall's τ is θ/(θ+2).
    ///
    /// Complexity: O(1).
    package static func claytonLogDensity(_ u: Double, _ v: Double, theta: Double) -> Double {
        guard areRanks(u, v), theta > 0, theta.isFinite else { return .nan }
        let (small, large) = (-theta * log(max(u, v)), -theta * log(min(u, v)))
        let sum = large < 1 ? log1p(expm1(small) + expm1(large)) : large + log1p(exp(small - large) - exp(-large))
        return log1p(theta) + (small + large) / theta + (small - sum) + (large - sum) - sum / theta
    }

    /// Frank's copula, which ties both ends alike; a negative θ ties large to small.
    ///
    /// ln(θ (1 − e^−θ)) − θ (u + v) − 2 ln(1 − e^−θ − (1 − e^−θu)(1 − e^−θv)) for finite θ; 0 at θ = 0, independence.
    ///
    /// Complexity: O(1).
    package static func frankLogDensity(_ u: Double, _ v: Double, theta: Double) -> Double {
        guard areRanks(u, v), theta.isFinite else { return .nan }
        guard theta >= 0 else { return frankLogDensity(1 - u, v, theta: -theta) }
        // Below this 1 − e^−θ is θ, and the density 1 to sixteen digits.
        guard theta > 1e-17 else { return 0 }
        // ln of e^−θu (1 − e^−θv) + e^−θv (1 − e^−θ(1−v)), which subtracts nothing.
        let sum = SpecialFunctions.logSumExp([
            -theta * u + log(-expm1(-theta * v)), -theta * v + log(-expm1(-theta * (1 - v))),
        ])
        return log(theta) + log(-expm1(-theta)) - theta * (u + v) - 2 * sum
    }

    /// Gumbel's copula, which ties large values together more closely than small ones.
    ///
    /// With x = −ln u, y = −ln v and t = (x^θ + y^θ)^(1/θ): −t + x + y + (θ−1) ln(x y) + (1 − 2θ) ln t + ln(t + θ − 1), for
    /// finite θ ≥ 1; 0 at 1, independence, and Kendall's τ is 1 − 1/θ.
    ///
    /// Complexity: O(1).
    package static func gumbelLogDensity(_ u: Double, _ v: Double, theta: Double) -> Double {
        guard areRanks(u, v), theta >= 1, theta.isFinite else { return .nan }
        let (x, y) = (-log(u), -log(v))
        let (smaller, larger) = (log(min(x, y)), log(max(x, y)))
        // ln t − ln larger, so that θ multiplies nothing large.
        let excess = log1p(exp(theta * (smaller - larger))) / theta
        let t = max(x, y) * exp(excess)
        return (x + y - t) + (theta - 1) * (smaller - larger - 2 * excess) - larger - excess + log(t + theta - 1)
    }

    /// The normal copula, of two normal quantities with correlation ρ.
    ///
    /// With a and b the normal quantiles of u and v: −½ ln(1−ρ²) − (ρ² (a² + b²) − 2 ρ a b) / (2 (1−ρ²)), for −1 < ρ < 1.
    ///
    /// Complexity: O(1).
    package static func gaussianLogDensity(_ u: Double, _ v: Double, correlation: Double) -> Double {
        guard areRanks(u, v), abs(correlation) < 1 else { return .nan }
        let (a, b) = (SpecialFunctions.normalQuantile(u), SpecialFunctions.normalQuantile(v))
        let remainder = (1 - correlation) * (1 + correlation)
        let exponent = correlation * (correlation * (a * a + b * b) - 2 * a * b) / (2 * remainder)
        return -0.5 * log(remainder) - exponent
    }

    /// The rank of u among the values that go with this v, under the normal copula: the step from one tree of a vine to the
    /// next.
    ///
    /// Φ((a − ρ b) / √(1−ρ²)), strictly between 0 and 1 as far as doubles reach.
    ///
    /// Source: Aas, Czado, Frigessi and Bakken, Insurance: Mathematics and Economics 44 (2009), 182-198.
    /// Complexity: O(1).
    package static func gaussianConditional(_ u: Double, given v: Double, correlation: Double) -> Double {
        guard areRanks(u, v), abs(correlation) < 1 else { return .nan }
        let (a, b) = (SpecialFunctions.normalQuantile(u), SpecialFunctions.normalQuantile(v))
        let spread = ((1 - correlation) * (1 + correlation)).squareRoot()
        let rank = SpecialFunctions.normalLower((a - correlation * b) / spread)
        return min(max(rank, .leastNonzeroMagnitude), 1 - 0x1p-53)
    }

    /// Three quantities in a vine of normal pairs: first with middle, middle with last, first with last given the middle.
    ///
    /// ln c₁₂ + ln c₂₃ + ln c₁₃|₂.
    ///
    /// Source: Aas et al., equation 8.
    /// Complexity: O(1).
    /// - Parameters:
    ///   - ranks: first, middle, last.
    ///   - correlations: of the two pairs, then the partial one; each −1 < ρ < 1.
    /// - Returns: a logarithm, 0 for independence.
    package static func gaussianVineLogDensity(
        ranks: (Double, Double, Double), correlations: (Double, Double, Double)
    ) -> Double {
        let first = gaussianConditional(ranks.0, given: ranks.1, correlation: correlations.0)
        let last = gaussianConditional(ranks.2, given: ranks.1, correlation: correlations.1)
        return gaussianLogDensity(ranks.0, ranks.1, correlation: correlations.0)
            + gaussianLogDensity(ranks.1, ranks.2, correlation: correlations.1)
            + gaussianLogDensity(first, last, correlation: correlations.2)
    }

    /// What ranks stand for numbers whose distribution is unknown: (rank − ½) / *n*, equal numbers sharing theirs.
    ///
    /// Shortest series: one number. NaN for a number that is NaN, which counts for no other.
    ///
    /// Complexity: O(*n* log *n*).
    package static func ranks(of series: [Double]) -> [Double] {
        let order = series.indices.filter { !series[$0].isNaN }.sorted { series[$0] < series[$1] }
        var ranks = [Double](repeating: .nan, count: series.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, series[order[end]] == series[order[start]] { end += 1 }
            for index in order[start..<end] { ranks[index] = Double(start + end) / 2 / Double(order.count) }
            start = end
        }
        return ranks
    }

    private static func areRanks(_ u: Double, _ v: Double) -> Bool { u > 0 && u < 1 && v > 0 && v < 1 }
}
