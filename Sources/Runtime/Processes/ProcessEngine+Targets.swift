internal import Collectors
internal import Decision
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// PIDs that an earlier apply of the same session has already ended.
    func finishedPIDs(_ session: SessionID) throws(TendError) -> Set<Int32> {
        var finished: Set<Int32> = []
        let reader = try journal.reader()
        let decisions = try reader.decisions(session)
        for action in try reader.completedActions(session) where action.result == ActionOutcome.Result.done.rawValue {
            guard [ApplyRequest.Verb.stop, .stopUnit].map(\.rawValue).contains(action.action),
                let key = decisions.first(where: { $0.id == action.decision })?.subjectKey.split(separator: "@").first,
                let pid = Int32(key)
            else { continue }
            finished.insert(pid)
        }
        return finished
    }

    func targets(
        _ selection: Selection, _ plan: ProcessPlan, _ session: SessionID, _ verb: ApplyRequest.Verb?
    ) throws(TendError) -> [ApplyRequest.Target] {
        func all(_ chosen: [PlannedProcess]) -> [ApplyRequest.Target] {
            chosen.map { ApplyRequest.Target(pid: $0.pid, startID: $0.target.identity.startID, verb: verb ?? $0.verb) }
        }
        switch selection {
        case .preselected: return all(plan.candidates.filter(\.isPreselected))
        case .recommended: return all(plan.candidates.filter(\.recommendation.isBySignal))
        case .targets(let targets):
            return targets.map { target in
                var target = target
                target.verb = verb ?? plan.candidates.first { $0.pid == target.pid }?.verb
                return target
            }
        case .goal:
            return plan.candidates.filter { $0.goalPart != nil }.map { candidate in
                ApplyRequest.Target(
                    pid: candidate.pid, startID: candidate.target.identity.startID,
                    verb: verb ?? (candidate.verb.endsProcess ? candidate.verb : .stop))
            }
        case .unfinished:
            let pending = try journal.reader().pendingIntents(session).map(\.intent)
            return plan.candidates.compactMap { candidate in
                guard let intent = pending.first(where: { $0.decision.description == candidate.decisionID }) else {
                    return nil
                }
                return ApplyRequest.Target(
                    pid: candidate.pid, startID: candidate.target.identity.startID,
                    verb: verb ?? ApplyRequest.Verb(rawValue: intent.action))
            }
        }
    }

    /// Whether a target's end is what is asked for.
    static func ends(_ target: ApplyRequest.Target) -> Bool { [nil, .stop, .stopUnit].contains(target.verb) }

    /// Adds the members of each target's process group that the plan lists as well; the same is done to all.
    func withGroups(_ targets: [ApplyRequest.Target], _ plan: ProcessPlan) -> [ApplyRequest.Target] {
        let chosen = Dictionary(targets.map { ($0.pid, $0.verb) }, uniquingKeysWith: { first, _ in first })
        let verbs = Dictionary(
            plan.candidates.compactMap { candidate in chosen[candidate.pid].map { (candidate.target.processGroup, $0) }
            },
            uniquingKeysWith: { first, _ in first })
        let others = plan.candidates.filter { chosen[$0.pid] == nil }
        return targets.map { target in
            var target = target
            let group = plan.candidates.first { $0.pid == target.pid }?.target.processGroup
            if let verb = group.flatMap({ verbs[$0] }) { target.verb = verb }
            return target
        }
            + others.compactMap { candidate in
                verbs[candidate.target.processGroup].map { verb in
                    ApplyRequest.Target(
                        pid: candidate.pid, startID: candidate.target.identity.startID, verb: verb)
                }
            }
    }

    /// The targets as the machine shows them now, gates and all.
    func present(
        _ assessed: Assessed, _ request: ApplyRequest
    ) throws(TendError) -> [Int32: PresentProcess] {
        var wanted = Set(request.targets.map(\.pid))
        if request.wholeGroup {
            // Also those that the plan does not list: a protected one among them holds the group back.
            let groups = Set(assessed.raw.processes.filter { wanted.contains($0.pid) }.map(\.processGroup))
            wanted.formUnion(assessed.raw.processes.filter { groups.contains($0.processGroup) }.map(\.pid))
        }
        let derivation = try judgement().derivation
        let supervised = Set(request.targets.filter { $0.verb?.isForSupervisor == true }.map(\.pid))
        let descent = request.limits.boundsBlastRadius ? Descent(assessed.raw) : nil
        var present: [Int32: PresentProcess] = [:]
        for (index, process) in assessed.raw.processes.enumerated() where wanted.contains(process.pid) {
            present[process.pid] = PresentProcess(
                target: target(process), finding: assessed.findings[index],
                gates: assessed.gates.findings(assessed.findings[index]),
                residentMemory: process.counters.last?.residentMemory ?? .zero,
                supervisor: supervised.contains(process.pid) ? derivation.supervisor(of: index, in: assessed.raw) : nil,
                reach: descent?.reach(below: index))
        }
        return present
    }

    func applied(
        _ action: ApprovedAction, _ plan: ProcessPlan, _ outcome: ActionOutcome
    ) -> AppliedAction {
        entry(
            pid: action.target.identity.pid, startID: action.target.identity.startID, plan, action.verb, outcome)
    }

    func refused(
        _ refusal: Approval.Refusal, _ plan: ProcessPlan, _ verb: ApplyRequest.Verb
    ) -> AppliedAction {
        entry(
            pid: refusal.target.pid, startID: refusal.target.startID, plan, refusal.target.verb ?? verb, refusal.outcome
        )
    }

    func alreadyDone(_ target: ApplyRequest.Target, _ plan: ProcessPlan) -> AppliedAction {
        entry(
            pid: target.pid, startID: target.startID, plan, .stop,
            ActionOutcome(result: .alreadyDone, sentence: "PID \(target.pid) was ended by this session before."))
    }

    func entry(
        pid: Int32, startID: String?, _ plan: ProcessPlan, _ verb: ApplyRequest.Verb, _ outcome: ActionOutcome
    ) -> AppliedAction {
        let candidate = plan.candidates.first { $0.pid == pid }
        var entry = AppliedAction()
        entry.pid = pid
        entry.startID = startID ?? candidate?.target.identity.startID ?? ""
        entry.action = verb.rawValue
        entry.command = candidate?.command ?? ""
        entry.decisionID = candidate?.decisionID ?? ""
        entry.outcome = outcome
        return entry
    }
}

extension ProcessRecommendation {
    /// Whether carrying it out takes a signal or a control group, and no supervisor.
    var isBySignal: Bool { [.stop, .pause, .throttle, .renice].contains(self) }
}
