package import Decision
package import Primitives

/// The policy of a run: how old, how many, how patiently.
package struct PlanningSettings: Sendable, Equatable {
    /// Younger processes are left alone, in seconds.
    ///
    /// Two minutes outlast most commands that look orphaned at birth.
    package var minimumAge = 120.0
    /// Actions that canary mode may preselect in an hour.
    package var canaryActions = 3
    /// Actions of one run at most, whoever asked.
    package var actionsPerRun = 50
    /// Seconds between TERM and KILL: most programs tidy up within this.
    package var grace = 10.0
    /// Seconds for which KILL's effect is awaited.
    package var killWait = 5.0
    /// Seconds that a supervisor's tool may take to stop or restart a unit: a little more than the 90 s after which systemd
    /// loses patience itself.
    package var supervisorPatience = 100.0
    /// Seconds after pausing, freezing or slowing something for which is looked whether anything suffers.
    package var observation = 2.0
    /// How mistakes are limited over all stops of a plan together.
    package var discoveryMethod = DiscoveryMethod.lfdr
    /// What may go without a person at most.
    package var limits = ActionLimits()

    package init() {}

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try Self.check(minimumAge, "processes.min_age", 0...31_536_000, "seconds")
        try Self.check(Double(canaryActions), "processes.canary_actions", 0...1000, "actions")
        try Self.check(Double(actionsPerRun), "processes.actions_per_run", 1...10_000, "actions")
        try Self.check(grace, "processes.grace", 0...600, "seconds")
        try Self.check(supervisorPatience, "processes.supervisor_patience", 1...3600, "seconds")
        try Self.check(killWait, "processes.kill_wait", 0.1...600, "seconds")
        try Self.check(observation, "processes.observation", 0...600, "seconds")
        try Self.check(limits.minimumPosterior, "processes.limits.min_posterior", 0...1, "as a probability")
        try Self.check(Double(limits.blastProcesses), "processes.limits.max_blast_processes", 0...10_000, "processes")
        try Self.check(Double(limits.kills), "processes.limits.max_kills", 0...10_000, "processes")
    }

    private static func check(
        _ value: Double, _ key: String, _ range: ClosedRange<Double>, _ unit: String
    ) throws(TendError) {
        guard !range.contains(value) else { return }
        throw TendError(
            .configuration, "\(key) is \(value.text(decimals: 1)), which is out of range", area: "config",
            hint: "use \(range.lowerBound.text(decimals: 1)) to \(range.upperBound.text(decimals: 1)) \(unit)")
    }
}
