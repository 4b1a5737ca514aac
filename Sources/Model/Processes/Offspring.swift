/// The generations below one process, and how they grow.
package struct Offspring: Sendable, Equatable {
    /// Members of each generation, the process itself first.
    package var generations: [Int]
    /// Mean number of children of a member below the process itself.
    package var mean: Double
    /// Probability that this mean is above 1.
    package var growthChance: Double
    /// Probability that a family of such members dies out.
    package var extinction: Double
    /// Members in all that one member's family is expected to have; +∞ for a mean of at least 1.
    package var expectedSize: Double

    /// Whether its generations multiply.
    package var isMultiplying: Bool { growthChance > 0.95 }

    package static let equation =
        "m ~ Gamma(½ + Σ_{k≥2} Z_k, ½ + Σ_{1≤k<K} Z_k); P(m > 1) > 0.95; P(extinct): least s with e^{m(s-1)} = s; 1/(1 - m)"

    package init(generations: [Int], mean: Double, growthChance: Double, extinction: Double, expectedSize: Double) {
        self.generations = generations
        self.mean = mean
        self.growthChance = growthChance
        self.extinction = extinction
        self.expectedSize = expectedSize
    }
}

/// A program that its machine does not know.
package struct Novelty: Sendable, Equatable {
    /// Share of the machine's own measures that are unusual for it, 0…1.
    package var anomalyShare: Double

    package init(anomalyShare: Double) {
        self.anomalyShare = anomalyShare
    }
}
