internal import Decision
internal import DiskDefence
internal import Formats
internal import History
internal import Model
internal import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    /// What is looked at to say whether removals were right: the newest so many of the last so many milliseconds.
    private static let judgedRemovals = 1000
    private static let judgedPeriod: Int64 = 30 * 86_400_000

    /// The policy as the record has it, with what was deleted by itself within the last hour.
    ///
    /// - Parameters:
    ///   - settings: of the guardrails.
    ///   - seconds: now, on the clock that the policy is then asked by.
    /// - Returns: in observe where nothing was recorded, and where the record cannot be read.
    func policy(_ settings: WatchSettings, at seconds: Double) -> PolicyGuard {
        let wall = Clocks.wallMilliseconds()
        // What cannot be read can neither be added to: an intent that is not recorded is not carried out.
        let before = (try? lastChange())??.change.from
        let made = ((try? begunByItself(since: wall - 3_600_000)) ?? []).map {
            DeletionBudget.Entry(seconds: seconds - Double(wall - $0) / 1000, count: 1)
        }
        return PolicyGuard(
            mode: journal.mode(of: "disk"), before: before ?? .observe, deletions: DeletionBudget(entries: made),
            settings: settings.guardrails)
    }

    private func lastChange() throws(TendError) -> (at: Int64, change: PolicyChange)? {
        guard FileSystem.exists(journal.databasePath) else { return nil }
        return try journal.lastChange(of: "disk")
    }

    /// Records a change of the mode that the watch made itself.
    ///
    /// - Returns: false where the record says another mode than the one that was changed: somebody's newer change stands.
    @discardableResult
    func record(_ transition: PolicyTransition) throws(TendError) -> Bool {
        let change = PolicyChange(from: transition.from, to: transition.to, reason: transition.sentence)
        let isRecorded = try journal.setModeIfUnchanged(change, of: "disk", redactor: redactor)
        if isRecorded { log(DiskEvent(transition, at: Clocks.wallMilliseconds())) }
        return isRecorded
    }

    /// How far the domain may go by itself, and how what it removed by itself turned out.
    ///
    /// A removal was wrong where its place is taken again: somebody made it anew, so somebody needed it.
    ///
    /// - Throws: `TendError` where the record cannot be read; one that was never made is no error.
    /// - Complexity: one lstat(2) for each of the newest thousand removals of 30 days.
    package func standing() throws(TendError) -> PolicyStanding {
        var standing = PolicyStanding()
        if let last = try lastChange() { (standing.change, standing.changedAt) = (last.change, last.at) }
        let removals = try removalsByItself(since: Clocks.wallMilliseconds() - Self.judgedPeriod)
            .suffix(Self.judgedRemovals)
        let again = removals.count { isTakenAgain($0.target) }
        standing.tally = StopTally(completed: removals.count, respawned: again)
        standing.evidence = StopEvidence(trials: removals.count, wrong: again)
        return standing
    }

    private func isTakenAgain(_ target: RedactedJSON) -> Bool {
        guard let value = try? JSONParser.parse(target.bytes), let removed = try? RemovalTarget.read(value),
            let path = String(validating: removed.path.bytes, as: UTF8.self)
        else { return false }
        return FileSystem.exists(path)
    }

    private func removalsByItself(since: Int64) throws(TendError) -> [CompletedAction] {
        try actionsByItself(since: since).filter { $0.result == ActionOutcome.Result.done.rawValue }
    }

    /// When removals were begun, whether they came to their end or not: what failed halfway is gone in part.
    private func begunByItself(since: Int64) throws(TendError) -> [Int64] {
        guard FileSystem.exists(journal.databasePath) else { return [] }
        let untouched = [ActionOutcome.Result.blocked, .gone].map(\.rawValue)
        let ended = try actionsByItself(since: since).filter { !untouched.contains($0.result) }.map(\.begunAt)
        let pending = try journal.reader().pendingIntents(domain: "disk").map(\.intent).filter {
            $0.at >= since && Self.modesThatRemove.contains($0.approver.text)
        }
        return ended + pending.map(\.at)
    }

    private static let modesThatRemove = [PolicyMode.canary, .enforce].map(\.rawValue)

    private func actionsByItself(since: Int64) throws(TendError) -> [CompletedAction] {
        guard FileSystem.exists(journal.databasePath) else { return [] }
        return try journal.reader().completedActions(domain: "disk", actions: ["remove"], since: since).filter {
            Self.modesThatRemove.contains($0.approver.text)
        }
    }
}
