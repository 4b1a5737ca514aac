internal import Decision
internal import Formats
internal import Model
internal import Primitives
internal import Statistics

extension ProcessJudge {
    /// Quiet time where it is known, otherwise age, never both.
    ///
    /// Lomax(alpha, beta): the law of the censored age of a lifetime whose exponential rate is Gamma distributed.
    func timeWeights(_ facts: ProcessFacts) -> ClassVector {
        let laws = facts.quiet == nil ? priors.categories[facts.category].age : priors.roles[facts.role].quiet
        let hours = max(0, facts.quiet ?? facts.age) / 3600
        return ClassVector(relative: { subject in
            Distributions.lomaxLogDensity(hours, alpha: laws[subject].shape, beta: laws[subject].scale)
        })
    }

    /// How rare it is among the abandoned to be this old, or this long quiet: the upper tail of the predictive law.
    ///
    /// - Returns: nil where the pack's law has no tail.
    func surprise(_ facts: ProcessFacts) -> Double? {
        let laws = facts.quiet == nil ? priors.categories[facts.category].age : priors.roles[facts.role].quiet
        let law = laws[ProcessClass.abandoned.index]
        return PredictiveCheck.lomax(max(0, facts.quiet ?? facts.age) / 3600, alpha: law.shape, beta: law.scale)?.upper
    }

    /// Time, a deleted working directory, and many copies: each bounded alone and all together.
    func staleness(_ facts: ProcessFacts, _ weights: ProcessWeights) -> [Evidence] {
        [time(facts, weights), deletedDirectory(facts, weights), copies(facts, weights)].compactMap { $0 }
    }

    private func time(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence {
        let seconds = max(0, facts.quiet ?? facts.age)
        let isQuiet = facts.quiet != nil
        return Evidence(
            feature: isQuiet ? "quiet_time" : "age", logLikelihood: weights.time.array, bounds: weights.timeBounds,
            source: isQuiet ? "the terminal's device, /proc/PID/stat" : "/proc/PID/stat",
            wording: Evidence.Wording(
                value: seconds.text(decimals: 0), unit: "seconds",
                sentence: isQuiet
                    ? "It was last seen at work \(HumanDuration.text(seconds: seconds)) ago (its terminal, or a process it "
                        + "started)."
                    : "It has run for \(HumanDuration.text(seconds: seconds))."))
    }

    private func deletedDirectory(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence? {
        guard let weight = weights.directory, let deleted = facts.workingDirectoryDeleted.value else { return nil }
        return Evidence(
            feature: "working_directory_deleted", logLikelihood: weight.array,
            bounds: -priors.caps.directoryDeleted...priors.caps.directoryDeleted, source: "/proc/PID/cwd",
            wording: Evidence.Wording(
                value: deleted ? "yes" : "no",
                sentence: deleted ? "Its working directory has been deleted." : "Its working directory exists."))
    }

    private func copies(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence? {
        guard let weight = weights.copies else { return nil }
        let count = facts.copies
        return Evidence(
            feature: "identical_copies", logLikelihood: weight.array,
            bounds: -priors.caps.copies...priors.caps.copies, source: "/proc/PID/cmdline",
            wording: Evidence.Wording(
                value: "\(count)", unit: "processes",
                sentence: "\(count) processes of this user run with the very same arguments."))
    }
}
