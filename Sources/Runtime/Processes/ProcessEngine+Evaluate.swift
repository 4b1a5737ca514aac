internal import Decision
package import Model
internal import Planning
package import Primitives
internal import SystemCalls

extension ProcessEngine {
    /// Judges every scenario below a directory.
    ///
    /// - Throws: `TendError` for a directory without scenarios and for the first one that cannot be read.
    package func evaluate(_ directory: String) throws(TendError) -> ProcessEvaluation {
        let start = Clocks.monotonicSeconds()
        var evaluation = ProcessEvaluation()
        var predictions: [(probability: Double, isTrue: Bool)] = []
        var wanted = 0
        var found = 0
        for name in try Self.scenarioNames(directory) {
            let scenario = try Scenario(folder: "\(directory)/\(name)", name: name)
            let assessed = try assess(scenario.sample, mode: .observe)
            evaluation.scenarios += 1
            for (index, process) in scenario.sample.processes.enumerated() where !process.isKernelThread {
                guard let verdict = scenario.verdicts[process.pid] else { continue }
                evaluation.processes += 1
                let recommendation = assessed.decisions[index].recommendation
                if verdict == .stop {
                    wanted += 1
                    found += recommendation.endsProcess ? 1 : 0
                }
                if verdict != .either {
                    predictions.append((assessed.findings[index].disposable, verdict != .keep))
                }
                if let failure = failure(scenario, index, assessed, verdict) { evaluation.failures.append(failure) }
            }
        }
        evaluation.harmful = evaluation.failures.count(where: \.isHarmful)
        evaluation.recall = wanted > 0 ? Double(found) / Double(wanted) : nil
        evaluation.expectedCalibrationError = ProcessEvaluation.calibrationError(predictions)
        evaluation.elapsedMilliseconds = (Clocks.monotonicSeconds() - start) * 1000
        return evaluation
    }

    private func failure(
        _ scenario: Scenario, _ index: Int, _ assessed: Assessed, _ verdict: Scenario.Verdict
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

    private static func scenarioNames(_ directory: String) throws(TendError) -> [String] {
        do {
            let names = try FileSystem.names(in: directory).filter {
                FileSystem.exists("\(directory)/\($0)/recording.jsonl")
            }
            guard !names.isEmpty else {
                throw TendError(
                    .notFound, "\(directory) holds no scenarios", area: "processes",
                    hint: "a scenario is a folder with recording.jsonl and verdicts.toml")
            }
            return names.sorted()
        } catch let error as SystemCallError {
            throw TendError(.notFound, "cannot read \(directory)", area: "processes", cause: error)
        } catch let error as TendError {
            throw error
        } catch {
            throw TendError(.internalError, "cannot read \(directory)", area: "processes", cause: error)
        }
    }
}
