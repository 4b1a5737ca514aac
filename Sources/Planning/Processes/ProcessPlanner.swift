package import Decision
package import Model
internal import Primitives

/// Turns findings into recommendations: gates first, then the limits, the error rate of the whole plan, what may still go
/// wrong by itself over all runs, and the policy mode.
package struct ProcessPlanner: Sendable {
    package var gates: ProcessGates
    package var discovery: DiscoveryControl
    package var limits: ActionLimits
    /// What earlier actions brought; nil where that is not asked.
    package var recovery: RecoveryModel?
    /// Reason codes of gates that are not heard; only ever filled to measure what each adds.
    package var unheard: Set<String> = []

    package init(
        gates: ProcessGates, discovery: DiscoveryControl, limits: ActionLimits = ActionLimits(),
        recovery: RecoveryModel? = nil
    ) {
        self.recovery = recovery
        self.gates = gates
        self.discovery = discovery
        self.limits = limits
    }

    /// What became of one finding.
    package struct Decision: Sendable {
        /// Place in the list of findings.
        package var index: Int
        package var recommendation: ProcessRecommendation
        package var gates: [GateFinding]
        package var isPreselected = false
        /// What the procedures over the whole plan say; nil of what was not to be stopped.
        package var discovery: DiscoveryVerdict?

        /// Whether carrying it out does something to the process.
        package var acts: Bool { ![.keep, .review, .reapParent].contains(recommendation) }
    }

    /// Decides on every finding.
    ///
    /// - Parameters:
    ///   - findings: in any order.
    ///   - copies: for each finding the number of its group of identical copies; they stand or fall together.
    ///   - parents: for each finding the place of its living parent among the findings, if that is no reaper.
    ///   - preselectionLimit: from the policy mode; nil for no limit.
    ///   - families: for each finding the number of its unit, container or process group; nil: each is by itself.
    ///   - budget: what may still go by itself over all runs; nil where nothing is held to one.
    ///   - reach: what ending a finding's process takes with it; asked only where that is limited.
    /// - Returns: one decision a finding, in the same order. Where the judge already chose to keep, no gate is asked;
    ///   a decision without gates says nothing of them.
    /// - Complexity: O(*n* log *n*).
    package func decide(
        _ findings: [ProcessFinding], copies: [Int], parents: [Int?], preselectionLimit: Int?,
        families: [Int]? = nil, budget: ErrorBudget? = nil,
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
            let gates = heard(gates.findings(findings[index]))
            let recommendation = Self.recommendation(findings[index], gates)
            let limited = recommendation == .stop ? limits.findings(findings[index]) : []
            return Decision(
                index: index, recommendation: limited.isEmpty ? recommendation : .review, gates: gates + limited)
        }
        keepTreesWhole(&decisions, findings, parents)
        // Before the error rate: what is left is then what that rate speaks of.
        limitRun(&decisions, findings, parents, reach)
        let asked = Asked(findings, copies: copies, families: families ?? Array(findings.indices), self)
        limitErrors(&decisions, findings, asked)
        keepTreesWhole(&decisions, findings, parents)
        let limit = preselectionLimit ?? decisions.count
        if limit > 0, let budget {
            limitByBudget(&decisions, findings, copies, budget, limit)
            keepTreesWhole(&decisions, findings, parents)
        }
        let selected = Self.surest(decisions, findings).prefix(limit)
        preferGentler(&decisions, findings)
        keepTreesWhole(&decisions, findings, parents)
        for index in selected where RecoverySettings.actions.contains(decisions[index].recommendation) {
            decisions[index].isPreselected = true
        }
        return decisions
    }

    private func heard(_ gates: [GateFinding]) -> [GateFinding] {
        unheard.isEmpty ? gates : gates.filter { !unheard.contains($0.reasonCode) }
    }

    /// What is to be stopped, surest first.
    static func surest(_ decisions: [Decision], _ findings: [ProcessFinding]) -> [Int] {
        decisions.indices.filter { decisions[$0].recommendation == .stop }
            .sorted { (findings[$1].disposable, $0) < (findings[$0].disposable, $1) }
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
}

extension ProcessPlanner {
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

    /// Recommends to pause, and to see who misses it, what has stayed undecided for longer than looking on is worth.
    ///
    /// Only where ending would cost less than keeping, no gate asks for a person, nothing living depends on it, nothing shows
    /// that it was meant to live by itself, nothing that stays has started it, and nobody uses what it started. A pause can be
    /// taken back; it is never preselected. `isOver` says whether the time for deciding on a finding has passed, and is asked last.
    package func pauseOverdue(
        _ decisions: inout [Decision], _ findings: [ProcessFinding], parents: [Int?], isOver: (Int) -> Bool
    ) {
        let holding = Self.holdersOfNeeded(findings, parents)
        for index in decisions.indices where decisions[index].recommendation == .review {
            let (finding, facts) = (findings[index], findings[index].facts)
            guard finding.choice == .review, decisions[index].gates.ceiling == .act,
                finding.stopBoundary.map({ $0.margin > 0 }) == true, facts.supervisor == nil,
                facts.attachment.clients == 0, facts.attachment.isSupervised == false,
                !facts.levels.isEmpty, facts.levels.allSatisfy({ $0 == .adrift || $0 == .sev }), parents[index] == nil,
                !holding.contains(index), limits.findings(finding).isEmpty, isOver(index)
            else { continue }
            decisions[index].recommendation = .pause
        }
    }
}
