package import Decision
package import Model
internal import Primitives

/// Turns findings into recommendations: gates first, then the limits, the error rate of the whole plan, and the policy
/// mode.
package struct ProcessPlanner: Sendable {
    package var gates: ProcessGates
    package var errorRate: ErrorRate
    package var limits: ActionLimits
    /// What earlier actions brought; nil where that is not asked.
    package var recovery: RecoveryModel?

    package init(
        gates: ProcessGates, errorRate: ErrorRate, limits: ActionLimits = ActionLimits(),
        recovery: RecoveryModel? = nil
    ) {
        self.recovery = recovery
        self.gates = gates
        self.errorRate = errorRate
        self.limits = limits
    }

    /// What became of one finding.
    package struct Decision: Sendable {
        /// Place in the list of findings.
        package var index: Int
        package var recommendation: ProcessRecommendation
        package var gates: [GateFinding]
        package var isPreselected = false
    }

    /// Decides on every finding.
    ///
    /// - Parameters:
    ///   - findings: in any order.
    ///   - copies: for each finding the number of its group of identical copies; they stand or fall together.
    ///   - parents: for each finding the place of its living parent among the findings, if that is no reaper.
    ///   - preselectionLimit: from the policy mode; nil for no limit.
    ///   - reach: what ending a finding's process takes with it; asked only where that is limited.
    /// - Returns: one decision a finding, in the same order. Where the judge already chose to keep, no gate is asked;
    ///   a decision without gates says nothing of them.
    /// - Complexity: O(*n* log *n*).
    package func decide(
        _ findings: [ProcessFinding], copies: [Int], parents: [Int?], preselectionLimit: Int?,
        reach: (Int) -> ActionLimits.Reach = { _ in ActionLimits.Reach() }
    ) -> [Decision] {
        var decisions = findings.indices.map { index in
            guard findings[index].choice != .keep || findings[index].facts.state == .zombie else {
                return Decision(index: index, recommendation: .keep, gates: [])
            }
            // What a veto or its age keeps anyway needs no words: they are found again when somebody asks.
            guard findings[index].facts.protections.isEmpty, findings[index].facts.age >= gates.minimumAge else {
                return Decision(index: index, recommendation: .keep, gates: [])
            }
            let gates = gates.findings(findings[index])
            let recommendation = Self.recommendation(findings[index], gates)
            let limited = recommendation == .stop ? limits.findings(findings[index]) : []
            return Decision(
                index: index, recommendation: limited.isEmpty ? recommendation : .review, gates: gates + limited)
        }
        keepTreesWhole(&decisions, parents)
        // Before the error rate: what is left is then what that rate speaks of.
        limitRun(&decisions, findings, parents, reach)
        let admitted = limitErrors(&decisions, findings, copies)
        keepTreesWhole(&decisions, parents)
        preferGentler(&decisions, findings)
        keepTreesWhole(&decisions, parents)
        let selected = admitted.filter { RecoverySettings.actions.contains(decisions[$0].recommendation) }
        preselect(&decisions, admitted: selected, limit: preselectionLimit)
        return decisions
    }

    /// What a choice becomes under its gates.
    package static func recommendation(_ finding: ProcessFinding, _ gates: [GateFinding]) -> ProcessRecommendation {
        if finding.facts.state == .zombie {
            // A young one is about to be reaped: every process is a zombie for a moment. Who would start it again is no
            // matter: its parent is asked, and a service is where zombies gather.
            let others = gates.filter { !["zombie", "supervised"].contains($0.reasonCode) }
            return others.ceiling == .nothing ? .keep : .reapParent
        }
        let withoutSupervision = gates.filter { $0.reasonCode != "supervised" }
        let isSupervised = withoutSupervision.count != gates.count
        switch (finding.choice, withoutSupervision.ceiling) {
        case (.keep, _), (_, .nothing): return .keep
        case (.stop, .act): return isSupervised ? unitAction(finding) : .stop
        default: return .review
        }
    }

    /// What is needed but sick is to be started anew; what nobody needs is to be stopped.
    private static func unitAction(_ finding: ProcessFinding) -> ProcessRecommendation {
        let isSick = finding.posterior.top == .usefulBad
        return isSick && finding.facts.supervisor?.restartCommand != nil ? .restart : .stopUnit
    }

    /// Leaves to a person what goes beyond the limits of one run.
    private func limitRun(
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
    ///
    /// - Returns: the indices that may be stopped, surest first.
    private func limitErrors(
        _ decisions: inout [Decision], _ findings: [ProcessFinding], _ copies: [Int]
    ) -> [Int] {
        let stops = decisions.indices.filter { decisions[$0].recommendation == .stop }
        // A group of identical copies counts once, as its worst member: a hundred copies are one question.
        let groups = Dictionary(grouping: stops) { copies[$0] }.sorted { $0.key < $1.key }.map(\.value)
        let rates = groups.map { members in members.map { 1 - findings[$0].disposable }.max() ?? 1 }
        let admitted = Set(errorRate.admitted(rates))
        for (place, members) in groups.enumerated() where !admitted.contains(place) {
            for index in members {
                decisions[index].recommendation = .review
                decisions[index].gates.append(
                    GateFinding(
                        gate: "error_rate", verdict: .needsApproval, reasonCode: "false_discovery_rate",
                        sentence:
                            "With it, more than \((errorRate.alpha * 100).text(decimals: 0)) % of the plan's stops "
                            + "would be expected to be wrong."))
            }
        }
        return admitted.flatMap { groups[$0] }.sorted {
            (findings[$1].disposable, $0) < (findings[$0].disposable, $1)
        }
    }

    /// Takes nothing out of a tree that stays: what a living parent runs is ended with it, or its parent may miss it.
    ///
    /// - Complexity: O(*n*) processes times the depth of the tree.
    private func keepTreesWhole(_ decisions: inout [Decision], _ parents: [Int?]) {
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in decisions.indices where decisions[index].recommendation == .stop {
                guard let parent = parents[index], decisions[parent].recommendation != .stop else { continue }
                decisions[index].recommendation = .review
                decisions[index].gates.append(
                    GateFinding(
                        gate: "tree", verdict: .needsApproval, reasonCode: "parent_stays",
                        sentence: "The process that started it lives and stays: it may still need it."))
                isChanged = true
            }
        }
    }

    /// Where the record shows that ending such processes brings less than a gentler action of like loss, that is taken.
    ///
    /// Without outcomes in the record nothing changes.
    private func preferGentler(_ decisions: inout [Decision], _ findings: [ProcessFinding]) {
        guard let recovery, !recovery.tally.rows.isEmpty else { return }
        for index in decisions.indices where decisions[index].recommendation.endsProcess {
            let recommended = decisions[index].recommendation
            let remedies = recovery.remedies(findings[index], recommended: recommended)
            guard let taken = remedies.first(where: \.isTaken), taken.action != recommended,
                let other = remedies.first(where: { $0.action == recommended })
            else { continue }
            decisions[index].recommendation = taken.action
            decisions[index].gates.append(
                GateFinding(
                    gate: "recovery", verdict: .penalty, reasonCode: "gentler_recovers_better",
                    sentence: "Of like loss, and likelier to help as far as the record goes: \(taken.action.rawValue) ("
                        + "\((taken.probability * 100).text(decimals: 0)) %) than \(recommended.rawValue) ("
                        + "\((other.probability * 100).text(decimals: 0)) %)."))
        }
    }

    private func preselect(_ decisions: inout [Decision], admitted: [Int], limit: Int?) {
        for index in admitted.prefix(limit ?? admitted.count) { decisions[index].isPreselected = true }
    }
}
