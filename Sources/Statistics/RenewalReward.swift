/// What comes in a unit of time, where something comes anew again and again.
package enum RenewalReward {
    /// A long-run rate and how sure it is.
    package struct Rate: Equatable, Sendable {
        /// Reward a unit of time.
        package var rate: Double
        /// Its standard error; about twice that either way holds the true rate in 95 of 100 cases of thirty intervals.
        package var standardError: Double
    }

    /// The fewest intervals that tell how they differ.
    package static let fewestIntervals = 2

    /// The long-run reward a unit of time: total reward over total time.
    ///
    /// With the standard error √(Σ (rewardᵢ − rate · intervalᵢ)² / (*n* − 1) / *n*) / mean interval. Rewards and intervals may
    /// depend on each other; pairs must not.
    ///
    /// Source: Asmussen and Glynn, Stochastic Simulation (2007), 4.4.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - rewards: finite, one an interval, such as CPU seconds or bytes.
    ///   - intervals: between renewals, finite and ≥ 0, not all 0.
    /// - Returns: nil for fewer than two intervals, unequal lengths, or numbers outside their domain.
    package static func rate(rewards: [Double], intervals: [Double]) -> Rate? {
        guard rewards.count == intervals.count, rewards.count >= fewestIntervals, rewards.areFinite,
            intervals.areWeights
        else { return nil }
        let count = Double(rewards.count)
        let meanInterval = intervals.mean
        let rate = rewards.mean / meanInterval
        let variance = zip(rewards, intervals).reduce(0) { sum, pair in
            let residual = (pair.0 - rate * pair.1) / meanInterval
            return sum + residual * residual / (count - 1) / count
        }
        guard rate.isFinite, variance.isFinite else { return nil }
        return Rate(rate: rate, standardError: variance.squareRoot())
    }
}

/// Several ways to end that race each other, with a constant hazard each.
///
/// The hazard of cause i is Gamma(shapeᵢ, rate) beforehand, with one rate for all, so that the total is Gamma(Σ shapes,
/// rate) and its mixture of exponential lifetimes a Lomax one.
///
/// Shortest series: none; each end and all time without one adds to the counts.
///
/// Source: Ibrahim, Chen and Sinha, Bayesian Survival Analysis (2001), 2.2; Prentice et al., Biometrics 34 (1978), 541-554.
package struct CompetingHazards: Equatable, Sendable {
    /// One a cause: what the prior is worth in ends, plus the ends seen.
    package private(set) var shapes: [Double]
    /// Time at risk: what the prior is worth, plus what was seen.
    package private(set) var rate: Double

    /// Begins with the prior; nil without a cause or unless shapes and rate are finite and > 0.
    package init?(shapes: [Double], rate: Double) {
        guard !shapes.isEmpty, shapes.areFinite, shapes.allSatisfy({ $0 > 0 }), rate > 0, rate.isFinite,
            shapes.reduce(0, +).isFinite
        else { return nil }
        self.shapes = shapes
        self.rate = rate
    }

    /// Takes in ends by cause during an exposure.
    ///
    /// Complexity: O(*causes*).
    /// - Parameters:
    ///   - ends: one count a cause, ≥ 0.
    ///   - exposure: time at risk of all together, finite and ≥ 0.
    /// - Returns: false, and nothing changes, outside the domain.
    package mutating func observe(ends: [Int], exposure: Double) -> Bool {
        guard ends.count == shapes.count, ends.allSatisfy({ $0 >= 0 }), exposure >= 0, (rate + exposure).isFinite
        else { return false }
        for (cause, count) in ends.enumerated() { shapes[cause] += Double(count) }
        rate += exposure
        return true
    }

    /// The mean hazard of each cause, per unit of time.
    package var hazards: [Double] { shapes.map { $0 / rate } }

    /// The probability of each cause to be the one that ends it; they sum to 1.
    package var causeProbabilities: [Double] {
        let total = shapes.reduce(0, +)
        return shapes.map { $0 / total }
    }

    /// The probability of still running after t; 1 for t ≤ 0, NaN for NaN.
    ///
    /// Complexity: O(*causes*).
    package func survival(_ t: Double) -> Double {
        Distributions.lomaxSurvival(t, alpha: shapes.reduce(0, +), beta: rate)
    }
}
