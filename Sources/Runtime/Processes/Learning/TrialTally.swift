package import Decision
internal import Formats
internal import History
internal import Model
package import Primitives
internal import Reporting

/// Which stops came out right, from trials and from labels: one a program and day, for copies are no witnesses.
package struct TrialTally: Sendable {
    private struct Key: Hashable {
        var program: String
        var day: Int64
    }

    private var verdicts: [Key: Bool] = [:]
    private var policies: Set<String> = []
    private var open = 0
    private var untold = 0

    /// - Parameters:
    ///   - trials: of one domain.
    ///   - labels: of the same; a person's verdict on a stop decides over what became of it.
    init(_ trials: [TrialRecord], _ labels: [ProcessLabel]) {
        let said = Dictionary(
            labels.filter { $0.source == .verdict }.map {
                (Key(program: $0.subject.program, day: $0.subject.day), $0.actual != .abandoned)
            }, uniquingKeysWith: { $1 })
        for trial in trials {
            guard let subject = trial.subject, subject.recommendation.endsProcess || trial.kind == .stopped else {
                continue
            }
            let key = Key(program: trial.program, day: trial.day)
            let outcome = trial.outcome.flatMap(TrialOutcome.init)
            guard let isWrong = said[key] ?? outcome?.isWrong else {
                if outcome == nil { open += 1 } else { untold += 1 }
                continue
            }
            // One wrong copy makes all of them wrong.
            verdicts[key] = (verdicts[key] ?? false) || isWrong
            policies.insert(subject.policy)
        }
    }

    package var evidence: StopEvidence {
        StopEvidence(trials: verdicts.count, wrong: verdicts.values.count { $0 }, policies: max(1, policies.count))
    }

    var report: CalibrationReport.StopTrials {
        let evidence = evidence
        var report = CalibrationReport.StopTrials()
        (report.trials, report.wrong, report.policies) = (evidence.trials, evidence.wrong, policies.count)
        report.programs = Set(verdicts.keys.map(\.program)).count
        (report.open, report.untold) = (open, untold)
        report.credibleUpperBound = evidence.credibleUpperBound
        report.pacBayesUpperBound = evidence.pacBayesUpperBound
        report.stillNeeded = evidence.stillNeeded
        return report
    }
}

extension Journal {
    /// What trials of a domain say of its stops; nothing where nothing was recorded.
    package func stopEvidence(of domain: String) throws(TendError) -> StopEvidence {
        let reader = try reader()
        let labels = try reader.labels(domain: domain).compactMap { record in
            // What another version wrote otherwise says nothing here.
            try? ProcessLabel.read(JSONParser.parse(record.body.bytes))
        }
        return TrialTally(try reader.trials(domain: domain), labels).evidence
    }
}
