internal import Decision
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

/// What becomes of what a shadow run would have ended, and of what was ended.
extension ProcessEngine {
    /// Begins to follow the candidates of a shadow plan.
    func followShadow(_ assessed: Assessed, _ plan: ProcessPlan, _ store: Store, _ now: Int64) throws(TendError) {
        let decisions = Dictionary(
            plan.candidates.map { ($0.pid, $0.decisionID) }, uniquingKeysWith: { first, _ in first })
        var trials: [TrialRecord] = []
        for decision in assessed.decisions where decision.recommendation != .keep {
            let id = decisions[assessed.sample.processes[decision.index].pid] ?? ""
            guard let trial = try trial(.shadow, decision.index, assessed, id, now) else { continue }
            trials.append(trial)
        }
        try store.begin(trials)
    }

    /// Begins to follow what an apply ended: whether anybody misses it.
    func followStops(_ report: ApplyReport, _ assessed: Assessed) {
        let ended = report.actions.filter {
            $0.outcome.result == .done && [ApplyRequest.Verb.stop, .stopUnit].map(\.rawValue).contains($0.action)
        }
        guard !ended.isEmpty else { return }
        let places = Dictionary(
            assessed.sample.processes.enumerated().map { ($1.pid, $0) }, uniquingKeysWith: { first, _ in first })
        _ = journal.attempt("what was ended is not followed") { store throws(TendError) in
            var trials: [TrialRecord] = []
            let now = Clocks.wallMilliseconds()
            for action in ended {
                guard let index = places[action.pid],
                    var trial = try trial(.stopped, index, assessed, action.decisionID, now)
                else { continue }
                // Who starts it again may do so before all of the plan is carried out.
                trial.seenAt = assessed.sample.host.capturedAt
                trials.append(trial)
            }
            try store.begin(trials)
        }
    }

    private func trial(
        _ kind: TrialRecord.Kind, _ index: Int, _ assessed: Assessed, _ decisionID: String, _ now: Int64
    ) throws(TendError) -> TrialRecord? {
        guard var subject = try subject(index, assessed, at: now),
            let arguments = assessed.raw.processes[index].arguments.value
        else { return nil }
        subject.decisionID = decisionID
        let identity = assessed.sample.processes[index].identity
        return TrialRecord(
            domain: "processes", kind: kind, bootID: identity.bootID, pid: identity.pid,
            startTicks: identity.startTicks, userID: identity.userID, argumentsHash: key.hash(arguments.bytes),
            program: subject.program, day: subject.day, body: redactor.assembled(subject.json), at: now, seenAt: now)
    }

    /// Looks in a scan what has become of everything that is followed, and learns from what is settled.
    ///
    /// - Complexity: nothing where nothing is followed; else linear in what is, and one hash a process where something
    ///   followed has ended.
    func followUp(_ assessed: Assessed, _ store: Store, _ now: Int64) throws(TendError) {
        let open = try store.openTrials(domain: "processes")
        guard !open.isEmpty else { return }
        var sight = TrialSight(assessed, key, now: now)
        var changed: [TrialRecord] = []
        var labels: [ProcessLabel] = []
        for trial in open {
            var trial = trial
            let before = (trial.seenAt, trial.outcome)
            let outcome = sight.outcome(&trial)
            trial.outcome = outcome?.rawValue
            trial.outcomeAt = outcome.map { _ in now }
            if before != (trial.seenAt, trial.outcome) { changed.append(trial) }
            if let outcome, let actual = sight.label(trial, outcome), let subject = trial.subject {
                labels.append(ProcessLabel(subject, actual, .outcome, at: now))
            }
        }
        try store.update(changed)
        _ = try record(labels)
    }
}

extension TrialRecord {
    /// Nil for one that another version wrote otherwise.
    var subject: LabelSubject? { try? LabelSubject.read(JSONParser.parse(body.bytes)) }
}

/// A scan as trials look at it.
private struct TrialSight {
    private let assessed: ProcessEngine.Assessed
    private let key: GroupingKey
    private let now: Int64
    private let places: [Int32: Int]
    /// Start times in milliseconds since 1970 by owner and arguments; worked out when first needed.
    private var starts: [Program: [Int64]]?

    private struct Program: Hashable {
        var owner: UInt32
        var argumentsHash: String
    }

    init(_ assessed: ProcessEngine.Assessed, _ key: GroupingKey, now: Int64) {
        self.assessed = assessed
        self.key = key
        self.now = now
        places = Dictionary(
            assessed.sample.processes.enumerated().map { ($1.pid, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What has become of a trial; nil while that is open.
    ///
    /// Notes in it when it was last seen alive.
    mutating func outcome(_ trial: inout TrialRecord) -> TrialOutcome? {
        if trial.kind == .shadow, let place = place(of: trial) {
            trial.seenAt = now
            guard now - trial.at >= TrialOutcome.day else { return nil }
            return assessed.findings[place].choice == .keep ? .needed : .unused
        }
        if let start = successor(of: trial) {
            guard trial.kind == .stopped else { return .restarted }
            return start - trial.seenAt <= TrialOutcome.soon ? .restarted : .restartedLater
        }
        if trial.kind == .stopped { return now - trial.seenAt >= TrialOutcome.day ? .stayedEnded : nil }
        return now - trial.seenAt > TrialOutcome.soon ? .ended : nil
    }

    /// The class that an outcome shows; nil where it only counts for how stops fare.
    mutating func label(_ trial: TrialRecord, _ outcome: TrialOutcome) -> ProcessClass? {
        switch outcome {
        case .stayedEnded: .abandoned
        case .restarted:
            // Of a shadow trial only the scan before its end is known: soon after that is soon after its end.
            successor(of: trial).map { $0 - trial.seenAt <= TrialOutcome.soon } == true ? .useful : nil
        case .needed, .unused, .restartedLater, .ended: nil
        }
    }

    private func place(of trial: TrialRecord) -> Int? {
        guard trial.bootID == assessed.sample.host.bootID, let place = places[trial.pid],
            assessed.sample.processes[place].identity.startTicks == trial.startTicks,
            assessed.findings[place].facts.state != .zombie
        else { return nil }
        return place
    }

    /// When the first process of the same owner and arguments began that did so after the end; a copy that ran beside it
    /// is none.
    private mutating func successor(of trial: TrialRecord) -> Int64? {
        let known = starts ?? startTimes()
        starts = known
        // Start ticks are rounded down, and the two clocks are not read at one instant.
        return known[Program(owner: trial.userID, argumentsHash: trial.argumentsHash)]?
            .filter { $0 >= trial.seenAt - 300 }.min()
    }

    private func startTimes() -> [Program: [Int64]] {
        let host = assessed.raw.host
        var times: [Program: [Int64]] = [:]
        for process in assessed.raw.processes {
            guard let arguments = process.arguments.value, !arguments.isEmpty else { continue }
            let program = Program(owner: process.identity.userID, argumentsHash: key.hash(arguments.bytes))
            let age = host.uptime - Double(process.identity.startTicks) / Double(max(1, host.ticksPerSecond))
            times[program, default: []].append(host.capturedAt - Int64(age * 1000))
        }
        return times
    }
}
