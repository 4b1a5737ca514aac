internal import Decision
internal import Model
internal import Planning
internal import Primitives

/// What came out for the processes of some scenarios, in numbers.
struct ScenarioTally {
    private(set) var evaluation = ProcessEvaluation()
    /// One entry a judged process: what two judgements of the same scenarios are compared by.
    private(set) var recommendations: [ProcessRecommendation] = []
    /// Codes of the gates that asked for a person anywhere.
    private(set) var closedGates: Set<String> = []
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
            for gate in assessed.decisions[index].gates where gate.verdict == .needsApproval {
                closedGates.insert(gate.reasonCode)
            }
            posteriors.append(assessed.findings[index].posterior.probabilities)
            if verdict == .stop {
                wanted += 1
                found += recommendation.endsProcess ? 1 : 0
                let program = Program(scenario: scenario.name, command: process.commandText)
                programs[program] = (programs[program] ?? true) && recommendation.endsProcess
            }
            // Of what is another's to decide, the chance of being left over is neither right nor wrong.
            if verdict != .either && verdict != .route {
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

    /// What decided: the gates that held it back, or, where it was no choice of the judge, what speaks most for keeping it.
    private func deciding(_ index: Int, _ assessed: ProcessEngine.Assessed) -> [String] {
        let (decision, finding) = (assessed.decisions[index], assessed.findings[index])
        let gates = decision.gates.filter { $0.verdict.ceiling != .act }.map { "gate \($0.reasonCode)" }
        guard finding.choice != .stop else { return gates }
        let abandoned = ProcessClass.abandoned.index
        let terms = finding.ledger.groups.map { ($0.name, $0.contribution(classes: ProcessClass.count)[abandoned]) }
        let against = terms.filter { $0.1 < 0 }.min { $0.1 < $1.1 }
        let least = against ?? terms.min { $0.1 < $1.1 }
        return ["choice \(finding.choice.rawValue)"]
            + (least.map { ["term \($0.0) \($0.1.text(decimals: 1))"] } ?? []) + gates
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
        guard !verdict.accepts(recommendation) else { return nil }
        let process = assessed.sample.processes[index]
        var failure = ProcessEvaluation.Failure()
        failure.scenario = scenario.name
        failure.pid = process.pid
        failure.command = process.commandText
        failure.verdict = verdict.rawValue
        failure.recommendation = recommendation
        failure.abandoned = assessed.findings[index].disposable
        failure.isHarmful = verdict.isHarmedByOthers
        failure.margin = assessed.findings[index].stopBoundary?.margin
        failure.deciding = deciding(index, assessed)
        return failure
    }
}
