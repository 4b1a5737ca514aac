internal import Decision
package import Model
internal import Planning
package import Primitives
internal import ProcessTriage
internal import SystemCalls

extension ProcessEngine {
    /// What to try beside judging the scenarios as they are.
    package struct EvaluationRequest: Sendable {
        /// Judge again without each group of evidence in turn.
        package var isAblated = false
        /// Judge again with each gate that asks for a person unheard in turn, and with all of them.
        package var ablatesGates = false
        /// As if scans had left every suspect undecided for so many seconds.
        package var undecidedSeconds: Double?
        /// Judge again with each fault in reading.
        package var isFaulted = false
        /// How many perturbed copies of each scenario to judge as well.
        package var perturbations = 0
        package var seed: UInt64 = 1

        package init() {}
    }

    /// Judges every scenario below a directory.
    ///
    /// - Throws: `TendError` for a directory without scenarios and for the first one that cannot be read.
    /// - Complexity: linear in processes, times one for each perturbation and group left out.
    package func evaluate(
        _ directory: String, _ request: EvaluationRequest = EvaluationRequest()
    ) throws(TendError) -> ProcessEvaluation {
        let start = Clocks.monotonicSeconds()
        var scenarios: [Scenario] = []
        for name in try Self.scenarioNames(directory) {
            scenarios.append(try Scenario(folder: "\(directory)/\(name)", name: name))
        }
        let judgement = try judgement()
        let overdue = request.undecidedSeconds
        let whole = tally(scenarios, by: judgement, undecidedFor: overdue)
        var evaluation = whole.finished
        evaluation.perturbations = request.perturbations
        for round in 0..<request.perturbations {
            var perturbed = scenarios
            for index in perturbed.indices {
                var perturbation = Perturbation(seed: request.seed &+ UInt64(round) &* 0x1_0001 &+ UInt64(index))
                perturbed[index].sample = perturbation.apply(to: perturbed[index].sample)
            }
            evaluation.harmfulPerturbed += tally(perturbed, by: judgement, undecidedFor: overdue).finished.failures
                .filter(\.isHarmful)
        }
        if request.isAblated { evaluation.ablation = ablation(scenarios, judgement, whole) }
        if request.ablatesGates { evaluation.gateAblation = gateAblation(scenarios, judgement, whole) }
        if request.isFaulted { evaluation.faults = ReadingFault.allCases.map { faulty($0, scenarios, judgement) } }
        evaluation.elapsedMilliseconds = (Clocks.monotonicSeconds() - start) * 1000
        return evaluation
    }

    private func tally(
        _ scenarios: [Scenario], by judgement: Judgement, undecidedFor seconds: Double? = nil
    ) -> ScenarioTally {
        var tally = ScenarioTally()
        for scenario in scenarios {
            var assessed = assess(scenario.sample, mode: .observe, by: judgement)
            if let seconds {
                let suspects = assessed.decisions.filter { $0.recommendation == .review }
                pauseOverdue(
                    &assessed, Dictionary(uniqueKeysWithValues: suspects.map { ($0.index, seconds) }), by: judgement)
            }
            tally.add(scenario, assessed)
        }
        return tally
    }

    /// What each gate that asks for a person costs and saves: everything judged again as if it said nothing.
    private func gateAblation(
        _ scenarios: [Scenario], _ judgement: Judgement, _ whole: ScenarioTally
    ) -> [ProcessEvaluation.Ablation] {
        let codes = whole.closedGates.sorted()
        return (codes.map { ($0, [$0]) } + [("all of them", codes)]).map { name, unheard in
            var planner = judgement.planner
            planner.unheard = Set(unheard)
            return ablation(name, tally(scenarios, by: judgement.planning(by: planner)), whole)
        }
    }

    private func ablation(
        _ name: String, _ without: ScenarioTally, _ whole: ScenarioTally
    ) -> ProcessEvaluation.Ablation {
        let result = without.finished
        return ProcessEvaluation.Ablation(
            group: name, flips: zip(whole.recommendations, without.recommendations).count { $0 != $1 },
            harmful: result.harmful, recall: result.recall, recallOfPrograms: result.recallOfPrograms,
            expectedCalibrationError: result.expectedCalibrationError,
            largestShift: without.largestShift(from: whole))
    }

    private func faulty(
        _ fault: ReadingFault, _ scenarios: [Scenario], _ judgement: Judgement
    ) -> ProcessEvaluation.Fault {
        var spoiled = scenarios
        for index in spoiled.indices { spoiled[index].sample = fault.apply(to: spoiled[index].sample) }
        let tally = tally(spoiled, by: judgement)
        let evaluation = tally.finished
        var result = ProcessEvaluation.Fault()
        result.name = fault.rawValue
        result.isWithstood = fault.isWithstood
        result.harmful = evaluation.harmful
        result.stops = tally.recommendations.count(where: \.endsProcess)
        result.recall = evaluation.recall
        return result
    }

    /// What each group of evidence adds, and each layer of the past: everything judged again without it.
    private func ablation(
        _ scenarios: [Scenario], _ judgement: Judgement, _ whole: ScenarioTally
    ) -> [ProcessEvaluation.Ablation] {
        (ProcessPriors.groups + ProcessPriors.layers + [LearnedPriors.ablationName]).map { group in
            var packs = judgement.packs
            if group == LearnedPriors.ablationName { packs.learned = nil } else { packs.priors.silence(group) }
            return ablation(group, tally(scenarios, by: Judgement(packs, settings.planning)), whole)
        }
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
