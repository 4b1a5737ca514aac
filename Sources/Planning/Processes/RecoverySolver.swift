/// Chooses the items of least loss that meet all needs.
///
/// Exact by branch and bound where few items matter; else greedy, with a bound that says how far off it can be.
package struct RecoverySolver: Sendable {
    /// Up to so many items that matter are searched through.
    package static let exactItems = 20

    package let problem: RecoveryProblem
    /// Items that gain something that is needed, or are required by one that does.
    private let useful: [Int]
    /// For each need the useful items that gain towards it, cheapest gain first.
    private let byPrice: [[Int]]

    package init(_ problem: RecoveryProblem) {
        self.problem = problem
        let gaining = problem.items.indices.filter { item in
            problem.needs.indices.contains { problem.needs[$0] > 0 && problem.items[item].recovery[$0] > 0 }
        }
        let all = Set(gaining.flatMap { problem.bundle($0, without: []) }).sorted()
        useful = all
        byPrice = problem.needs.indices.map { need in
            let price = { (item: Int) in problem.items[item].loss / problem.items[item].recovery[need] }
            return all.filter { problem.items[$0].recovery[need] > 0 }.sorted { (price($0), $0) < (price($1), $1) }
        }
    }

    /// - Returns: nil where all items together do not meet the needs.
    /// - Complexity: exponential in the useful items up to `exactItems`, with pruning; O(*n*²) above.
    package func solve() -> RecoverySolution? {
        guard let greedy = greedy() else { return nil }
        let bound = lowerBound(problem.needs) { _ in true }
        guard useful.count <= Self.exactItems else {
            let loss = problem.loss(greedy)
            return RecoverySolution(chosen: greedy, loss: loss, leastPossibleLoss: min(bound, loss), isExact: false)
        }
        var search = Search(solver: self, order: order(), best: greedy, leastLoss: problem.loss(greedy))
        search.run()
        return RecoverySolution(
            chosen: search.best.sorted(), loss: search.leastLoss, leastPossibleLoss: search.leastLoss, isExact: true)
    }

    // MARK: Greedy

    /// Takes what gains most for its loss until every need is met, then drops what was not needed after all.
    package func greedy() -> [Int]? {
        guard problem.isMet(by: useful) else { return nil }
        var chosen: Set<Int> = []
        while !problem.isMet(by: chosen) {
            let remaining = remaining(chosen)
            let offers = useful.filter { !chosen.contains($0) }.map { problem.bundle($0, without: chosen) }
            guard let best = offers.max(by: { value($0, remaining) < value($1, remaining) }),
                value(best, remaining) > 0
            else { break }
            chosen.formUnion(best)
        }
        // What sums in another order lose in their last digits must not fail here.
        if !problem.isMet(by: chosen) { chosen = Set(useful) }
        return withoutNeedless(chosen)
    }

    private func remaining(_ chosen: Set<Int>) -> [Double] {
        zip(problem.needs, problem.recovery(chosen.sorted())).map { max(0, $0 - $1) }
    }

    /// Share of the needs that a bundle meets, for its loss.
    private func value(_ bundle: [Int], _ remaining: [Double]) -> Double {
        let gain = zip(remaining, problem.recovery(bundle)).reduce(0) { sum, pair in
            pair.0 > 0 ? sum + min(1, pair.1 / pair.0) : sum
        }
        return gain / max(problem.loss(bundle), 1e-12)
    }

    private func withoutNeedless(_ chosen: Set<Int>) -> [Int] {
        var kept = chosen
        var isChanged = true
        while isChanged {
            isChanged = false
            let required = Set(kept.compactMap { problem.items[$0].requires })
            let dearestFirst = kept.subtracting(required)
                .sorted { (problem.items[$1].loss, $1) < (problem.items[$0].loss, $0) }
            for item in dearestFirst where problem.isMet(by: kept.subtracting([item]).sorted()) {
                kept.remove(item)
                isChanged = true
                break
            }
        }
        return kept.sorted()
    }

    // MARK: Bounds

    /// A loss that no choice among the open items falls below: each need by itself, with parts of items.
    fileprivate func lowerBound(_ remaining: [Double], isOpen: (Int) -> Bool) -> Double {
        var bound = 0.0
        for need in remaining.indices {
            var missing = remaining[need] - RecoveryProblem.tolerance(problem.needs[need])
            var loss = 0.0
            for item in byPrice[need] where missing > 0 && isOpen(item) {
                let gain = problem.items[item].recovery[need]
                loss += problem.items[item].loss * min(1, missing / gain)
                missing -= gain
            }
            bound = max(bound, missing > 0 ? .infinity : loss)
        }
        return bound
    }

    /// The cheapest gain first, and each item after what it requires.
    private func order() -> [Int] {
        let keys = useful.reduce(into: [Int: Double]()) { keys, item in
            let price = 1 / max(value([item], problem.needs), 1e-300)
            keys[item] = max(price, problem.items[item].requires.flatMap { keys[$0] } ?? 0)
        }
        return useful.sorted { (keys[$0] ?? 0, $0) < (keys[$1] ?? 0, $1) }
    }
}

/// A walk over all choices that leaves out what cannot be better than the best so far.
private struct Search {
    let solver: RecoverySolver
    let order: [Int]
    var best: [Int]
    var leastLoss: Double
    private var chosen: [Int] = []
    /// Whether an item has been decided on, by its place.
    private var isDecided: [Bool]

    init(solver: RecoverySolver, order: [Int], best: [Int], leastLoss: Double) {
        self.solver = solver
        self.order = order
        self.best = best
        self.leastLoss = leastLoss
        isDecided = [Bool](repeating: false, count: solver.problem.items.count)
    }

    mutating func run() { visit(0, loss: 0, remaining: solver.problem.needs) }

    private mutating func visit(_ depth: Int, loss: Double, remaining: [Double]) {
        let open = isDecided
        let bound = solver.lowerBound(remaining) { !open[$0] }
        // A difference in the last digits is none.
        guard loss + bound < leastLoss - 1e-12 * max(1, leastLoss) else { return }
        if solver.problem.isMet(by: chosen) {
            best = chosen
            leastLoss = loss
            return
        }
        guard depth < order.count else { return }
        let item = order[depth]
        isDecided[item] = true
        if solver.problem.items[item].requires.map(chosen.contains) ?? true {
            chosen.append(item)
            let recovery = solver.problem.items[item].recovery
            visit(
                depth + 1, loss: loss + solver.problem.items[item].loss,
                remaining: zip(remaining, recovery).map { max(0, $0 - $1) })
            chosen.removeLast()
        }
        visit(depth + 1, loss: loss, remaining: remaining)
        isDecided[item] = false
    }
}
