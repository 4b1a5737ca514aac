internal import Collectors
internal import Decision
package import Effects
internal import Formats
package import History
package import Model
internal import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

/// What one process of a session still has on it.
private struct UndoEntry {
    var decisionID: String
    /// Newest first.
    var reversals: [Reversal] = []
    /// It had some, and they were taken back.
    var wasTakenBack = false
    /// The action that ended it, in the words of its outcome.
    var end: String?
    /// An action was begun whose outcome is not known.
    var isUnfinished = false
}

extension ProcessEngine {
    /// Takes back what a session's actions did, as far as that can be done, and says of the rest why it cannot.
    ///
    /// Each process must still be the very same one; every step is read back, recorded, and done at most once.
    ///
    /// - Throws: `TendError`; `locked` while another tend of this user acts, and whatever keeps the record from being
    ///   written.
    package func undo(
        _ session: SessionRecord, isDryRun: Bool, runner: any ActionRunning, deadline: Deadline
    ) throws(TendError) -> ApplyReport {
        let plan = try storedPlan(session.id)
        let lock = try isDryRun ? nil : journal.lock("processes undo")
        defer { withExtendedLifetime(lock) {} }
        let entries = try undoEntries(session.id)
        var report = ApplyReport()
        report.sessionID = session.id.text
        report.isDryRun = isDryRun
        report.availableBefore = ProcessCollector.availableMemory()
        report.actions = entries.compactMap { settled($0, plan) }
        let targets = entries.compactMap { target($0, plan) }
        if !targets.isEmpty {
            // Should this be interrupted as well, the next undo finds it with what was done.
            if !isDryRun {
                let store = try journal.store()
                for intent in try interrupted(session.id, store) { try settle(intent, store) }
            }
            let assessed = try assess(try scan(deadline: deadline), mode: .observe)
            var options = ApplyOptions(selection: .targets(targets), approver: .person)
            options.isDryRun = isDryRun
            let request = ApplyRequest(approver: .person, verb: .undo, targets: targets)
            let (approved, refusals) = Approval(settings: settings.planning)
                .approve(
                    plan, request, present: try present(assessed, request), unread: assessed.raw.host.unreadPIDs)
            let notDone = refusals.map { refused($0, plan, .undo) }
            if !isDryRun { try recordRefusals(notDone, of: session.id) }
            report.actions += notDone
            try act(approved, plan, session, options, runner, deadline: deadline, into: &report)
        }
        report.availableAfter = ProcessCollector.availableMemory()
        return report
    }

    /// The newest session that carried anything out; nil where none did.
    package func latestActiveSession() throws(TendError) -> SessionRecord? {
        let reader = try journal.reader()
        for session in try reader.sessions(limit: 200, domain: "processes") {
            let hasActed = try !reader.completedActions(session.id).isEmpty
            let isActing = try !reader.pendingIntents(session.id).isEmpty
            if hasActed || isActing { return session }
        }
        return nil
    }

    /// What was done and not taken back, by process, in the order in which they were first acted on.
    private func undoEntries(_ session: SessionID) throws(TendError) -> [UndoEntry] {
        let reader = try journal.reader()
        var entries: [UndoEntry] = []
        func change(_ decision: DecisionID, _ body: (inout UndoEntry) -> Void) {
            let id = decision.description
            let place = entries.firstIndex { $0.decisionID == id } ?? entries.endIndex
            if place == entries.endIndex { entries.append(UndoEntry(decisionID: id)) }
            body(&entries[place])
        }
        for action in try reader.completedActions(session) {
            let outcome = try ActionOutcome.read(JSONParser.parse(action.details.bytes))
            let isGood = outcome.result == .done || outcome.result == .alreadyDone
            if outcome.died == true { change(action.decision) { $0.end = outcome.sentence } }
            if let reversal = outcome.reversal { change(action.decision) { $0.reversals.insert(reversal, at: 0) } }
            guard isGood else { continue }
            switch ApplyRequest.Verb(rawValue: action.action) {
            case .undo:
                change(action.decision) { entry in
                    entry.wasTakenBack = true
                    entry.reversals = []
                }
            case .resume: change(action.decision) { $0.reversals.removeAll { $0.kind == .resume } }
            default: break
            }
        }
        for pending in try interrupted(session, reader) {
            let foreseen = try foreseen(of: pending, reader)
            let isStop = [.pause, .stop].contains(ApplyRequest.Verb(rawValue: pending.intent.action))
            change(pending.intent.decision) { entry in
                entry.isUnfinished = true
                entry.reversals.insert(contentsOf: foreseen, at: 0)
                // What was stopped is told by what it shows.
                if isStop { entry.reversals.insert(Reversal(.resume), at: 0) }
            }
        }
        return entries
    }

    /// What was begun and has no outcome, but for taking something back.
    private func interrupted(_ session: SessionID, _ store: Store) throws(TendError) -> [PendingIntent] {
        try store.pendingIntents(session).filter { pending in
            ApplyRequest.Verb(rawValue: pending.intent.action).map { $0 != .undo } ?? false
        }
    }

    private func target(_ entry: UndoEntry, _ plan: ProcessPlan) -> ApplyRequest.Target? {
        guard !entry.reversals.isEmpty, entry.end == nil,
            let candidate = plan.candidates.first(where: { $0.decisionID == entry.decisionID })
        else { return nil }
        var target = ApplyRequest.Target(
            pid: candidate.pid, startID: candidate.target.identity.startID, verb: .undo)
        target.reversals = entry.reversals
        return target
    }

    /// The answer where nothing is left to be done, or nothing can be.
    private func settled(_ entry: UndoEntry, _ plan: ProcessPlan) -> AppliedAction? {
        guard let candidate = plan.candidates.first(where: { $0.decisionID == entry.decisionID }) else { return nil }
        let outcome: ActionOutcome
        if let end = entry.end {
            outcome = ActionOutcome(
                result: .blocked, reasonCode: "cannot_be_undone",
                sentence: "\(end) What has ended cannot be brought back: its memory is gone; start it again yourself.")
        } else if entry.reversals.isEmpty, entry.wasTakenBack {
            outcome = ActionOutcome(
                result: .alreadyDone, sentence: "What was done to PID \(candidate.pid) was taken back before.")
        } else if entry.reversals.isEmpty, entry.isUnfinished {
            outcome = ActionOutcome(
                result: .blocked, reasonCode: "not_known",
                sentence:
                    "An action on PID \(candidate.pid) was interrupted, and nothing is on record that it changed; "
                    + "see tend processes agent status.")
        } else {
            return nil
        }
        return self.entry(
            pid: candidate.pid, startID: candidate.target.identity.startID, plan, .undo, outcome)
    }
}
