internal import Decision
internal import Formats
internal import Model
internal import Primitives
internal import Statistics

extension ProcessJudge {
    /// Time, a deleted working directory, and many copies: each bounded alone and all together.
    func staleness(_ facts: ProcessFacts) -> [Evidence] {
        [time(facts), deletedDirectory(facts), copies(facts)].compactMap { $0 }
    }

    /// Quiet time where it is known, otherwise age, never both; while something holds the process it hardly condemns.
    ///
    /// Lomax(alpha, beta): the law of the censored age of a lifetime whose exponential rate is Gamma distributed.
    private func time(_ facts: ProcessFacts) -> Evidence {
        let laws = facts.quiet == nil ? priors.categories[facts.category].age : priors.roles[facts.role].quiet
        let seconds = max(0, facts.quiet ?? facts.age)
        let logs = laws.map { Distributions.lomaxLogDensity(seconds / 3600, alpha: $0.shape, beta: $0.scale) }
        let upper = facts.isHeld ? priors.caps.timeWhileHeld : priors.caps.time
        let isQuiet = facts.quiet != nil
        return Evidence(
            feature: isQuiet ? "quiet_time" : "age", logLikelihood: Self.relative(logs),
            bounds: -priors.caps.time...upper,
            source: isQuiet ? "the terminal's device, /proc/PID/stat" : "/proc/PID/stat",
            wording: Evidence.Wording(
                value: seconds.text(decimals: 0), unit: "seconds",
                sentence: isQuiet
                    ? "It was last seen at work \(HumanDuration.text(seconds: seconds)) ago (its terminal, or a process it started)."
                    : "It has run for \(HumanDuration.text(seconds: seconds))."))
    }

    private func deletedDirectory(_ facts: ProcessFacts) -> Evidence? {
        guard case .measured(let deleted) = facts.workingDirectoryDeleted else { return nil }
        return Evidence(
            feature: "working_directory_deleted", logLikelihood: Self.predictive(priors.directoryDeleted, deleted),
            bounds: -priors.caps.directoryDeleted...priors.caps.directoryDeleted, source: "/proc/PID/cwd",
            wording: Evidence.Wording(
                value: deleted ? "yes" : "no",
                sentence: deleted ? "Its working directory has been deleted." : "Its working directory exists."))
    }

    /// Only heard of a process that nothing holds: ten shells of one user are no sign of anything.
    private func copies(_ facts: ProcessFacts) -> Evidence? {
        guard facts.copies >= priors.decision.copiesFrom, !facts.levels.isEmpty,
            facts.levels.allSatisfy({ $0 == .adrift || $0 == .sev })
        else { return nil }
        let count = facts.copies
        return Evidence(
            feature: "identical_copies", logLikelihood: Self.predictive(priors.manyCopies, true),
            bounds: -priors.caps.copies...priors.caps.copies, source: "/proc/PID/cmdline",
            wording: Evidence.Wording(
                value: "\(count)", unit: "processes",
                sentence: "\(count) processes of this user run with the very same arguments."))
    }
}
