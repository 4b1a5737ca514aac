internal import Collectors
internal import Decision
package import Effects
internal import Formats
package import History
package import Model
package import Planning
package import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// Which of a plan's processes an apply is about.
    package enum Selection: Sendable {
        /// What the policy preselected.
        case preselected
        /// Everything recommended to be stopped.
        case recommended
        case targets([ApplyRequest.Target])
        /// What the plan chose to reach its goals; how these come out is then measured.
        case goal
        /// What an interrupted apply had intended and not finished.
        case unfinished
    }

    /// How an apply is to go.
    package struct ApplyOptions {
        package var selection: Selection
        package var approver: ApplyRequest.Approver
        /// Nil: what the plan advises for each, and a stop where it advises nothing of the kind.
        package var verb: ApplyRequest.Verb?
        package var wholeGroup = false
        package var niceness: Int32 = 10
        /// Hold against a person too; a robot is also held by those of the plan and of the settings.
        package var limits = ActionLimits()
        /// Check everything and do nothing.
        package var isDryRun = false
        /// Told before each action what is being done.
        package var willAct: (String) -> Void = { _ in }

        package init(selection: Selection, approver: ApplyRequest.Approver) {
            self.selection = selection
            self.approver = approver
        }
    }

    /// Applies a session's plan: revalidates it against a fresh scan, records every intent, acts, records every outcome.
    ///
    /// - Throws: `TendError`; `locked` while another tend of this user acts, and whatever keeps the record from being
    ///   written: what cannot be recorded is not done.
    package func apply(
        _ session: SessionRecord, _ options: ApplyOptions, runner: any ActionRunning, deadline: Deadline
    ) throws(TendError) -> ApplyReport {
        let plan = try storedPlan(session.id)
        guard !plan.isShadow, session.state != .shadow else {
            throw TendError(
                .blocked, "session \(session.id) is a shadow run and is never applied", area: "processes",
                hint: "make a plan without --shadow")
        }
        let lock = try options.isDryRun ? nil : journal.lock("processes apply")
        defer { withExtendedLifetime(lock) {} }
        let finished = try finishedPIDs(session.id)
        let targets = try targets(options.selection, plan, session.id, options.verb)
        let assessed = try assess(
            try scan(deadline: deadline), mode: plan.mode, asking: Set(targets.map(\.pid)),
            isPatient: targets.contains { $0.verb?.isForSupervisor == true })
        let before = plan.goal.map { _ in goalReading(assessed) }
        var options = options
        if options.approver == .robot {
            options.limits = options.limits.tightened(by: settings.planning.limits)
                .tightened(by: plan.limits ?? ActionLimits())
        }
        var request = ApplyRequest(
            approver: options.approver, verb: options.verb ?? .stop,
            targets: targets.filter { !finished.contains($0.pid) || !Self.ends($0) }, niceness: options.niceness,
            limits: options.limits)
        if options.wholeGroup { request.targets = withGroups(request.targets, plan, assessed) }
        let (approved, refusals) = Approval(settings: settings.planning)
            .approve(plan, request, present: try present(assessed, request))
        var report = ApplyReport()
        report.sessionID = session.id.text
        report.isDryRun = options.isDryRun
        report.availableBefore = assessed.sample.host.memoryAvailable
        report.actions =
            targets.filter { finished.contains($0.pid) && Self.ends($0) }.map { alreadyDone($0, plan) }
            + refusals.map { refused($0, plan, request.verb) }
        try act(approved, plan, session, options, runner, into: &report)
        followStops(report, assessed)
        report.availableAfter = ProcessCollector.availableMemory()
        if case .goal = options.selection, let goal = plan.goal, let before {
            report.goals = try measure(goal, since: before, isDone: report.done > 0, deadline: .none)
        }
        return report
    }

    private func act(
        _ approved: ApprovedPlan, _ plan: ProcessPlan, _ session: SessionRecord, _ options: ApplyOptions,
        _ runner: any ActionRunning, into report: inout ApplyReport
    ) throws(TendError) {
        guard !options.isDryRun else {
            report.actions += approved.actions.map { action in
                applied(
                    action, plan,
                    ActionOutcome(
                        result: .wouldDo,
                        sentence:
                            "Would \(action.verb.isForSupervisor ? "run" : "send") "
                            + "\(action.steps.map(\.name).joined(separator: ", then ")); nothing was done."))
            }
            return
        }
        let store = try journal.store()
        var pending = Dictionary(
            try store.pendingIntents(session.id).map { ($0.intent.decision.description, $0.id) },
            uniquingKeysWith: { first, _ in first })
        for action in report.actions where action.outcome.result == .gone {
            // What an interrupted run intended has happened by itself.
            guard let intent = pending.removeValue(forKey: action.decisionID) else { continue }
            try record(action.outcome, of: intent, store)
        }
        guard !approved.actions.isEmpty else { return }
        try store.updateSession(session.id, state: .applying, at: Clocks.wallMilliseconds())
        var intents: [IntentID] = []
        for action in approved.actions {
            if let intent = pending[action.decisionID] {
                intents.append(intent)
            } else {
                intents.append(try intend(action, options, store))
            }
        }
        var started = 0
        for (action, intent) in zip(approved.actions, intents) {
            guard !Interruption.hasOccurred else {
                report.isInterrupted = true
                report.actions.append(
                    applied(
                        action, plan,
                        ActionOutcome(result: .pending, sentence: "Not started before the interruption.")))
                continue
            }
            if let failure = report.actions.first(where: \.outcome.isUnforeseen), options.limits.abortsOnUnknown {
                let outcome = ActionOutcome(
                    result: .blocked, reasonCode: "aborted",
                    sentence: "Not begun: PID \(failure.pid) did not end as foreseen, and the run is to end at such a "
                        + "thing.")
                report.actions.append(applied(action, plan, outcome))
                try record(outcome, of: intent, store)
                continue
            }
            options.willAct(
                "\(action.verb.rawValue) PID \(action.target.identity.pid) (\(report.actions.count + 1) of "
                    + "\(report.actions.count + approved.actions.count - started))")
            started += 1
            let outcome = runner.run(action)
            report.actions.append(applied(action, plan, outcome))
            if outcome.reasonCode == "interrupted" {
                report.isInterrupted = true
            } else {
                try record(outcome, of: intent, store)
            }
        }
        try store.updateSession(
            session.id, state: report.isInterrupted ? .interrupted : .done, at: Clocks.wallMilliseconds())
        demoteIfNeeded(report)
    }

    /// A stop that respawned or had no effect shows that the policy judged wrongly: what goes by itself is taken back.
    private func demoteIfNeeded(_ report: ApplyReport) {
        let mode = journal.mode(of: "processes")
        let failures = report.actions.filter(\.outcome.speaksAgainstPolicy)
        guard mode == .canary || mode == .enforce, let first = failures.first else { return }
        _ = journal.attempt("the policy mode could not be lowered") { store throws(TendError) in
            let reason =
                "\(failures.count) of \(report.actions.count) actions failed or respawned: \(first.outcome.sentence)"
            try journal.setMode(
                PolicyChange(from: mode, to: .fallback, reason: reason), of: "processes", redactor: redactor)
        }
    }

    private func intend(
        _ action: ApprovedAction, _ options: ApplyOptions, _ store: Store
    ) throws(TendError) -> IntentID {
        guard let decision = DecisionID(action.decisionID) else {
            throw TendError(.internalError, "'\(action.decisionID)' is no decision id", area: "processes")
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("pid")
        writer.integer(action.target.identity.pid)
        writer.key("start_id")
        writer.string(action.target.identity.startID)
        if case .ask(let order) = action.steps.first {
            writer.key("command")
            writer.string(order.text)
        }
        writer.endObject()
        return try store.recordIntent(
            IntentRecord(
                decision: decision, action: action.verb.rawValue, target: redactor.json(writer.bytes),
                approver: redactor.text(options.approver.rawValue), at: Clocks.wallMilliseconds()))
    }

    private func record(_ outcome: ActionOutcome, of intent: IntentID, _ store: Store) throws(TendError) {
        try store.recordOutcome(
            OutcomeRecord(
                intent: intent, result: outcome.result.rawValue, reasonCode: outcome.reasonCode,
                details: try redactor.json(outcome.json), at: Clocks.wallMilliseconds()))
    }
}

