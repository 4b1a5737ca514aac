package import Model
package import Primitives

/// What became different since an earlier plan of the same machine.
package struct PlanDelta: Sendable {
    package var priorSession = ""
    package var priorMadeAt: Int64 = 0
    package var priorCandidates = 0
    package var currentCandidates = 0
    /// Processes whose facts were as they were, so that they kept what was made of them.
    package var unchanged = 0
    /// Suspicious now, and unknown to the earlier plan or not there yet.
    package var new: [PlanChange] = []
    /// More is recommended against it than then.
    package var worsened: [PlanChange] = []
    /// Less is recommended against it than then, or nothing any more.
    package var improved: [PlanChange] = []
    /// Suspicious then, and gone.
    package var resolved: [PlanChange] = []
    /// As suspicious as it was.
    package var persistent: [PlanChange] = []

    package init() {}
}

/// One process of two plans.
package struct PlanChange: Sendable, Equatable {
    package var pid: Int32 = 0
    package var startID = ""
    package var title = ""
    /// Redacted.
    package var command = ""
    /// What the earlier plan recommended; nil where it did not know the process.
    package var prior: ProcessRecommendation?
    /// What is recommended now; nil where it is gone.
    package var current: ProcessRecommendation?
    /// Why it is gone: `exited`, `ended_by_tend`, `rebooted`; nil where it is not.
    package var reason: String?
    /// Plans in a row that listed it, this one included; nil where it is gone or kept.
    package var sessions: Int?
    /// What tend explain answers to.
    package var decisionID = ""

    package init() {}
}

extension PlanDelta {
    /// Compares two plans of one machine.
    ///
    /// - Parameters:
    ///   - prior: the earlier plan; kept processes need not be listed in either.
    ///   - current: the plan made now.
    ///   - known: whether the earlier plan judged a process, whatever it recommended.
    ///   - present: the processes now.
    ///   - unread: PIDs of processes that are there and of which the kernel says nothing now.
    ///   - ended: what tend ended since.
    /// - Complexity: O(candidates).
    package init(
        prior: ProcessPlan, current: ProcessPlan, known: (ProcessIdentity) -> Bool, present: Set<ProcessIdentity>,
        unread: Set<Int32> = [], ended: Set<ProcessIdentity>
    ) {
        priorSession = prior.sessionID
        priorMadeAt = prior.madeAt
        let before = prior.candidates.filter { $0.recommendation != .keep }
        let earlier = Dictionary(before.map { ($0.target.identity, $0) }, uniquingKeysWith: { first, _ in first })
        // What died and was not reaped yet is gone, whoever is asked to reap it.
        let dead = Set(
            current.candidates.lazy.filter { $0.state == .zombie }.map(\.target.identity)
                .filter { earlier[$0].map { $0.state != .zombie } ?? false })
        let now = current.candidates.filter { $0.recommendation != .keep && !dead.contains($0.target.identity) }
        priorCandidates = before.count
        currentCandidates = now.count
        for process in now {
            var change = PlanChange(process)
            change.current = process.recommendation
            change.prior = earlier[process.target.identity]?.recommendation
            guard let then = change.prior else {
                change.prior = known(process.target.identity) ? .keep : nil
                if change.prior == nil { new.append(change) } else { worsened.append(change) }
                continue
            }
            switch process.recommendation.severity - then.severity {
            case 1...: worsened.append(change)
            case ..<0: improved.append(change)
            default: persistent.append(change)
            }
        }
        let listed = Set(now.map(\.target.identity))
        for process in before
        where !listed.contains(process.target.identity) && !unread.contains(process.target.identity.pid) {
            var change = PlanChange(process)
            change.prior = process.recommendation
            if present.contains(process.target.identity), !dead.contains(process.target.identity) {
                change.current = .keep
                improved.append(change)
            } else {
                change.reason =
                    prior.bootID != current.bootID
                    ? "rebooted" : ended.contains(process.target.identity) ? "ended_by_tend" : "exited"
                resolved.append(change)
            }
        }
    }
}

extension PlanChange {
    fileprivate init(_ process: PlannedProcess) {
        pid = process.pid
        startID = process.target.identity.startID
        title = process.title
        command = process.command
        decisionID = process.decisionID
    }

    /// What decisions about it are filed under.
    package var subjectKey: String { "\(pid)@\(startID)" }
}

extension ProcessRecommendation {
    /// How much is to be done: nothing, ask, hold it down, end it.
    fileprivate var severity: Int {
        switch self {
        case .keep: 0
        case .review: 1
        case .renice, .throttle, .pause: 2
        case .reapParent, .restart, .stopUnit, .stop: 3
        }
    }
}
