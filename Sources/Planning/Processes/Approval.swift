package import Decision
package import Model
package import Primitives

/// What somebody asked to be done with a plan.
package struct ApplyRequest: Sendable {
    /// Who answers for it.
    package enum Approver: String, Sendable {
        /// A person named the targets or ticked them.
        case person
        /// Nobody looked: only what the policy preselected.
        case robot
    }

    /// The verb; `stop` is TERM, patience, KILL.
    package enum Verb: String, Sendable, CaseIterable {
        case stop, pause, resume, renice
    }

    package var approver: Approver
    package var verb: Verb
    /// Process identities as `pid` and, where given, `start_id`.
    package var targets: [Target]
    /// Include the members of each target's process group.
    package var wholeGroup: Bool
    package var niceness: Int32
    /// Beyond these nothing is approved.
    package var limits: ActionLimits

    package struct Target: Sendable, Equatable {
        package var pid: Int32
        package var startID: String?

        package init(pid: Int32, startID: String? = nil) {
            self.pid = pid
            self.startID = startID
        }
    }

    package init(
        approver: Approver, verb: Verb = .stop, targets: [Target], wholeGroup: Bool = false, niceness: Int32 = 10,
        limits: ActionLimits = ActionLimits()
    ) {
        self.approver = approver
        self.verb = verb
        self.targets = targets
        self.wholeGroup = wholeGroup
        self.niceness = niceness
        self.limits = limits
    }
}

/// One process as the machine shows it at the moment of approval.
package struct PresentProcess: Sendable {
    package var target: ProcessTarget
    package var finding: ProcessFinding
    package var gates: [GateFinding]
    package var residentMemory: ByteCount
    /// Its own resident memory and that of its descendants.
    package var reach: ByteCount

    package init(
        target: ProcessTarget, finding: ProcessFinding, gates: [GateFinding], residentMemory: ByteCount,
        reach: ByteCount? = nil
    ) {
        self.target = target
        self.finding = finding
        self.gates = gates
        self.residentMemory = residentMemory
        self.reach = reach ?? residentMemory
    }
}

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
    /// - Returns: the actions that may be carried out, and a refusal for every other target.
    package func approve(
        _ plan: ProcessPlan, _ request: ApplyRequest, present: [Int32: PresentProcess]
    ) -> (approved: ApprovedPlan, refusals: [Refusal]) {
        var actions: [ApprovedAction] = []
        var refusals: [Refusal] = []
        let planned = Dictionary(plan.candidates.map { ($0.pid, $0) }, uniquingKeysWith: { first, _ in first })
        for target in request.targets {
            let candidate = planned[target.pid]
            switch check(target, candidate, present[target.pid], request, approvedSoFar: actions.count) {
            case .failure(let refusal):
                refusals.append(Refusal(target: target, outcome: refusal.outcome, decisionID: candidate?.decisionID))
            case .success(let action): actions.append(action)
            }
        }
        let held = held(actions, planned, present, request, refusals)
        refusals += held.values.sorted { $0.target.pid < $1.target.pid }
        actions.removeAll { held[$0.target.identity.pid] != nil }
        return (ApprovedPlan(sessionID: plan.sessionID, actions: actions), refusals)
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
        } else if request.verb == .stop {
            let places = Dictionary(
                actions.enumerated().map { ($1.target.identity.pid, $0) }, uniquingKeysWith: { first, _ in first })
            let pids = actions.map(\.target.identity.pid)
            let trees = ActionLimits.trees(
                Array(actions.indices), parent: { planned[pids[$0]].flatMap { places[$0.parent] } },
                disposable: { present[pids[$0]]?.finding.disposable ?? 0 },
                memory: { present[pids[$0]]?.reach ?? .zero })
            for (place, gate) in limits.heldBack(trees) { held[pids[place]] = Refused(gate.reasonCode, gate.sentence) }
        }
        return held.reduce(into: [:]) { refusals, entry in
            let candidate = planned[entry.key]
            refusals[entry.key] = Refusal(
                target: ApplyRequest.Target(pid: entry.key, startID: candidate?.target.identity.startID),
                outcome: entry.value.outcome, decisionID: candidate?.decisionID)
        }
    }

    private struct Refused: Error {
        var outcome: ActionOutcome

        init(_ reasonCode: String, _ sentence: String, result: ActionOutcome.Result = .blocked) {
            outcome = ActionOutcome(result: result, reasonCode: reasonCode, sentence: sentence)
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
        if let difference = difference(wanted, candidate.target, present.target) {
            return .failure(Refused("identity_changed", difference))
        }
        if let gate = blockingGate(present.gates, request) {
            return .failure(Refused(gate.reasonCode, gate.sentence))
        }
        if request.verb != .resume, let gate = request.limits.findings(present.finding).first {
            return .failure(Refused(gate.reasonCode, gate.sentence))
        }
        if request.approver == .robot, let refusal = robotRefusal(candidate, present) { return .failure(refusal) }
        guard approvedSoFar < settings.actionsPerRun else {
            return .failure(
                Refused("rate_limited", "At most \(settings.actionsPerRun) actions are allowed in one run."))
        }
        return .success(
            ApprovedAction(
                decisionID: candidate.decisionID, target: present.target, steps: steps(request),
                residentMemory: present.residentMemory))
    }

    /// A zombie shows neither program nor arguments; having been planned alive, it has simply ended.
    private func hasEnded(_ planned: PlannedProcess, _ present: PresentProcess) -> Bool {
        present.finding.facts.state == .zombie && planned.state != .zombie
            && present.target.identity == planned.target.identity
    }

    /// - Returns: a sentence that names what differs; nil where it is the same process in every respect.
    private func difference(
        _ wanted: ApplyRequest.Target, _ planned: ProcessTarget, _ present: ProcessTarget
    ) -> String? {
        let again = "; make a new plan."
        if planned.identity != present.identity || (wanted.startID.map { $0 != planned.identity.startID } ?? false) {
            return "PID \(wanted.pid) is another process now (start \(present.identity.startID), "
                + "planned \(wanted.startID ?? planned.identity.startID))\(again)"
        }
        if planned.executable != present.executable {
            return "PID \(wanted.pid) runs another program file than when it was planned\(again)"
        }
        if planned.argumentsHash != present.argumentsHash {
            return "PID \(wanted.pid) has other arguments than when it was planned\(again)"
        }
        return nil
    }

    /// Resuming what was paused undoes an action; only vetoes speak against it.
    private func blockingGate(_ gates: [GateFinding], _ request: ApplyRequest) -> GateFinding? {
        gates.first { gate in
            switch gate.verdict {
            case .pass, .penalty: false
            case .veto: true
            case .postponed: request.verb != .resume
            case .needsApproval: request.approver == .robot && request.verb != .resume
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

    private func steps(_ request: ApplyRequest) -> [ProcessStep] {
        switch request.verb {
        case .stop: [.terminate(wait: settings.grace), .kill(wait: settings.killWait)]
        case .pause: [.pause]
        case .resume: [.resume]
        case .renice: [.renice(request.niceness)]
        }
    }
}
