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
        let actions = try journal.reader().completedActions(session.id)
        for (place, action) in actions.enumerated() {
            guard let candidate = plan.candidates.first(where: { $0.decisionID == action.decision.description })
            else { continue }
            // What was paused and resumed later is held to the later action only.
            let isLast = !actions[(place + 1)...].contains { $0.decision == action.decision }
            verified.append(verify(action, candidate, isLast: isLast))
        }
        return verified
    }

    private func verify(_ action: CompletedAction, _ candidate: PlannedProcess, isLast: Bool) -> VerifiedAction {
        var entry = VerifiedAction()
        entry.pid = candidate.pid
        entry.startID = candidate.target.identity.startID
        entry.action = action.action
        entry.recorded = action.result
        let seen = Presence(of: candidate.target.identity)
        let sight = LiveSight(key: key, bootID: candidate.target.identity.bootID).sight
        let successor = seen == .ended ? sight.successor(candidate.target, Self.ticks(at: action.begunAt)) : nil
        entry.observed = successor == nil ? seen.rawValue : "respawned"
        let isDone = action.result == ActionOutcome.Result.done.rawValue
        let expected = isDone && isLast ? Presence.expected(after: action.action) : nil
        entry.isAsRecorded = expected.map { $0.rawValue == entry.observed } ?? true
        entry.sentence =
            successor.map { "PID \(candidate.pid) ended, and PID \($0) runs the same program again." }
            ?? seen.sentence(pid: candidate.pid)
        return entry
    }

    /// Clock ticks since boot of a time in milliseconds since 1970, as far as nobody has set the clock since.
    private static func ticks(at milliseconds: Int64) -> UInt64 {
        let ago = Double(Clocks.wallMilliseconds() - milliseconds) / 1000 * Double(Host.ticksPerSecond)
        return UInt64(max(0, Double(Clocks.ticksSinceBoot()) - ago))
    }

    /// The samples a session was judged from.
    package func storedSample(_ session: SessionID) throws(TendError) -> MachineSample {
        guard let stored = try journal.reader().samples(of: session) else {
            throw TendError(.notFound, "session \(session) holds no samples", area: "processes")
        }
        return try Recording.decode(stored.bytes, file: "session \(session)")
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
    package func record(
        _ sample: MachineSample, to path: String, isDryRun: Bool = false
    ) throws(TendError) -> RecordedSample {
        let bytes = Recording.encode(sample.redacted(by: redactor))
        do {
            if !isDryRun { try FileSystem.replace(path, with: bytes) }
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

/// What is to be seen of a process that was acted on.
private enum Presence: String {
    case ended, running, stopped, frozen

    init(of identity: ProcessIdentity) {
        do throws(SystemCallError) {
            let present = try ProcessCollector.current(pid: identity.pid, bootID: identity.bootID)
            guard let present, present.identity == identity else {
                self = .ended
                return
            }
            switch present.state {
            // A zombie has ended, whenever its parent takes notice.
            case .zombie, .dead: self = .ended
            case .stopped, .traced: self = .stopped
            // One that cannot be told to be frozen is not claimed to be.
            default: self = ControlGroupMounts().isFrozen(identity.pid) == true ? .frozen : .running
            }
        } catch {
            // Gone while it was read; or it cannot be seen, and then no end is claimed.
            self = error.isGone ? .ended : .running
        }
    }

    /// What a successful action leaves behind.
    static func expected(after action: String) -> Presence? {
        switch ApplyRequest.Verb(rawValue: action) {
        case .stop, .stopUnit: .ended
        case .pause: .stopped
        case .freeze: .frozen
        case .resume, .undo, .throttle, .quarantine: .running
        case .renice, .restart, nil: nil
        }
    }

    func sentence(pid: Int32) -> String {
        switch self {
        case .ended: "PID \(pid) has ended."
        case .running: "PID \(pid) still runs."
        case .stopped: "PID \(pid) is stopped (state T)."
        case .frozen: "PID \(pid) is frozen by its control group."
        }
    }
}
