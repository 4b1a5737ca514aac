/// How well recorded machines are judged, in numbers.
package struct ProcessEvaluation: Sendable {
    /// One process that was judged otherwise than it ought to be.
    package struct Failure: Sendable {
        package var scenario = ""
        package var pid: Int32 = 0
        package var command = ""
        package var verdict = ""
        package var recommendation = ProcessRecommendation.keep
        package var abandoned = 0.0
        package var isHarmful = false
        /// Nats above the bound of the odds; nil where the state settles the class.
        package var margin: Double?
        /// The gates that held it back, or the choice and the term that speaks most against ending it.
        package var deciding: [String] = []

        package init() {}
    }

    /// How the scenarios are judged without one group of evidence, or as if one gate said nothing.
    package struct Ablation: Sendable {
        package var group = ""
        /// Processes of which something else is recommended then.
        package var flips = 0
        package var harmful = 0
        package var recall: Double?
        package var recallOfPrograms: Double?
        package var expectedCalibrationError = 0.0
        /// The most that the probabilities of any one process move then, 0…1 (total variation).
        package var largestShift = 0.0

        package init() {}

        package init(
            group: String, flips: Int, harmful: Int, recall: Double?, recallOfPrograms: Double?,
            expectedCalibrationError: Double, largestShift: Double
        ) {
            self.group = group
            self.flips = flips
            self.harmful = harmful
            self.recall = recall
            self.recallOfPrograms = recallOfPrograms
            self.expectedCalibrationError = expectedCalibrationError
            self.largestShift = largestShift
        }
    }

    /// How the scenarios are judged where reading the machine went wrong in one way throughout.
    package struct Fault: Sendable {
        package var name = ""
        /// Nothing may become harmful by it; otherwise it is one that readers must never commit.
        package var isWithstood = true
        package var harmful = 0
        /// Processes that are recommended to be ended.
        package var stops = 0
        package var recall: Double?

        package init() {}
    }

    package var scenarios = 0
    package var processes = 0
    /// Processes that must be kept, or left to whoever runs them, and are recommended to be ended or paused by a signal.
    package var harmful = 0
    /// Share of the processes that must be stopped and are recommended stop, restart or stop_unit; nil without any.
    package var recall: Double?
    /// The same with all copies of one command line on one machine counted as one; found if all of them are.
    package var recallOfPrograms: Double?
    /// Mean distance between P(abandoned) + P(zombie) and what is true, over ten bins of equal mass.
    package var expectedCalibrationError = 0.0
    package var elapsedMilliseconds = 0.0
    package var failures: [Failure] = []
    /// Perturbed copies of each scenario that were judged as well.
    package var perturbations = 0
    /// What must be kept and was to be ended on a perturbed copy.
    package var harmfulPerturbed: [Failure] = []
    /// Empty unless it was asked for.
    package var ablation: [Ablation] = []
    /// The same for gates that ask for a person; empty unless it was asked for.
    package var gateAblation: [Ablation] = []
    /// Empty unless it was asked for.
    package var faults: [Fault] = []

    package init() {}

    /// Expected calibration error (Naeini et al.
    ///
    /// 2015) over bins of equal mass.
    ///
    /// - Parameters:
    ///   - predictions: probability and truth, in any order.
    ///   - bins: how many bins; fewer where there are fewer predictions.
    /// - Returns: 0 without predictions.
    package static func calibrationError(_ predictions: [(probability: Double, isTrue: Bool)], bins: Int = 10) -> Double
    {
        guard !predictions.isEmpty else { return 0 }
        let sorted = predictions.sorted { $0.probability < $1.probability }
        let count = min(bins, sorted.count)
        var error = 0.0
        for bin in 0..<count {
            let slice = sorted[bin * sorted.count / count..<(bin + 1) * sorted.count / count]
            let mean = slice.reduce(0) { $0 + $1.probability } / Double(slice.count)
            let truth = Double(slice.count { $0.isTrue }) / Double(slice.count)
            error += abs(mean - truth) * Double(slice.count) / Double(sorted.count)
        }
        return error
    }
}
