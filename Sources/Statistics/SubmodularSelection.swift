/// Which probes to run when they overlap and cannot all be paid for.
package enum SubmodularSelection {
    /// Picks items greedily by gain for cost within a budget.
    ///
    /// Where the gain of an item never grows as others are picked (submodular) and is never negative, the result is worth at
    /// least (1 − 1/e)/2 of the best choice, because the best single item is taken instead where it is worth more. Where all
    /// costs are equal it is worth at least 1 − 1/e. Gains are asked for again only when an item comes up first (lazily).
    ///
    /// Shortest list: none, and nothing is picked.
    ///
    /// Source: Leskovec et al., KDD 2007, 420-429; Nemhauser, Wolsey and Fisher, Mathematical Programming 14 (1978), 265-294;
    /// Minoux (1978) for asking lazily.
    /// Complexity: at most O(*n*²) gains, usually about *n*.
    /// - Parameters:
    ///   - costs: one an item, finite and ≥ 0; an item with another cost is never picked. Any one unit.
    ///   - budget: ≥ 0 in that unit; otherwise nothing is picked.
    ///   - gain: what an item adds to those picked, in any one unit; one that is not > 0 is never picked.
    /// - Returns: the picked items in the order of picking.
    package static func greedy(
        costs: [Double], budget: Double, gain: (_ item: Int, _ picked: [Int]) -> Double
    ) -> [Int] {
        let affordable = costs.indices.filter { costs[$0] >= 0 && costs[$0] <= budget && costs[$0].isFinite }
        let alone = affordable.map { Candidate(item: $0, gain: gain($0, []), cost: costs[$0], round: 0) }
            .filter { $0.gain > 0 }
        var (waiting, picked, left, worth) = (alone, [Int](), budget, 0.0)
        while !waiting.isEmpty {
            let position = waiting.indices.reduce(0) { waiting[$1].isBetter(than: waiting[$0]) ? $1 : $0 }
            guard waiting[position].cost <= left, waiting[position].gain > 0 else {
                waiting.remove(at: position)
                continue
            }
            guard waiting[position].round == picked.count else {
                waiting[position].gain = gain(waiting[position].item, picked)
                waiting[position].round = picked.count
                if waiting[position].gain.isNaN { waiting.remove(at: position) }
                continue
            }
            let best = waiting.remove(at: position)
            picked.append(best.item)
            left -= best.cost
            worth += best.gain
        }
        guard let single = alone.max(by: { $0.gain < $1.gain }), single.gain > worth else { return picked }
        return [single.item]
    }

    private struct Candidate {
        var item: Int
        var gain: Double
        var cost: Double
        /// How many items were picked when the gain was asked for.
        var round: Int

        func isBetter(than other: Candidate) -> Bool { gain * other.cost > other.gain * cost }
    }
}
