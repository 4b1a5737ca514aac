/// What it is worth to know more before one acts.
///
/// Losses are finite numbers in any one unit, one row an action, one column a state; beliefs are probabilities of the
/// states, scaled to sum 1. Values have the unit of the losses and no cost of looking taken off. Where there is no action,
/// lengths differ or numbers are outside their domain, the value is NaN: a gate must not take it for worthless.
package enum ValueOfInformation {
    /// How much less one loses by learning the state before choosing.
    ///
    /// min over actions of E L − E min over actions of L, ≥ 0: no probe of any kind is worth more.
    ///
    /// Source: Howard, IEEE Trans. Systems Science and Cybernetics 2 (1966), 22-26.
    /// Complexity: O(*actions* · *states*).
    package static func perfect(losses: [[Double]], belief: [Double]) -> Double {
        guard isProblem(losses, belief) else { return .nan }
        let total = belief.reduce(0, +)
        let informed = belief.indices.reduce(0) { sum, state in
            sum + belief[state] / total * (losses.map { $0[state] }.min() ?? .nan)
        }
        return max(0, leastLoss(losses, belief.map { $0 / total }) - informed)
    }

    /// How much less one loses by seeing the yes or no of a probe before choosing.
    ///
    /// min E L − Σ over both results of min over actions of Σ P(result, state) L, ≥ 0.
    ///
    /// Source: Raiffa and Schlaifer, Applied Statistical Decision Theory (1961), 4.5.
    /// Complexity: O(*actions* · *states*).
    /// - Parameters:
    ///   - losses: of each action (row) in each state.
    ///   - belief: before the probe.
    ///   - yesProbabilities: of a yes in each state, 0…1.
    /// - Returns: a value between 0 and that of perfect information.
    package static func binaryProbe(losses: [[Double]], belief: [Double], yesProbabilities: [Double]) -> Double {
        guard isProblem(losses, belief), yesProbabilities.count == belief.count,
            yesProbabilities.allSatisfy({ 0...1 ~= $0 })
        else { return .nan }
        let total = belief.reduce(0, +)
        let states = belief.map { $0 / total }
        let yes = leastLoss(losses, zip(states, yesProbabilities).map { $0 * $1 })
        let no = leastLoss(losses, zip(states, yesProbabilities).map { $0 * (1 - $1) })
        return max(0, leastLoss(losses, states) - (yes + no))
    }

    private static func isProblem(_ losses: [[Double]], _ belief: [Double]) -> Bool {
        !losses.isEmpty && belief.areWeights && losses.allSatisfy { $0.count == belief.count && $0.areFinite }
    }

    private static func leastLoss(_ losses: [[Double]], _ weights: [Double]) -> Double {
        losses.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }.min() ?? .nan
    }
}

/// What is believed of a hidden state that changes between observations.
package enum BeliefState {
    /// The belief after one step and one observation.
    ///
    /// b′(s) ∝ P(observation | s) Σ P(s | s′) b(s′), in logarithms, so that no likelihood is too small.
    ///
    /// Shortest history: one belief.
    ///
    /// Source: Kaelbling, Littman and Cassandra, Artificial Intelligence 101 (1998), 99-134, section 3.3.
    /// Complexity: O(*states*²).
    /// - Parameters:
    ///   - belief: before, scaled to sum 1.
    ///   - transition: from state (row) to state, each row scaled to sum 1.
    ///   - logLikelihoods: of the observation in each state; all 0 for a step without one, −∞ where it is impossible.
    /// - Returns: probabilities that sum to 1; nil where lengths differ, numbers are outside their domain, or the observation
    ///   is impossible in every state that is.
    package static func updated(
        _ belief: [Double], transition: [[Double]], logLikelihoods: [Double]
    ) -> [Double]? {
        guard belief.areWeights, transition.count == belief.count, logLikelihoods.count == belief.count,
            transition.allSatisfy({ $0.count == belief.count && $0.areWeights })
        else { return nil }
        let total = belief.reduce(0, +)
        var predicted = [Double](repeating: 0, count: belief.count)
        for (from, row) in transition.enumerated() {
            let sum = row.reduce(0, +)
            for (state, weight) in row.enumerated() { predicted[state] += belief[from] / total * (weight / sum) }
        }
        return ModelAveraging.weights(logEvidences: logLikelihoods, priors: predicted)
    }
}
