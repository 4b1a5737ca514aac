private import func Glibc.expm1
private import func Glibc.log1p

/// What a gamble with known losses costs somebody who dislikes its bad end more than its mean.
///
/// Losses are finite numbers in any one unit, and the result has that unit. Probabilities are scaled to sum 1. NaN where
/// lengths differ, a loss is not finite, a probability is negative or not finite, or none is above 0.
package enum RiskMeasures {
    /// The mean of the worst share 1 − α of outcomes: conditional value at risk, or expected shortfall.
    ///
    /// min over t of t + E max(L − t, 0) / (1 − α), for 0 ≤ α ≤ 1; the mean at 0, the largest possible loss at 1, NaN
    /// outside.
    ///
    /// Source: Rockafellar and Uryasev, J. Banking and Finance 26 (2002), 1443-1471.
    /// Complexity: O(*n* log *n*).
    package static func conditionalValueAtRisk(losses: [Double], probabilities: [Double], alpha: Double) -> Double {
        guard isGamble(losses, probabilities), 0...1 ~= alpha else { return .nan }
        let total = probabilities.reduce(0, +)
        let tail = 1 - alpha
        var left = 1.0
        var risk = 0.0
        var last = -Double.infinity
        for index in losses.indices.sorted(by: { losses[$0] > losses[$1] }) where probabilities[index] > 0 {
            guard tail > 0 else { return losses[index] }
            last = losses[index]
            let share = min(left, probabilities[index] / total / tail)
            risk += share * last
            left -= share
            if left <= 0 { break }
        }
        // What rounding left of the tail belongs to the mildest loss in it.
        return risk + left * last
    }

    /// The certain loss that is as bad as the gamble under exponential utility.
    ///
    /// ln(Σ pᵢ e^(θ Lᵢ)) / θ for a finite aversion θ ≥ 0, in 1/unit of loss; the mean at 0, near the largest possible loss
    /// for a large θ, NaN outside.
    ///
    /// Source: Foellmer and Schied, Stochastic Finance, 3rd ed., 4.3.
    /// Complexity: O(*n*).
    package static func entropicRisk(losses: [Double], probabilities: [Double], theta: Double) -> Double {
        guard isGamble(losses, probabilities), theta >= 0, theta.isFinite else { return .nan }
        let total = probabilities.reduce(0, +)
        let possible = zip(losses, probabilities).filter { $0.1 > 0 }
        let worst = possible.map(\.0).max() ?? .nan
        let means = possible.reduce(into: (linear: 0.0, exponential: 0.0)) { sums, outcome in
            sums.linear += outcome.1 / total * outcome.0
            sums.exponential += outcome.1 / total * expm1(theta * (outcome.0 - worst))
        }
        // So small an aversion changes no digit of the mean.
        guard theta > 0, means.exponential != 0 else { return means.linear }
        return worst + log1p(means.exponential) / theta
    }

    private static func isGamble(_ losses: [Double], _ probabilities: [Double]) -> Bool {
        losses.count == probabilities.count && losses.areFinite && probabilities.areWeights
    }
}
