internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// Lets relatives speak for each other, carefully: exact belief propagation on the forest of living parents.
///
/// An edge joins a process to its living parent only where the level was not inherited from that parent (inheritance has
/// carried that already) and never to a reaper: with such edges a hundred orphans condemn their init.
struct TreeCoupling: Sendable {
    /// Reward in nats for a process and its parent being of one class; at most 0.5.
    let strength: Double
    /// Bound of what all relatives together may add.
    static let cap = 1.0

    /// The evidence from relatives, one entry a process; nil where there is none.
    ///
    /// - Complexity: O(*n*) processes.
    func evidence(_ facts: [ProcessFacts], _ posteriors: [Posterior<ProcessClass>], pids: [Int32]) -> [Evidence?] {
        let parents = edges(facts, pids: pids)
        guard parents.contains(where: { $0 >= 0 }) else { return facts.map { _ in nil } }
        let potentials = posteriors.flatMap { $0.probabilities.map { $0 > 0 ? logarithm($0) : -.infinity } }
        let states = ProcessClass.count
        guard
            // Parents that run in a circle exist only in a forged recording; relatives then say nothing.
            let marginals = try? BeliefPropagation.marginals(
                parents: parents, states: states, logPotentials: potentials,
                couplings: parents.map { $0 >= 0 ? strength : 0 })
        else { return facts.map { _ in nil } }
        var hasRelatives = parents.map { $0 >= 0 }
        for parent in parents where parent >= 0 { hasRelatives[parent] = true }
        return facts.indices.map { index in
            guard hasRelatives[index], facts[index].state != .zombie else { return nil }
            return Self.term(
                posteriors[index].probabilities, Array(marginals[index * states..<(index + 1) * states]))
        }
    }

    private func edges(_ facts: [ProcessFacts], pids: [Int32]) -> [Int] {
        let places = Dictionary(zip(pids, pids.indices), uniquingKeysWith: { first, _ in first })
        return facts.map { fact in
            guard case .living(let pid, _) = fact.attachment.parent, let place = places[pid] else { return -1 }
            let own = fact.attachment
            let isInherited = !own.hasTerminal && own.isSupervised != true && (own.clients ?? 0) == 0
            return isInherited ? -1 : place
        }
    }

    private static func term(_ before: [Double], _ after: [Double]) -> Evidence? {
        let shifts = zip(before, after).map { $0 > 0 && $1 > 0 ? logarithm($1 / $0) : 0 }
        let relative = shifts.map { $0 - shifts[0] }
        guard relative.contains(where: { abs($0) > 1e-9 }) else { return nil }
        return Evidence(
            feature: "relatives", logLikelihood: relative, source: "the forest of living parents",
            wording: Evidence.Wording(
                value: relative[ProcessClass.abandoned.index].text(decimals: 3), unit: "nats",
                sentence: "Its parent and children are judged together with it."))
    }
}