extension ProcessEngine {
    /// PIDs that an earlier apply of the same session has already ended.
    private func finishedPIDs(_ session: SessionID) throws(TendError) -> Set<Int32> {
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

    private func targets(
        _ selection: Selection, _ plan: ProcessPlan, _ session: SessionID, _ verb: ApplyRequest.Verb?
    ) throws(TendError) -> [ApplyRequest.Target] {
        func all(_ chosen: [PlannedProcess]) -> [ApplyRequest.Target] {
            chosen.map { ApplyRequest.Target(pid: $0.pid, startID: $0.target.identity.startID, verb: verb) }
        }
        switch selection {
        case .preselected: return all(plan.candidates.filter(\.isPreselected))
        case .recommended: return all(plan.candidates.filter { $0.recommendation == .stop })
        case .targets(let targets):
            return targets.map { target in
                var target = target
                target.verb = verb ?? plan.candidates.first { $0.pid == target.pid }?.verb
                return target
            }
        case .goal: return all(plan.candidates.filter { $0.goalPart != nil })
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
    private static func ends(_ target: ApplyRequest.Target) -> Bool { [nil, .stop, .stopUnit].contains(target.verb) }

    /// Adds the members of each target's process group that the plan lists as well.
    private func withGroups(
        _ targets: [ApplyRequest.Target], _ plan: ProcessPlan, _ assessed: Assessed
    ) -> [ApplyRequest.Target] {
        let chosen = Set(targets.map(\.pid))
        let groups = Set(plan.candidates.filter { chosen.contains($0.pid) }.map(\.target.processGroup))
        let others = plan.candidates.filter { groups.contains($0.target.processGroup) && !chosen.contains($0.pid) }
        return targets + others.map { ApplyRequest.Target(pid: $0.pid, startID: $0.target.identity.startID) }
    }

    /// The targets as the machine shows them now, gates and all.
    private func present(
        _ assessed: Assessed, _ request: ApplyRequest
    ) throws(TendError) -> [Int32: PresentProcess] {
        let wanted = Set(request.targets.map(\.pid))
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
                reach: descent?.memory(below: index))
        }
        return present
    }

    private func applied(
        _ action: ApprovedAction, _ plan: ProcessPlan, _ outcome: ActionOutcome
    ) -> AppliedAction {
        entry(
            pid: action.target.identity.pid, startID: action.target.identity.startID, plan, action.verb, outcome)
    }

    private func refused(
        _ refusal: Approval.Refusal, _ plan: ProcessPlan, _ verb: ApplyRequest.Verb
    ) -> AppliedAction {
        entry(
            pid: refusal.target.pid, startID: refusal.target.startID, plan, refusal.target.verb ?? verb, refusal.outcome
        )
    }

    private func alreadyDone(_ target: ApplyRequest.Target, _ plan: ProcessPlan) -> AppliedAction {
        entry(
            pid: target.pid, startID: target.startID, plan, .stop,
            ActionOutcome(result: .alreadyDone, sentence: "PID \(target.pid) was ended by this session before."))
    }

    private func entry(
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
