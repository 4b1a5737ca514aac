internal import Decision
package import History
internal import Model
package import Planning
package import Primitives
internal import ProcessTriage
internal import SystemCalls

/// A session that a later plan is compared with.
package struct EarlierPlan: Sendable {
    package let plan: ProcessPlan
    /// What it made of every process; empty where it kept none, or of another boot.
    let judged: JudgedProcesses
    /// The same packs judged, with the same learned: what it made of a process still stands.
    let isComparable: Bool
    /// What tend ended since.
    let ended: Set<ProcessIdentity>
}

extension ProcessEngine {
    /// Reads a session back for comparison.
    ///
    /// - Throws: `TendError`: `not_found` for a session without a plan.
    package func earlierPlan(_ session: SessionRecord) throws(TendError) -> EarlierPlan {
        let plan = try storedPlan(session.id)
        let reader = try journal.reader()
        let isSameBoot = plan.bootID == (RunningProcess.bootID() ?? "")
        let ended = try reader.completedActions(session.id).filter { $0.result == ActionOutcome.Result.done.rawValue }
        let decisions = Dictionary(
            plan.candidates.map { ($0.decisionID, $0) }, uniquingKeysWith: { first, _ in first })
        return EarlierPlan(
            plan: plan,
            judged: try isSameBoot ? reader.judged(of: session.id) ?? JudgedProcesses() : JudgedProcesses(),
            isComparable: try plan.packs == judgement().packs.label,
            ended: Set(ended.compactMap { decisions[$0.decision.description]?.target.identity }))
    }

    /// The newest session that is at least so many seconds old.
    package func session(olderThan seconds: Double) throws(TendError) -> SessionRecord {
        let time = Clocks.wallMilliseconds() - Int64(seconds * 1000)
        guard let session = try journal.reader().session(domain: "processes", notAfter: time) else {
            throw TendError(
                .notFound, "no session is that old", area: "processes", hint: "list them: tend sessions list")
        }
        return session
    }

    /// What became different since an earlier plan, before the present one is recorded.
    func delta(_ plan: ProcessPlan, _ assessed: Assessed, since earlier: EarlierPlan) -> PlanDelta {
        let identities = assessed.sample.processes.map(\.identity)
        var delta = PlanDelta(
            prior: earlier.plan, current: plan,
            known: { earlier.judged.entries[JudgedProcesses.Key($0)] != nil },
            present: Set(identities), unread: assessed.sample.host.unreadPIDs, ended: earlier.ended)
        delta.unchanged = zip(identities, assessed.findings).count { identity, finding in
            FactDigest(finding.facts).flatMap { earlier.posterior(of: identity, $0) } != nil
        }
        let keys = (delta.new + delta.worsened + delta.improved + delta.persistent).map(\.subjectKey)
        // Without the record nobody can say how often; the rest stands.
        let counts =
            (try? journal.reader().consecutiveSessions(of: keys, domain: "processes")) ?? [:]
        func counted(_ changes: [PlanChange]) -> [PlanChange] {
            changes.map { change in
                var change = change
                // This plan is the next in the row.
                change.sessions = change.current == .keep ? nil : (counts[change.subjectKey] ?? 0) + 1
                return change
            }
        }
        delta.new = counted(delta.new)
        delta.worsened = counted(delta.worsened)
        delta.improved = counted(delta.improved)
        delta.persistent = counted(delta.persistent)
        return delta
    }
}

extension ProcessEngine.Assessed {
    /// What later plans need in order not to judge again what stays as it is.
    var judged: JudgedProcesses {
        var judged = JudgedProcesses()
        judged.entries.reserveCapacity(findings.count)
        // By place: observations and findings are large.
        for index in findings.indices where !sample.processes[index].isKernelThread {
            let posterior = (findings[index].alone ?? findings[index].posterior).probabilities
            judged.entries[JudgedProcesses.Key(sample.processes[index].identity)] = JudgedProcesses.Entry(
                digest: FactDigest(findings[index].facts)?.value,
                probabilities: SIMD3(posterior[0], posterior[1], posterior[2]))
        }
        return judged
    }
}

extension EarlierPlan {
    /// What was made of a process, if the facts are still the same and the same packs judge.
    func posterior(of identity: ProcessIdentity, _ digest: FactDigest) -> Posterior<ProcessClass>? {
        guard isComparable, let entry = judged.entries[JudgedProcesses.Key(identity)], let made = entry.digest,
            made == digest.value
        else { return nil }
        let living = [entry.probabilities[0], entry.probabilities[1], entry.probabilities[2]]
        return Posterior(probabilities: living + [max(0, 1 - entry.probabilities.sum())])
    }
}

extension JudgedProcesses.Key {
    fileprivate init(_ identity: ProcessIdentity) {
        self.init(pid: identity.pid, startTicks: identity.startTicks)
    }
}
