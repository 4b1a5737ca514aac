internal import Effects
internal import Formats
internal import History
package import Model
package import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    private static let kept: Int64 = 400 * 86_400_000

    /// Finishes what an interruption left half done, and removes what was kept long enough.
    ///
    /// A removal that had moved its artifact is carried to its end; one that had not begun is closed as not done.
    ///
    /// - Parameter removes: whether removals are carried to their end; where nothing may be removed, they wait.
    /// - Returns: what was settled; empty where there was nothing.
    /// - Throws: `TendError` where the record cannot be written, and while somebody else removes.
    @discardableResult
    package func settleEarlier(removes: Bool = true) throws(TendError) -> [ArtifactOutcome] {
        guard FileSystem.exists(journal.databasePath) else { return [] }
        let store = try journal.store()
        // Somebody who is at it holds the lock; what has no holder was left by an interruption.
        let lock = try journal.lock("disk clean")
        defer { withExtendedLifetime(lock) {} }
        let keeper = TrashKeeper { Interruption.hasOccurred }
        var outcomes: [ArtifactOutcome] = []
        for pending in try store.pendingIntents(domain: "disk") {
            guard let target = Self.target(pending.intent.target) else { continue }
            if !removes, pending.intent.action == "remove", keeper.state(of: target) == .moved { continue }
            if let outcome = Self.settled(target, pending.intent.action, keeper) {
                outcomes.append(outcome)
                try settle(pending.id, outcome, store)
                log(DiskEvent(outcome, target, pending.intent.decision.description, at: Clocks.wallMilliseconds()))
            }
        }
        let now = Clocks.wallMilliseconds()
        for action in try quarantined(store) where (action.target.keepUntil ?? .max) <= now {
            outcomes.append(try close(action, "expire", store) { keeper.finish($0) })
        }
        return outcomes
    }

    /// Nil where it cannot be told yet how it stands.
    private static func settled(_ target: RemovalTarget, _ action: String, _ keeper: TrashKeeper) -> ArtifactOutcome? {
        switch keeper.state(of: target) {
        case .unknown: return nil
        case .untouched:
            keeper.clear(target)
            return ArtifactOutcome(
                result: .blocked, reasonCode: "interrupted",
                sentence: "Interrupted before it was moved; the next scan shows what there is of it.")
        case .gone:
            return ArtifactOutcome(
                result: .done, reasonCode: "finished_later", sentence: "Removed before the interruption.")
        case .moved where action == "remove": return keeper.finish(target)
        case .moved:
            return ArtifactOutcome(
                result: .done, reasonCode: "quarantined",
                sentence: "Moved to a directory beside its place; tend disk undo puts it back.")
        }
    }

    /// Puts back what was kept: of one decision, or of a whole session.
    ///
    /// - Throws: `TendError`: `not_found` where nothing of it was kept.
    package func undo(_ id: String, isDryRun: Bool) throws(TendError) -> RemovalReport {
        let lock = try isDryRun ? nil : journal.lock("disk undo")
        defer { withExtendedLifetime(lock) {} }
        let store = try journal.store()
        let session = try store.session(matching: String(id.prefix { $0 != "." })).id
        let decision = id.contains(".") ? try store.decision(matching: id).id : nil
        let kept = try quarantined(store).filter { action in
            action.decision.session == session && (decision == nil || action.decision == decision)
        }
        guard !kept.isEmpty else {
            throw TendError(
                .notFound, "nothing of \(id) lies in quarantine", area: "disk",
                hint: "only what clean --quarantine removed can be put back; see tend disk log")
        }
        var report = RemovalReport()
        report.isDryRun = isDryRun
        report.sessionID = session.text
        let keeper = TrashKeeper { Interruption.hasOccurred }
        for action in kept {
            var row = RemovalReport.Row()
            row.path = action.target.path
            row.decisionID = action.decision.description
            row.outcome =
                isDryRun
                ? ArtifactOutcome(result: .wouldDo, sentence: "Would be put back; nothing was done.")
                : try close(action, "restore", store) { keeper.restore($0) }
            report.add(row)
        }
        return report
    }

    /// Something that was moved and is kept.
    private struct Kept {
        var decision: DecisionID
        var target: RemovalTarget
    }

    /// What still lies in quarantine by the record.
    private func quarantined(_ store: Store) throws(TendError) -> [Kept] {
        var kept: [Kept] = []
        let actions = try store.completedActions(
            domain: "disk", actions: ["quarantine", "restore", "expire"],
            since: Clocks.wallMilliseconds() - Self.kept)
        for action in actions where action.result == ActionOutcome.Result.done.rawValue {
            guard action.action == "quarantine", action.reasonCode == "quarantined",
                let target = Self.target(action.target)
            else {
                kept.removeAll { $0.decision == action.decision }
                continue
            }
            kept.append(Kept(decision: action.decision, target: target))
        }
        return kept
    }

    private func close(
        _ kept: Kept, _ action: String, _ store: Store, _ body: (RemovalTarget) -> ArtifactOutcome
    ) throws(TendError) -> ArtifactOutcome {
        let intent = try store.recordIntent(
            IntentRecord(
                decision: kept.decision, action: action, target: redactor.assembled(kept.target.storedJSON),
                approver: redactor.text(action == "restore" ? "person" : "retention"), at: Clocks.wallMilliseconds()))
        let outcome = body(kept.target)
        try settle(intent, outcome, store)
        var event = DiskEvent(outcome, kept.target, kept.decision.description, at: Clocks.wallMilliseconds())
        if outcome.result == .done, action == "restore" { (event.result, event.reason) = ("restored", nil) }
        if outcome.result == .done, action == "expire" { event.reason = "expired" }
        log(event)
        return outcome
    }

    /// Nil for what another version wrote.
    private static func target(_ stored: RedactedJSON) -> RemovalTarget? {
        try? RemovalTarget.read(try JSONParser.parse(stored.bytes))
    }
}

extension DiskEvent {
    /// What came of something that had been moved aside earlier.
    init(_ outcome: ArtifactOutcome, _ target: RemovalTarget, _ decision: String, at: Int64) {
        self.init(at: at, kind: .removal)
        subject = target.path
        result = outcome.result.rawValue
        reason = outcome.reasonCode
        bytes = outcome.freedBytes > .zero ? outcome.freedBytes : nil
        decisionID = decision
        sentence = outcome.sentence
    }
}
