internal import Decision
internal import Effects
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// Carries out what was approved: every intent on the disk first, then group by group, every outcome after it.
    func act(
        _ approved: ApprovedPlan, _ plan: ProcessPlan, _ session: SessionRecord, _ options: ApplyOptions,
        _ runner: any ActionRunning, deadline: Deadline, into report: inout ApplyReport
    ) throws(TendError) {
        guard !options.isDryRun else {
            report.actions += approved.actions.map { applied($0, plan, Self.wouldDo($0)) }
            return
        }
        let store = try journal.store()
        var pending = Dictionary(
            try store.pendingIntents(session.id).map {
                (Self.key($0.intent.decision.description, $0.intent.action), $0)
            },
            uniquingKeysWith: { first, _ in first })
        for action in report.actions where action.outcome.result == .gone {
            // What an interrupted run intended has happened by itself.
            guard let intent = pending.removeValue(forKey: Self.key(action.decisionID, action.action)) else { continue }
            try record(action.outcome, of: intent.id, store)
        }
        guard !approved.groups.isEmpty else { return }
        try store.updateSession(session.id, state: .applying, at: Clocks.wallMilliseconds())
        var intents: [[IntentID]] = []
        for group in approved.groups {
            var ofGroup: [IntentID] = []
            for action in group {
                // What was begun has its end recorded, with what takes it back, before it is begun again.
                if let intent = pending[Self.key(action.decisionID, action.verb.rawValue)],
                    try !settle(intent, store)
                {
                    ofGroup.append(intent.id)
                } else {
                    ofGroup.append(try intend(action, options, store))
                }
            }
            intents.append(ofGroup)
        }
        if options.approver == .robot { try pay(approved.actions) }
        try carryOut(approved, intents, plan, options, runner, store, deadline, into: &report)
        try store.updateSession(
            session.id, state: report.isInterrupted ? .interrupted : .done, at: Clocks.wallMilliseconds())
    }

    /// Spends a part of what may go wrong by itself, before anything is done.
    private func pay(_ actions: [ApprovedAction]) throws(TendError) {
        let alpha = try judgement().planner.discovery.alpha
        for copies in ApprovedAction.questions(actions) {
            guard let first = copies.first, first.verb.endsProcess, let decision = DecisionID(first.decisionID) else {
                continue
            }
            try journal.record(.spent, on: decision, of: "processes", alpha: alpha, at: Clocks.wallMilliseconds())
        }
    }

    private static func key(_ decision: String, _ action: String) -> String { "\(decision) \(action)" }

    private static func wouldDo(_ action: ApprovedAction) -> ActionOutcome {
        let how =
            action.verb.isForSupervisor ? "run" : action.steps.first?.isSignal == true ? "send" : "do this:"
        return ActionOutcome(
            result: .wouldDo,
            sentence: "Would \(how) \(action.steps.map(\.name).joined(separator: ", then ")); nothing was done.")
    }

    private func carryOut(
        _ approved: ApprovedPlan, _ intents: [[IntentID]], _ plan: ProcessPlan, _ options: ApplyOptions,
        _ runner: any ActionRunning, _ store: Store, _ deadline: Deadline, into report: inout ApplyReport
    ) throws(TendError) {
        var left = approved.actions.count
        for (group, intents) in zip(approved.groups, intents) {
            guard !Interruption.hasOccurred, !deadline.hasPassed else {
                report.isInterrupted = true
                let outcome = ActionOutcome(result: .pending, sentence: "Not started before the interruption.")
                report.actions += group.map { applied($0, plan, outcome) }
                continue
            }
            let outcomes: [ActionOutcome]
            if let obstacle = obstacle(report, options) {
                outcomes = group.map { _ in obstacle }
            } else {
                options.willAct(Self.announcement(group, done: report.actions.count, left: left))
                outcomes = runner.run(group) { self.foresee($1, of: intents[$0], store) }
            }
            left -= group.count
            for (place, outcome) in outcomes.enumerated() {
                report.actions.append(applied(group[place], plan, outcome.naming(leftAlone: group[place].leftAlone)))
                if outcome.reasonCode == "interrupted" {
                    report.isInterrupted = true
                } else {
                    try record(outcome, of: intents[place], store)
                }
            }
            lowerPolicyIfNeeded(&report)
        }
    }

    private static func announcement(_ group: [ApprovedAction], done: Int, left: Int) -> String {
        let pids = group.map { String($0.target.identity.pid) }.joined(separator: ", ")
        return "\(group[0].verb.rawValue) PID \(pids) (\(done + 1) of \(done + left))"
    }

    /// Why what is left of a run is not begun.
    private func obstacle(_ report: ApplyReport, _ options: ApplyOptions) -> ActionOutcome? {
        if let failure = report.actions.first(where: \.outcome.isUnforeseen), options.limits.abortsOnUnknown {
            return ActionOutcome(
                result: .blocked, reasonCode: "aborted",
                sentence:
                    "Not begun: PID \(failure.pid) did not end as foreseen, and the run is to end at such a thing.")
        }
        guard report.hasLoweredPolicy, options.approver == .robot else { return nil }
        return ActionOutcome(
            result: .blocked, reasonCode: "policy_lowered",
            sentence: "Not begun: an action of this run went wrong, and nothing goes by itself until somebody promotes "
                + "the policy again.")
    }

    /// A stop that respawned or had no effect shows that the policy judged wrongly: what goes by itself is taken back at
    /// once, not only for the next run.
    private func lowerPolicyIfNeeded(_ report: inout ApplyReport) {
        guard !report.hasLoweredPolicy, let first = report.actions.first(where: \.outcome.speaksAgainstPolicy)
        else { return }
        let mode = journal.mode(of: "processes")
        guard mode == .canary || mode == .enforce else { return }
        report.hasLoweredPolicy = true
        _ = journal.attempt("the policy mode could not be lowered") { store throws(TendError) in
            let reason = "an action of session \(report.sessionID) failed or respawned: \(first.outcome.sentence)"
            try journal.setMode(
                PolicyChange(from: mode, to: .fallback, reason: reason), of: "processes", redactor: redactor)
        }
    }

    /// Records how to take back what is about to be done; says why that could not be recorded.
    private func foresee(_ reversal: Reversal, of intent: IntentID, _ store: Store) -> String? {
        do throws(TendError) {
            try store.recordForeseen(
                redactor.json(reversal.json, keeping: Self.groupNames), of: intent, at: Clocks.wallMilliseconds())
            return nil
        } catch {
            return error.description
        }
    }

    /// Under which a reversal names control groups: those of containers look like secrets, and undoing needs them.
    private static let groupNames: Set<String> = ["directory", "moved_from"]

    /// Records of an intent that was interrupted after something was about to be done how that is taken back.
    ///
    /// - Returns: false where nothing was about to be done.
    @discardableResult
    func settle(_ intent: PendingIntent, _ store: Store) throws(TendError) -> Bool {
        guard let reversal = try foreseen(of: intent, store).first else { return false }
        var outcome = ActionOutcome(
            result: .noEffect, reasonCode: "interrupted",
            sentence: "tend ended in the midst of it, and what it changed is to be taken back.")
        outcome.reversal = reversal
        try record(outcome, of: intent.id, store)
        return true
    }

    /// How to take back what an interrupted intent was about to do, the newest first.
    func foreseen(of intent: PendingIntent, _ store: Store) throws(TendError) -> [Reversal] {
        try store.foreseen(of: intent).map { body throws(TendError) in
            try Reversal.read(JSONParser.parse(body.bytes))
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
        switch action.steps.first {
        case .ask(let order):
            writer.key("command")
            writer.string(order.text)
        default:
            writer.key("steps")
            writer.string(action.steps.map(\.name).joined(separator: ", "))
        }
        writer.endObject()
        return try store.recordIntent(
            IntentRecord(
                decision: decision, action: action.verb.rawValue, target: redactor.json(writer.bytes),
                approver: redactor.text(options.approver.rawValue), at: Clocks.wallMilliseconds()))
    }

    /// Records what was asked for and not begun, and why; it has no intent.
    func recordRefusals(_ actions: [AppliedAction], of session: SessionID) throws(TendError) {
        let store = try journal.store()
        for action in actions where [.blocked, .gone].contains(action.outcome.result) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("pid")
            writer.integer(action.pid)
            for (key, value) in [
                ("start_id", action.startID), ("decision_id", action.decisionID), ("action", action.action),
                ("result", action.outcome.result.rawValue), ("reason_code", action.outcome.reasonCode ?? ""),
            ] {
                writer.key(key)
                writer.string(value)
            }
            writer.endObject()
            try store.recordEvent(
                "processes.not_done", session: session, body: redactor.json(writer.bytes), at: Clocks.wallMilliseconds()
            )
        }
    }

    func record(_ outcome: ActionOutcome, of intent: IntentID, _ store: Store) throws(TendError) {
        try store.recordOutcome(
            OutcomeRecord(
                intent: intent, result: outcome.result.rawValue, reasonCode: outcome.reasonCode,
                details: try redactor.json(outcome.json, keeping: Self.groupNames), at: Clocks.wallMilliseconds()))
    }
}

extension ProcessStep {
    fileprivate var isSignal: Bool {
        switch self {
        case .terminate, .kill, .pause, .resume: true
        case .observe, .renice, .control, .takeBack, .ask: false
        }
    }
}

extension ActionOutcome {
    /// Adds who stayed out of a group's action.
    fileprivate func naming(leftAlone pids: [Int32]) -> ActionOutcome {
        guard !pids.isEmpty else { return self }
        var told = self
        told.sentence +=
            " Left alone, for the plan does not list \(pids.count == 1 ? "it" : "them"): PID "
            + pids.map { String($0) }.joined(separator: ", ") + "."
        return told
    }
}
