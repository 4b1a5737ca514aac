/// Which of some things to give up so that enough is gained at the least loss: a covering knapsack of several needs.
package struct RecoveryProblem: Sendable {
    package struct Item: Sendable {
        /// What giving it up costs, at least 0.
        package var loss: Double
        /// What it gains towards each need, each at least 0.
        package var recovery: [Double]
        /// Place of another item, before this one, without which this one may not be chosen.
        package var requires: Int?

        package init(loss: Double, recovery: [Double], requires: Int? = nil) {
            self.loss = loss
            self.recovery = recovery
            self.requires = requires
        }
    }

    package var items: [Item]
    /// How much is needed of each; 0 is met already.
    package var needs: [Double]

    package init(items: [Item], needs: [Double]) {
        self.items = items
        self.needs = needs
    }

    /// What these items gain together, by need.
    package func recovery(_ chosen: some Sequence<Int>) -> [Double] {
        chosen.reduce(into: needs.map { _ in 0 }) { sum, item in
            for need in needs.indices { sum[need] += items[item].recovery[need] }
        }
    }

    package func loss(_ chosen: some Sequence<Int>) -> Double { chosen.reduce(0) { $0 + items[$1].loss } }

    /// Whether these items meet every need; sums in another order may differ in their last digits, which does not count.
    package func isMet(by chosen: some Sequence<Int>) -> Bool {
        zip(needs, recovery(chosen)).allSatisfy { $1 >= $0 - Self.tolerance($0) }
    }

    static func tolerance(_ need: Double) -> Double { 1e-9 * max(1, need) }

    /// The item, and what it requires that is not chosen yet.
    func bundle(_ item: Int, without chosen: Set<Int>) -> [Int] {
        var bundle: [Int] = []
        var next: Int? = item
        while let item = next, !chosen.contains(item), !bundle.contains(item) {
            bundle.append(item)
            next = items[item].requires
        }
        return bundle
    }
}

/// What was chosen, and how good that is known to be.
package struct RecoverySolution: Sendable, Equatable {
    /// Places of the items, ascending.
    package var chosen: [Int]
    package var loss: Double
    /// No choice that meets the needs loses less than this.
    package var leastPossibleLoss: Double
    package var isExact: Bool
}
