internal import Decision
package import Model
internal import Primitives

/// Compares a plan with the machine as it is now; the only place where an `ApprovedPlan` comes from.
package struct Approval: Sendable {
    package var settings: PlanningSettings

    package init(settings: PlanningSettings) {
        self.settings = settings
    }

    /// A target that will not be touched, and why.
    package struct Refusal: Sendable {
        package var target: ApplyRequest.Target
        package var outcome: ActionOutcome
        package var decisionID: String?
    }

    /// Approves what still holds.
    ///
    /// Each target must stand in the plan, must be the very same process (start tick, owner, program file, arguments) and
    /// must pass the gates as judged now. A person may overrule a gate that asks for a person, never a veto; a robot may
    /// overrule nothing and gets only what was preselected.
    ///
    /// - Parameters:
    ///   - plan: as it was made, possibly read from the store.
    ///   - request: who asks for what, on which targets.
    ///   - present: the processes now, by PID; a missing one has gone.
    ///   - unread: PIDs of processes that are there and of which the kernel says nothing.
    /// - Returns: the actions that may be carried out, and a refusal for every other target.
    package func approve(
        _ plan: ProcessPlan, _ request: ApplyRequest, present: [Int32: PresentProcess], unread: Set<Int32> = []
    ) -> (approved: ApprovedPlan, refusals: [Refusal]) {
        var actions: [ApprovedAction] = []
        var refusals: [Refusal] = []
        let planned = Dictionary(plan.candidates.map { ($0.pid, $0) }, uniquingKeysWith: { first, _ in first })
        for target in request.targets {
            let candidate = planned[target.pid]
            if candidate != nil, present[target.pid] == nil, unread.contains(target.pid) {
                refusals.append(
                    Refusal(
                        target: target, outcome: Refused.hanging(target.pid).outcome, decisionID: candidate?.decisionID)
                )
                continue
            }
            switch check(target, candidate, present[target.pid], request, approvedSoFar: actions.count) {
            case .failure(let refusal):
                refusals.append(Refusal(target: target, outcome: refusal.outcome, decisionID: candidate?.decisionID))
            case .success(let action): actions.append(action)
            }
        }
        let held = held(actions, planned, present, request, refusals)
        refusals += held.values.sorted { $0.target.pid < $1.target.pid }
        actions.removeAll { held[$0.target.identity.pid] != nil }
        guard request.wholeGroup else {
            return (ApprovedPlan(sessionID: plan.sessionID, groups: actions.map { [$0] }), refusals)
        }
        let (groups, blocked) = groups(actions, planned, present, refusals)
        return (ApprovedPlan(sessionID: plan.sessionID, groups: groups), refusals + blocked)
    }

    /// What passes by itself and still goes too far in this run, by PID.
    private func held(
        _ actions: [ApprovedAction], _ planned: [Int32: PlannedProcess], _ present: [Int32: PresentProcess],
        _ request: ApplyRequest, _ refusals: [Refusal]
    ) -> [Int32: Refusal] {
        let limits = request.limits
        let unforeseen = refusals.first { ["identity_changed", "evidence_changed"].contains($0.outcome.reasonCode) }
        var held: [Int32: Refused] = [:]
        if limits.abortsOnUnknown, let unforeseen {
            for action in actions {
                held[action.target.identity.pid] = Refused(
                    "aborted",
                    "Not begun: PID \(unforeseen.target.pid) is not as planned, and the run is to end at such a thing.")
            }
        } else {
            let places = Dictionary(
                actions.enumerated().map { ($1.target.identity.pid, $0) }, uniquingKeysWith: { first, _ in first })
            let pids = actions.map(\.target.identity.pid)
            let trees = ActionLimits.trees(
                actions.indices.filter { actions[$0].verb.endsProcess },
                parent: { planned[pids[$0]].flatMap { places[$0.parent] } },
                disposable: { present[pids[$0]]?.finding.disposable ?? 0 },
                reach: { present[pids[$0]]?.reach ?? ActionLimits.Reach() })
            for (place, gate) in limits.heldBack(trees) { held[pids[place]] = Refused(gate.reasonCode, gate.sentence) }
            held.merge(overBudget(actions.filter { held[$0.target.identity.pid] == nil }, present, request)) { $1 }
        }
        return held.reduce(into: [:]) { refusals, entry in
            let candidate = planned[entry.key]
            refusals[entry.key] = Refusal(
                target: ApplyRequest.Target(pid: entry.key, startID: candidate?.target.identity.startID),
                outcome: entry.value.outcome, decisionID: candidate?.decisionID)
        }
    }

    /// What the wealth of all runs does not pay for, by PID; identical copies are one thing to pay for.
    private func overBudget(
        _ actions: [ApprovedAction], _ present: [Int32: PresentProcess], _ request: ApplyRequest
    ) -> [Int32: Refused] {
        guard var budget = request.budget else { return [:] }
        var refused: [Int32: Refused] = [:]
        for copies in ApprovedAction.questions(actions) where copies.contains(where: \.verb.endsProcess) {
            let findings = copies.compactMap { present[$0.target.identity.pid]?.finding }
            let isAffordable = budget.affords(
                localRate: findings.map { 1 - $0.disposable }.max() ?? 1,
                pValue: 1 / max(1, findings.map(\.evidenceRatio).min() ?? 0))
            guard !isAffordable else {
                budget.record(.spent)
                continue
            }
            let gate = ProcessPlanner.overBudget(budget)
            for action in copies { refused[action.target.identity.pid] = Refused(gate.reasonCode, gate.sentence) }
        }
        return refused
    }

    struct Refused: Error {
        var outcome: ActionOutcome

        init(_ reasonCode: String, _ sentence: String, result: ActionOutcome.Result = .blocked) {
            outcome = ActionOutcome(result: result, reasonCode: reasonCode, sentence: sentence)
        }

        static func hanging(_ pid: Int32) -> Refused {
            Refused(
                "hangs_in_kernel",
                "PID \(pid) hangs inside the kernel, which says nothing of it: whether it is still the planned process "
                    + "cannot be told.")
        }
    }

    private func check(
        _ wanted: ApplyRequest.Target, _ candidate: PlannedProcess?, _ present: PresentProcess?,
        _ request: ApplyRequest,
        approvedSoFar: Int
    ) -> Result<ApprovedAction, Refused> {
        if let veto = present?.gates.first(where: { $0.verdict == .veto && $0.reasonCode != "zombie" }),
            candidate == nil
        {
            return .failure(Refused(veto.reasonCode, veto.sentence))
        }
        guard let candidate else {
            return .failure(
                Refused(
                    "not_in_plan", "PID \(wanted.pid) is no candidate of this plan; make a new plan or name another."))
        }
        guard let present else {
            return .failure(Refused("gone", "PID \(wanted.pid) has ended by itself.", result: .gone))
        }
        if hasEnded(candidate, present) {
            return .failure(
                Refused("gone", "PID \(wanted.pid) has ended by itself; its parent has not reaped it.", result: .gone))
        }
        let verb = wanted.verb ?? request.verb
        if let difference = difference(wanted, candidate.target, present.target, verb) {
            return .failure(Refused("identity_changed", difference))
        }
        if let gate = blockingGate(present.gates, verb, request.approver) {
            return .failure(Refused(gate.reasonCode, gate.sentence))
        }
        if !verb.takesBack, let gate = request.limits.findings(present.finding).first {
            return .failure(Refused(gate.reasonCode, gate.sentence))
        }
        if request.approver == .robot, let refusal = robotRefusal(candidate, present) { return .failure(refusal) }
        guard approvedSoFar < settings.actionsPerRun else {
            return .failure(
                Refused("rate_limited", "At most \(settings.actionsPerRun) actions are allowed in one run."))
        }
        return steps(verb, request, wanted, candidate, present).map { steps in
            ApprovedAction(
                decisionID: candidate.decisionID, verb: verb, target: present.target, steps: steps,
                residentMemory: present.residentMemory)
        }
    }

    /// A zombie shows neither program nor arguments; having been planned alive, it has simply ended.
    private func hasEnded(_ planned: PlannedProcess, _ present: PresentProcess) -> Bool {
        present.finding.facts.state == .zombie && planned.state != .zombie
            && present.target.identity == planned.target.identity
    }

    /// - Returns: a sentence that names what differs; nil where it is the same process in every respect.
    private func difference(
        _ wanted: ApplyRequest.Target, _ planned: ProcessTarget, _ present: ProcessTarget, _ verb: ApplyRequest.Verb
    ) -> String? {
        let again = "; make a new plan."
        if planned.identity != present.identity || (wanted.startID.map { $0 != planned.identity.startID } ?? false) {
            return "PID \(wanted.pid) is another process now (start \(present.identity.startID), "
                + "planned \(wanted.startID ?? planned.identity.startID))\(again)"
        }
        // What was done to a process stays with it, whatever it runs since.
        if verb == .undo { return nil }
        if planned.executable != present.executable {
            return "PID \(wanted.pid) runs another program file than when it was planned\(again)"
        }
        if planned.argumentsHash != present.argumentsHash {
            return "PID \(wanted.pid) has other arguments than when it was planned\(again)"
        }
        return nil
    }

    /// The first gate that stands in the way of a verb.
    ///
    /// Taking back an action meets vetoes only. That a supervisor runs it speaks for
    /// asking the supervisor.
    private func blockingGate(
        _ gates: [GateFinding], _ verb: ApplyRequest.Verb, _ approver: ApplyRequest.Approver
    ) -> GateFinding? {
        gates.first { gate in
            switch gate.verdict {
            case .pass, .penalty: false
            case .veto: !((verb.isForSupervisor || verb.takesBack) && gate.reasonCode == "supervised")
            case .postponed: !verb.takesBack
            case .needsApproval: approver == .robot && !verb.takesBack
            }
        }
    }

    private func robotRefusal(_ candidate: PlannedProcess, _ present: PresentProcess) -> Refused? {
        guard candidate.isPreselected else {
            return Refused("not_preselected", "The policy did not preselect PID \(candidate.pid).")
        }
        guard present.finding.choice == .stop else {
            return Refused("evidence_changed", "Judged now, PID \(candidate.pid) should no longer be stopped.")
        }
        return nil
    }
}
