internal import Decision
internal import Model
internal import Planning

/// What came out for the processes of some scenarios, in numbers.
struct ScenarioTally {
    private(set) var evaluation = ProcessEvaluation()
    /// One entry a judged process: what two judgements of the same scenarios are compared by.
    private(set) var recommendations: [ProcessRecommendation] = []
    /// The probabilities of the same processes.
    private(set) var posteriors: [[Double]] = []
    private var predictions: [(probability: Double, isTrue: Bool)] = []
    private var wanted = 0
    private var found = 0
    private var programs: [Program: Bool] = [:]

    /// A hundred copies of one program on one machine are one thing to find.
    private struct Program: Hashable {
        var scenario: String
        var command: String
    }

    mutating func add(_ scenario: Scenario, _ assessed: ProcessEngine.Assessed) {
        evaluation.scenarios += 1
        for (index, process) in scenario.sample.processes.enumerated() where !process.isKernelThread {
            guard let verdict = scenario.verdicts[process.pid] else { continue }
            evaluation.processes += 1
            let recommendation = assessed.decisions[index].recommendation
            recommendations.append(recommendation)
            posteriors.append(assessed.findings[index].posterior.probabilities)
            if verdict == .stop {
                wanted += 1
                found += recommendation.endsProcess ? 1 : 0
                let program = Program(scenario: scenario.name, command: process.commandText)
                programs[program] = (programs[program] ?? true) && recommendation.endsProcess
            }
            if verdict != .either {
                predictions.append((assessed.findings[index].disposable, verdict != .keep))
            }
            if let failure = failure(scenario, index, assessed, verdict) { evaluation.failures.append(failure) }
        }
    }

    /// The numbers, once every scenario was added.
    var finished: ProcessEvaluation {
        var evaluation = evaluation
        evaluation.harmful = evaluation.failures.count(where: \.isHarmful)
        evaluation.recall = wanted > 0 ? Double(found) / Double(wanted) : nil
        evaluation.recallOfPrograms =
            programs.isEmpty ? nil : Double(programs.values.count { $0 }) / Double(programs.count)
        evaluation.expectedCalibrationError = ProcessEvaluation.calibrationError(predictions)
        return evaluation
    }

    /// The largest total variation distance between the probabilities of one process here and there.
    func largestShift(from other: ScenarioTally) -> Double {
        zip(posteriors, other.posteriors).reduce(0) { largest, pair in
            max(largest, zip(pair.0, pair.1).reduce(0) { $0 + abs($1.0 - $1.1) } / 2)
        }
    }

    private func failure(
        _ scenario: Scenario, _ index: Int, _ assessed: ProcessEngine.Assessed, _ verdict: Scenario.Verdict
    ) -> ProcessEvaluation.Failure? {
        let recommendation = assessed.decisions[index].recommendation
        let isWrong =
            switch verdict {
            case .keep: ![.keep, .review].contains(recommendation)
            case .stop: !recommendation.endsProcess
            case .reap: recommendation != .reapParent
            case .either: false
            }
        guard isWrong else { return nil }
        let process = assessed.sample.processes[index]
        var failure = ProcessEvaluation.Failure()
        failure.scenario = scenario.name
        failure.pid = process.pid
        failure.command = process.commandText
        failure.verdict = verdict.rawValue
        failure.recommendation = recommendation
        failure.abandoned = assessed.findings[index].disposable
        failure.isHarmful = verdict == .keep
        return failure
    }
}
