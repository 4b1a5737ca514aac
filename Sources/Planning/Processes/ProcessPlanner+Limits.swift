internal import Decision
internal import Model
internal import Primitives

/// What holds back stops that are right one by one: the limits of a run, the share of errors, the error budget, and trees that
/// stay.
extension ProcessPlanner {
    /// Leaves to a person what goes beyond the limits of one run.
    func limitRun(
        _ decisions: inout [Decision], _ findings: [ProcessFinding], _ parents: [Int?],
        _ reach: (Int) -> ActionLimits.Reach
    ) {
        guard limits.boundsBlastRadius || limits.kills < ActionLimits.anyKills else { return }
        let stops = decisions.indices.filter { decisions[$0].recommendation == .stop }
        let trees = ActionLimits.trees(
            stops, parent: { parents[$0] }, disposable: { findings[$0].disposable }, reach: reach)
        for (index, gate) in limits.heldBack(trees) {
            decisions[index].recommendation = .review
            decisions[index].gates.append(gate)
        }
    }

    /// Holds the expected share of mistakes among all stops at or below alpha; what exceeds it is for a person.
    func limitErrors(_ decisions: inout [Decision], _ findings: [ProcessFinding], _ asked: Asked) {
        let stops = decisions.indices.filter { decisions[$0].recommendation == .stop }
        // A group of identical copies counts once, as its worst member: a hundred copies are one question.
        let groups = Dictionary(grouping: stops) { asked.copies[$0] }.sorted { $0.key < $1.key }.map(\.value)
        let questions = groups.map { members in
            DiscoveryQuestion(
                localRate: members.map { 1 - findings[$0].disposable }.max() ?? 1,
                evidence: members.map { findings[$0].evidenceRatio }.min() ?? 0, family: asked.families[members[0]])
        }
        let verdicts = discovery.verdicts(questions, asked: asked.questionCount, families: asked.familyCount)
        for (members, verdict) in zip(groups, verdicts) {
            for index in members {
                decisions[index].discovery = verdict
                guard !verdict.isAdmitted, !unheard.contains("false_discovery_rate") else { continue }
                decisions[index].recommendation = .review
                decisions[index].gates.append(
                    GateFinding(
                        gate: "error_rate", verdict: .needsApproval, reasonCode: "false_discovery_rate",
                        sentence:
                            "With it, more than \((discovery.alpha * 100).text(decimals: 0)) % of the plan's stops "
                            + "would be expected to be wrong (\(discovery.method.rawValue))."))
            }
        }
    }

    /// Leaves to a person what the wealth of all runs together does not pay for; copies are one thing to pay for.
    func limitByBudget(
        _ decisions: inout [Decision], _ findings: [ProcessFinding], _ copies: [Int], _ budget: ErrorBudget,
        _ limit: Int
    ) {
        var budget = budget
        var affordable: [Int: Bool] = [:]
        var count = 0
        for index in Self.surest(decisions, findings) where count < limit {
            if affordable[copies[index]] == nil {
                let verdict = decisions[index].discovery
                let affords = budget.affords(localRate: verdict?.localRate ?? 1, pValue: verdict?.pValue ?? 1)
                affordable[copies[index]] = affords
                if affords { budget.record(.spent) }
            }
            guard affordable[copies[index]] == false else {
                count += 1
                continue
            }
            decisions[index].recommendation = .review
            decisions[index].gates.append(Self.overBudget(budget))
        }
    }

    static func overBudget(_ budget: ErrorBudget) -> GateFinding {
        GateFinding(
            gate: "error_budget", verdict: .needsApproval, reasonCode: "error_budget",
            sentence:
                "By itself tend may only do what is wrong with at most \((budget.level * 100).text(decimals: 2)) % now "
                + "(wealth \(budget.wealth.text(decimals: 4))); earlier actions have to prove right first.")
    }

    /// Of what a stop might have been said: everything old enough that nothing protects.
    struct Asked {
        let copies: [Int]
        let families: [Int]
        let questionCount: Int
        let familyCount: Int

        init(_ findings: [ProcessFinding], copies: [Int], families: [Int], _ planner: ProcessPlanner) {
            self.copies = copies
            self.families = families
            var (questions, units): (Set<Int>, Set<Int>) = ([], [])
            for index in findings.indices
            where findings[index].facts.protections.isEmpty && findings[index].facts.age >= planner.gates.minimumAge
                && findings[index].facts.state != .zombie
            {
                // As with the questions themselves, the first of some copies speaks for all.
                if questions.insert(copies[index]).inserted { units.insert(families[index]) }
            }
            questionCount = questions.count
            familyCount = units.count
        }
    }
}
