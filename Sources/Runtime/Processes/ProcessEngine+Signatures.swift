internal import Formats
internal import History
package import Model
internal import Planning
package import Primitives
internal import ProcessTriage
internal import SystemCalls

/// What the record says of known patterns: how they fared, and which ones decisions suggest.
extension ProcessEngine {
    /// Counts the matches of every signature among the candidates of so many of the newest recorded plans, and what came
    /// of stopping them.
    package func signatureStatistics(sessions limit: Int) throws(TendError) -> SignatureStatistics {
        var statistics = SignatureStatistics()
        var seen: Set<String> = []
        var tallies: [String: SignatureTally] = [:]
        var patterns = PatternSummary(seed: Host.randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) })
        let packs = try judgement().packs
        statistics.unreadable = try forEachPlan(limit) { session in
            statistics.sessions += 1
            var met: Set<String> = []
            for candidate in session.plan.candidates {
                let isNew = seen.insert(candidate.key).inserted
                statistics.candidates += isNew ? 1 : 0
                guard let match = candidate.signature else {
                    statistics.novel += isNew ? 1 : 0
                    let pattern = packs.pattern(of: candidate.words)
                    if isNew { patterns.meet(pattern, isRespawning: candidate.respawns != nil) }
                    for action in session.actions where action.isStop(of: candidate) {
                        patterns.stop(pattern, cameBack: action.reasonCode == "respawned")
                    }
                    continue
                }
                tallies[match.name, default: SignatureTally(match)].count(
                    candidate, match, isNewProcess: isNew, isNewSession: met.insert(match.name).inserted,
                    session.actions)
            }
        }
        statistics.signatures = tallies.values.sorted { ($1.processes, $0.name) < ($0.processes, $1.name) }
        statistics.patterns = patterns.top(PatternTally.shown)
        return statistics
    }

    /// Drafts signatures from what people stopped again and again: processes with the same arguments that no signature
    /// knew and that did not come back.
    ///
    /// What the policy stopped by itself is no decision, and what came back was wanted.
    package func signatureDrafts(sessions limit: Int, atLeast count: Int) throws(TendError) -> [SignatureDraft] {
        var groups: [String: StopGroup] = [:]
        var frequent = FrequentKeys(capacity: 1024)
        _ = try forEachPlan(limit) { session in
            for candidate in session.plan.candidates where candidate.signature == nil {
                guard let hash = candidate.target.argumentsHash else { continue }
                for action in session.actions where action.isStop(of: candidate) {
                    frequent.add(hash)
                    groups[hash, default: StopGroup(newest: candidate)].add(candidate, action)
                }
            }
            frequent.prune(&groups)
        }
        let packs = try judgement().packs
        return groups.values.filter { $0.isWanted == false && $0.stopped.count >= count }
            .map { packs.draft($0.stops) }
            .sorted { ($1.stops, $0.command) < ($0.stops, $1.command) }
    }

    private struct RecordedPlan {
        var plan: ProcessPlan
        var actions: [CompletedAction]
    }

    /// One plan after the other, the newest first; a record that was never made holds none.
    ///
    /// - Returns: how many sessions had no plan that can be read.
    private func forEachPlan(_ limit: Int, _ body: (RecordedPlan) -> Void) throws(TendError) -> Int {
        let reader: Store
        do throws(TendError) {
            reader = try journal.reader()
        } catch  where error.code == .notFound {
            return 0
        }
        var unreadable = 0
        for session in try reader.sessions(limit: limit, domain: "processes") {
            guard let plan = readable(try reader.plan(of: session.id)) else {
                unreadable += 1
                continue
            }
            body(RecordedPlan(plan: plan, actions: try reader.completedActions(session.id)))
        }
        return unreadable
    }

    private func readable(_ stored: RedactedJSON?) -> ProcessPlan? {
        // A plan of another version counts as unreadable, whatever is different in it.
        stored.flatMap { try? Self.plan(json: $0.bytes, from: "the record") }
    }
}

/// Stops of processes with the same arguments.
private struct StopGroup {
    /// The latest of them.
    let newest: PlannedProcess
    var stopped: Set<String> = []
    var levels: Set<AttachmentLevel> = []
    var youngest = Double.infinity
    /// One of them came back.
    var isWanted = false

    init(newest: PlannedProcess) {
        self.newest = newest
    }

    mutating func add(_ candidate: PlannedProcess, _ action: CompletedAction) {
        if action.reasonCode == "respawned" { isWanted = true }
        guard action.approver.text == ApplyRequest.Approver.person.rawValue else { return }
        stopped.insert(candidate.key)
        levels.formUnion(candidate.levels)
        youngest = min(youngest, candidate.ageSeconds)
    }

    var stops: ProcessPacks.RepeatedStops {
        ProcessPacks.RepeatedStops(
            command: newest.words, title: newest.title,
            category: newest.category, levels: AttachmentLevel.allCases.filter(levels.contains), youngest: youngest,
            count: stopped.count)
    }
}

extension PlannedProcess {
    /// The process, whichever plan lists it.
    fileprivate var key: String { "\(pid)@\(target.identity.startID)" }

    fileprivate var words: [String] { command.split(separator: " ").map(String.init) }
}

extension CompletedAction {
    fileprivate func isStop(of candidate: PlannedProcess) -> Bool {
        action == ApplyRequest.Verb.stop.rawValue && result == ActionOutcome.Result.done.rawValue
            && decision.description == candidate.decisionID
    }
}

extension SignatureTally {
    fileprivate init(_ match: PlannedSignature) {
        self.init()
        name = match.name
        version = match.version
        source = match.source
        expects = match.expects
    }

    fileprivate mutating func count(
        _ candidate: PlannedProcess, _ match: PlannedSignature, isNewProcess: Bool, isNewSession: Bool,
        _ actions: [CompletedAction]
    ) {
        sessions += isNewSession ? 1 : 0
        if isNewProcess {
            processes += 1
            endRecommended += candidate.recommendation.endsProcess ? 1 : 0
            contradicted += match.isHeard ? 0 : 1
        }
        for action in actions where action.isStop(of: candidate) {
            stopped += 1
            respawned += action.reasonCode == "respawned" ? 1 : 0
        }
    }
}
