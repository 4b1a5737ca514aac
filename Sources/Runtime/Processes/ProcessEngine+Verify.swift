internal import Collectors
internal import Effects
internal import Formats
package import History
package import Model
package import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// Looks whether what a session did still holds.
    package func verify(_ session: SessionRecord) throws(TendError) -> [VerifiedAction] {
        let plan = try storedPlan(session.id)
        var verified: [VerifiedAction] = []
        for action in try journal.reader().completedActions(session.id) {
            guard let candidate = plan.candidates.first(where: { $0.decisionID == action.decision.description })
            else { continue }
            verified.append(verify(action, candidate))
        }
        return verified
    }

    private func verify(_ action: CompletedAction, _ candidate: PlannedProcess) -> VerifiedAction {
        var entry = VerifiedAction()
        entry.pid = candidate.pid
        entry.startID = candidate.target.identity.startID
        entry.action = action.action
        entry.recorded = action.result
        let sight = LiveSight(key: key, bootID: candidate.target.identity.bootID).sight
        // An error here means that the process cannot be seen, and it is then reported as running: never claim an end.
        let present: ProcessTarget?
        switch sight.target(candidate.pid) {
        case .success(let target): present = target
        case .failure(let error): present = error.isGone ? nil : candidate.target
        }
        let isRunning = present?.identity == candidate.target.identity
        let successor = isRunning ? nil : sight.successor(candidate.target)
        entry.observed = isRunning ? "running" : successor == nil ? "ended" : "respawned"
        let shouldHaveEnded = action.action == ApplyRequest.Verb.stop.rawValue && action.result == "done"
        entry.isAsRecorded = shouldHaveEnded ? entry.observed == "ended" : true
        entry.sentence =
            successor.map { "PID \(candidate.pid) ended, and PID \($0) runs the same program again." }
            ?? (isRunning ? "PID \(candidate.pid) still runs." : "PID \(candidate.pid) has ended.")
        return entry
    }

    /// The samples a session was judged from.
    package func storedSample(_ session: SessionID) throws(TendError) -> MachineSample {
        guard let stored = try journal.reader().samples(of: session) else {
            throw TendError(.notFound, "session \(session) holds no samples", area: "processes")
        }
        return try Recording.decode(stored.bytes, file: "session \(session)")
    }

    /// One process with everything that led to its recommendation, also where it is kept.
    ///
    /// - Throws: `TendError` (`not_found`) where the sample has no such PID.
    package func explain(_ pid: Int32, in assessed: Assessed) throws(TendError) -> PlannedProcess {
        guard let index = assessed.sample.processes.firstIndex(where: { $0.pid == pid }) else {
            throw TendError(
                .notFound, "there is no process \(pid) in this sample", area: "processes",
                hint: "list them: tend processes scan")
        }
        return PlanDraft(self, assessed).planned(index)
    }

    /// All processes of a sample, judged, in PID order.
    package func judged(_ assessed: Assessed) -> [PlannedProcess] {
        let draft = PlanDraft(self, assessed)
        return assessed.sample.processes.indices.map(draft.planned)
    }
}

extension ProcessEngine {
    /// Writes a sample to a file that every command can judge; secrets are taken out before.
    ///
    /// - Throws: `TendError` (`cannot_create`, `input_output`) naming the file.
    package func record(_ sample: MachineSample, to path: String) throws(TendError) -> RecordedSample {
        let bytes = Recording.encode(sample.redacted(by: redactor))
        do {
            try FileSystem.replace(path, with: bytes)
        } catch {
            throw TendError(
                error.isFull ? .inputOutput : .cannotCreate, "cannot write \(path)", area: "processes",
                hint: "choose another place", cause: error)
        }
        var recorded = RecordedSample()
        recorded.path = path
        recorded.processes = sample.processes.count
        recorded.bytes = ByteCount(UInt64(bytes.count))
        recorded.window = sample.host.window
        return recorded
    }
}
