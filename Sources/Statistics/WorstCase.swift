private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log
private import func Glibc.log1p

/// What a decision costs at worst when probabilities are only roughly known.
///
/// Losses are finite numbers in any one unit; probabilities are scaled to sum 1. Anything else gives NaN: there is no safe
/// number to put in its place, and a gate has to refuse.
package enum WorstCase {
    /// The largest expected loss over all distributions within a Kullback-Leibler ball.
    ///
    /// max {E_q L : KL(q ‖ p) ≤ radius}, which is min over λ > 0 of λ radius + λ ln E_p e^(L/λ). Found on the exponential
    /// tilts q ∝ p e^(θ L), to about 1e-8 of the range of losses for the smallest radii and far better for others. The mean
    /// for radius 0, the largest possible loss from −ln p(that loss) on.
    ///
    /// Source: Hu and Hong, Kullback-Leibler Divergence Constrained Distributionally Robust Optimization (2013).
    /// Complexity: O(*n*), some hundred passes.
    /// - Parameters:
    ///   - losses: one a state.
    ///   - probabilities: of the states, ≥ 0.
    ///   - radius: in nats, ≥ 0.
    /// - Returns: an expected loss between the mean and the largest possible one; NaN outside.
    package static func withinDivergence(losses: [Double], probabilities: [Double], radius: Double) -> Double {
        guard losses.count == probabilities.count, losses.areFinite, probabilities.areWeights, radius >= 0 else {
            return .nan
        }
        let total = probabilities.reduce(0, +)
        let possible = zip(losses, probabilities).filter { $0.1 > 0 }
        guard let worst = possible.map(\.0).max(), let best = possible.map(\.0).min(), worst > best else {
            return possible.first?.0 ?? .nan
        }
        let range = worst / 2 - best / 2
        let ball = possible.map { (loss: ($0.0 / 2 - worst / 2) / range, probability: $0.1 / total) }
        let atWorst = ball.reduce(0) { $1.loss == 0 ? $0 + $1.probability : $0 }
        guard radius < -log(atWorst) else { return worst }
        var low = 0.0
        var high = 1e300
        while high.bitPattern - low.bitPattern > 1 {
            let theta = Double(bitPattern: (low.bitPattern + high.bitPattern) / 2)
            if tilted(ball, theta).divergence <= radius { low = theta } else { high = theta }
        }
        return worst + 2 * range * tilted(ball, low).mean
    }

    /// The mean and the divergence from p of the tilt q ∝ p e^(θ L), for losses of at most 0 one of which is 0.
    private static func tilted(
        _ ball: [(loss: Double, probability: Double)], _ theta: Double
    ) -> (mean: Double, divergence: Double) {
        var (sum, lost, mean) = (0.0, 0.0, 0.0)
        for state in ball {
            let weight = state.probability * exp(theta * state.loss)
            sum += weight
            lost += state.probability * expm1(theta * state.loss)
            mean += weight * state.loss
        }
        mean /= sum
        // A small tilt is told from none only by what it lost.
        return (mean, theta * mean - (sum > 0.5 ? log1p(lost) : log(sum)))
    }

    /// The largest expected loss over all distributions that can be reached by moving probability at a limited cost.
    ///
    /// max {E_q L : W(p, q) ≤ radius} for the transport cost W, which is min over λ ≥ 0 of
    /// λ radius + Σ pᵢ maxⱼ (Lⱼ − λ costᵢⱼ), taken exactly at its breakpoints.
    ///
    /// Source: Mohajerin Esfahani and Kuhn, Mathematical Programming 171 (2018), 115-166.
    /// Complexity: O(*n*³ log *n*) states.
    /// - Parameters:
    ///   - losses: one a state.
    ///   - probabilities: of the states, ≥ 0.
    ///   - costs: of moving probability 1 from a state (row) to a state, finite and ≥ 0, 0 on the diagonal.
    ///   - radius: ≥ 0, in the unit of the costs.
    /// - Returns: an expected loss of at least the mean; NaN outside.
    package static func withinTransport(
        losses: [Double], probabilities: [Double], costs: [[Double]], radius: Double
    ) -> Double {
        let states = losses.indices
        guard losses.count == probabilities.count, losses.areFinite, probabilities.areWeights, radius >= 0,
            costs.count == losses.count,
            states.allSatisfy({ row in
                costs[row].count == losses.count && costs[row].areFinite && costs[row].allSatisfy { $0 >= 0 }
                    && costs[row][row] == 0
            })
        else { return .nan }
        let total = probabilities.reduce(0, +)
        let bound = { (price: Double) in
            states.reduce(price > 0 ? price * radius : 0) { sum, from in
                let best = states.reduce(-Double.infinity) { max($0, losses[$1] - price * costs[from][$1]) }
                return sum + probabilities[from] / total * best
            }
        }
        // The bound is convex and piecewise linear in the price.
        let prices = breakpoints(losses, costs)
        var (low, high) = (0, prices.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if bound(prices[middle]) <= bound(prices[middle + 1]) { high = middle } else { low = middle + 1 }
        }
        return bound(prices[low])
    }

    /// 0 and every price at which two targets are worth the same from somewhere, rising.
    private static func breakpoints(_ losses: [Double], _ costs: [[Double]]) -> [Double] {
        var prices = [0.0]
        for row in costs {
            for (first, firstCost) in row.enumerated() {
                for (second, secondCost) in row.enumerated() where secondCost > firstCost {
                    let price = (losses[second] - losses[first]) / (secondCost - firstCost)
                    if price > 0, price.isFinite { prices.append(price) }
                }
            }
        }
        return prices.sorted()
    }

    /// The largest expected loss when each probability is only known to lie within an interval.
    ///
    /// max {Σ pᵢ Lᵢ : lowerᵢ ≤ pᵢ ≤ upperᵢ, Σ pᵢ = 1}: what the lower ends leave goes to the largest losses first. The
    /// smallest one is −`withinIntervals` of the negated losses.
    ///
    /// Source: Walley, Statistical Reasoning with Imprecise Probabilities (1991), 4.6.
    /// Complexity: O(*n* log *n*).
    /// - Parameters:
    ///   - losses: one a state.
    ///   - lower: 0 ≤ lower ≤ upper.
    ///   - upper: ≤ 1.
    /// - Returns: NaN where no distribution fits into the intervals (to 1e-9), or outside the domain.
    package static func withinIntervals(losses: [Double], lower: [Double], upper: [Double]) -> Double {
        guard losses.areFinite, lower.count == losses.count, upper.count == losses.count,
            zip(lower, upper).allSatisfy({ $0 >= 0 && $0 <= $1 && $1 <= 1 }),
            lower.reduce(0, +) <= 1 + 1e-9, upper.reduce(0, +) >= 1 - 1e-9
        else { return .nan }
        var left = 1 - lower.reduce(0, +)
        var expectation = zip(losses, lower).reduce(0) { $0 + $1.0 * $1.1 }
        for state in losses.indices.sorted(by: { losses[$0] > losses[$1] }) where left > 0 {
            let share = min(left, upper[state] - lower[state])
            expectation += share * losses[state]
            left -= share
        }
        return expectation
    }

    /// The action whose largest expected loss within the intervals is least.
    ///
    /// Source: Berger, Statistical Decision Theory and Bayesian Analysis, 2nd ed., 4.7.6 (Γ-minimax).
    /// Complexity: O(*actions* · *n* log *n*).
    /// - Parameters:
    ///   - losses: of each action (row) in each state.
    ///   - lower: as for `withinIntervals`.
    ///   - upper: as for `withinIntervals`.
    /// - Returns: its index, the first of equals; nil for no action or where one has no such loss.
    package static func minimaxAction(losses: [[Double]], lower: [Double], upper: [Double]) -> Int? {
        let worst = losses.map { withinIntervals(losses: $0, lower: lower, upper: upper) }
        guard worst.allSatisfy({ !$0.isNaN }) else { return nil }
        return worst.indices.min { worst[$0] < worst[$1] }
    }
}
