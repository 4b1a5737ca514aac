private import func Glibc.log

/// What an arm of unknown chance is worth if it may be tried again and again.
package enum GittinsIndex {
    /// The certain reward a try that is as good as an arm whose chance is Beta(a, b), with later rewards discounted.
    ///
    /// The arm with the largest index is the best to try next. At least the mean a/(a+b); more, the less is known and the
    /// more the future counts.
    ///
    /// Found by calibration: bisection on the certain reward at which trying once more and stopping are equal, by dynamic
    /// programming over the next tries. The future is cut off where its discounted worth falls below 1e-6, by going on with
    /// the mean, so that the index is low by less than that; after 1,000 tries at the latest, which costs a discount of 0.99
    /// up to 1e-4.
    ///
    /// Source: Gittins, Glazebrook and Weber, Multi-armed Bandit Allocation Indices, 2nd ed., 7.1 and 8.4.
    /// Complexity: O(*h*²) for *h* = 16 / (1 − discount) tries ahead, some thirty times: 0.9 takes 0.4, 0.99 takes 14 million steps.
    /// - Parameters:
    ///   - a: successes, the prior's included, finite and > 0.
    ///   - b: failures, likewise.
    ///   - discount: of the next reward against this one, 0 ≤ discount ≤ 0.99.
    /// - Returns: 0…1, to 1e-8 but for the cut; NaN outside the domain.
    package static func bernoulli(a: Double, b: Double, discount: Double) -> Double {
        guard a > 0, b > 0, (a + b).isFinite, discount >= 0, discount <= 0.99 else { return .nan }
        let mean = a / (a + b)
        guard discount > 0 else { return mean }
        let horizon = min(1000, Int((log(1e-6 * (1 - discount)) / log(discount)).rounded(.up)))
        var (low, high) = (mean, 1.0)
        while high - low > 1e-8 {
            let certain = low + (high - low) / 2
            if isWorthTrying(a: a, b: b, discount: discount, certain: certain, horizon: horizon) {
                low = certain
            } else {
                high = certain
            }
        }
        return low
    }

    /// Whether trying at least once is better than the certain reward for ever.
    private static func isWorthTrying(
        a: Double, b: Double, discount: Double, certain: Double, horizon: Int
    ) -> Bool {
        let retirement = certain / (1 - discount)
        // Values after so many tries, by successes.
        var values = (0...horizon).map { successes in
            max(retirement, (a + Double(successes)) / (a + b + Double(horizon)) / (1 - discount))
        }
        for tries in stride(from: horizon - 1, through: 0, by: -1) {
            for successes in 0...tries {
                let chance = (a + Double(successes)) / (a + b + Double(tries))
                let onwards =
                    chance * (1 + discount * values[successes + 1]) + (1 - chance) * discount * values[successes]
                guard tries > 0 else { return onwards > retirement }
                values[successes] = max(retirement, onwards)
            }
        }
        return false
    }
}
