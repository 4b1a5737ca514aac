internal import Collectors
package import History
package import Planning
package import Primitives

/// How processes are scanned and judged.
package struct ProcessSettings: Sendable, Equatable {
    /// Length of a scan's window in seconds: one look at what runs, short enough to wait for.
    package var window = 0.5
    /// Samples within the window.
    package var samples = 2
    /// The directory that is searched first for supervisors' tools; after it come the system's other ones.
    package var tools = "/usr/bin"
    /// Seconds that one supervisor's tool may take to answer a question, and all of them together: those
    /// written in Python take a third of one to start.
    package var askTimeout = 0.8
    package var askBudget = 1.0
    /// Seconds that a closer look at suspects may take.
    package var deepBudget = 8.0
    /// How many suspects are looked at closely at most.
    package var deepSuspects = 20
    package var planning = PlanningSettings()
    package var redaction = RedactionPolicy.Level.standard

    package init() {}

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        guard (0.05...600).contains(window) else {
            throw TendError(
                .configuration, "processes.window is \(window) seconds, which is out of range", area: "config",
                hint: "use 0.05 to 600 seconds")
        }
        guard (1...1000).contains(samples) else {
            throw TendError(
                .configuration, "processes.samples is \(samples), which is out of range", area: "config",
                hint: "use 1 to 1000")
        }
        for (key, seconds) in [("ask_timeout", askTimeout), ("ask_budget", askBudget)] where !(0...60).contains(seconds)
        {
            throw TendError(
                .configuration, "processes.\(key) is \(seconds) seconds, which is out of range", area: "config",
                hint: "use 0 to 60 seconds; 0 asks nobody")
        }
        guard (0.5...600).contains(deepBudget) else {
            throw TendError(
                .configuration, "processes.deep_budget is \(deepBudget) seconds, which is out of range",
                area: "config", hint: "use 0.5 to 600 seconds")
        }
        try planning.validate()
    }

    /// How the closer look is taken.
    var deepScan: DeepScanSettings {
        var deepScan = DeepScanSettings()
        deepScan.budget = deepBudget
        return deepScan
    }
}
