private import func Glibc.exp

/// Families in which each member has children of its own kind, independently: Galton-Watson processes.
///
/// Source: Athreya and Ney, Branching Processes (1972), I.5.
package enum Branching {
    /// The probability that a family of one founder dies out.
    ///
    /// The smallest root of Σ pₖ sᵏ = s in 0…1: 1 for a mean of at most one child (unless each has exactly one), found by
    /// Newton's method from 0, which never passes it.
    ///
    /// Shortest list: one probability (nobody has children).
    ///
    /// Complexity: O(*n*), at most 200 passes.
    /// - Parameter offspring: in proportion to the probability of 0, 1, 2 … children; scaled to sum 1.
    /// - Returns: NaN where a weight is negative or not finite, or none is above 0.
    package static func extinctionProbability(offspring: [Double]) -> Double {
        guard offspring.areWeights else { return .nan }
        let total = offspring.reduce(0, +)
        let chances = offspring.map { $0 / total }
        guard chances[0] > 0 else { return 0 }
        let mean = chances.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        guard mean > 1 else { return 1 }
        return smallestRoot { s in
            chances.reversed().reduce(into: (value: 0.0, slope: 0.0)) { sums, chance in
                sums.slope = sums.slope * s + sums.value
                sums.value = sums.value * s + chance
            }
        }
    }

    /// The same for a Poisson number of children.
    ///
    /// The smallest root of e^(mean (s − 1)) = s; 1 for a mean ≤ 1, 0 for an infinite one, NaN below 0.
    ///
    /// Complexity: O(1).
    package static func extinctionProbability(poissonMean mean: Double) -> Double {
        guard mean >= 0 else { return .nan }
        guard mean > 1 else { return 1 }
        guard mean < .infinity else { return 0 }
        return smallestRoot { s in
            let value = exp(mean * (s - 1))
            return (value, mean * value)
        }
    }

    /// How large a family grows in all, founder included, on average: 1/(1 − mean); +∞ for a mean ≥ 1, NaN below 0.
    package static func meanFamilySize(meanOffspring mean: Double) -> Double {
        guard mean >= 0 else { return .nan }
        return mean < 1 ? 1 / (1 - mean) : .infinity
    }

    private static func smallestRoot(_ generating: (Double) -> (value: Double, slope: Double)) -> Double {
        var s = 0.0
        for _ in 0..<200 {
            let (value, slope) = generating(s)
            guard slope < 1, value > s else { break }
            let next = s + (value - s) / (1 - slope)
            guard next > s else { break }
            s = min(next, 1)
        }
        return s
    }
}
