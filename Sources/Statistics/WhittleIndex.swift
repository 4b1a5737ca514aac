/// How much a look at something that changes by itself is worth, when one cannot look at everything.
///
/// The thing is on or off and switches like a Markov chain, seen or not; a look finds out which, and finding it on is worth
/// 1. The index of a belief is the reward for *not* looking that makes both equal. Where only so many looks are possible,
/// look where the index, times what a find is worth, is largest.
///
/// Source: Whittle, J. Applied Probability 25A (1988), 287-298; Liu and Zhao, IEEE Trans. Information Theory 56 (2010),
/// 5547-5567, who prove that this problem is indexable.
package struct WhittleIndex: Equatable, Sendable {
    /// The probability to be on one step after being on.
    private let stay: Double
    /// The probability to be on one step after being off.
    private let start: Double
    private let discount: Double
    /// How many steps a belief is followed without a look; from then on it counts as settled.
    private let horizon: Int

    /// Fixes the chain; nil unless both chances are within 0…1 and 0 ≤ discount ≤ 0.99.
    ///
    /// - Parameters:
    ///   - stay: that what is on is on one step later.
    ///   - start: that what is off is on one step later.
    ///   - discount: of the next step against this one.
    package init?(stay: Double, start: Double, discount: Double) {
        guard 0...1 ~= stay, 0...1 ~= start, discount >= 0, discount <= 0.99 else { return nil }
        self.stay = stay
        self.start = start
        self.discount = discount
        horizon = 60
    }

    /// What is believed one step later without a look.
    package func next(_ belief: Double) -> Double {
        belief * stay + (1 - belief) * start
    }

    /// The index of a belief.
    ///
    /// Shortest history: none, only the belief. Complexity: some hundred thousand steps (a few milliseconds), ten times that
    /// for a discount of 0.99.
    /// - Parameter belief: the probability that it is on now, 0…1.
    /// - Returns: between 0 and 1/(1 − discount), to about 1e-5; NaN outside the domain.
    package func index(_ belief: Double) -> Double {
        guard 0...1 ~= belief else { return .nan }
        var (low, high) = (0.0, 1 / (1 - discount))
        while high - low > 1e-6 {
            let subsidy = low + (high - low) / 2
            if isWorthLooking(belief, subsidy: subsidy) { low = subsidy } else { high = subsidy }
        }
        return low
    }

    private func isWorthLooking(_ belief: Double, subsidy: Double) -> Bool {
        // All beliefs that can come up: a while after a look at either state, or after now.
        let paths = [stay, start, belief].map(path)
        var values = paths.map { $0.map { _ in subsidy / (1 - discount) } }
        for _ in 0..<2000 {
            var change = 0.0
            let (afterOn, afterOff) = (values[0][0], values[1][0])
            for path in paths.indices {
                // From the long run back, so that news travels along the whole path at once.
                for step in (0...horizon).reversed() {
                    let looking = look(paths[path][step], afterOn, afterOff)
                    let waiting = subsidy + discount * values[path][min(step + 1, horizon)]
                    let best = max(looking, waiting)
                    change = max(change, abs(best - values[path][step]))
                    values[path][step] = best
                }
            }
            guard change > 1e-8 else { break }
        }
        return look(belief, values[0][0], values[1][0]) > subsidy + discount * values[2][1]
    }

    private func look(_ belief: Double, _ afterOn: Double, _ afterOff: Double) -> Double {
        belief + discount * (belief * afterOn + (1 - belief) * afterOff)
    }

    private func path(_ belief: Double) -> [Double] {
        var beliefs = [belief]
        for step in 0..<horizon { beliefs.append(next(beliefs[step])) }
        return beliefs
    }
}
