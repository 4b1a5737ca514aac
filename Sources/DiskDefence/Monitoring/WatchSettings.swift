package import Primitives

/// Every constant of watching: how often is looked, how often scanned, and how much that may cost.
package struct WatchSettings: Sendable, Equatable {
    /// Seconds from one look at the volumes to the next.
    package var interval = 2.0
    /// Seconds between scans at green after scans that brought nothing, at most.
    package var idleScanInterval = 3600.0
    /// Seconds over which a forecast is compared with what happens.
    package var window = 60.0
    /// A volume that would take longer than this to fill, in seconds, is not filling: nothing is at stake there.
    package var stake = 86_400.0
    /// Decisions that a scan tells of in observe, at most.
    package var hypothetical = 25
    /// Paths that are watched, with `*`, `?` and `**`; none: the user's home and where temporary files lie.
    package var paths: [String] = []
    package var scan = ScanSettings()
    package var guardrails = GuardSettings()
    /// Holds the domain in fallback.
    package var isKilled = false

    package init() {}

    /// The share of one processor that scans may take while they bring nothing.
    ///
    /// A tenth of a percent where there is no pressure: watching must not become the load.
    package func scanShare(hasPressure: Bool) -> Double { hasPressure ? 0.02 : 0.001 }

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try SettingRange.check(interval, "disk.watch.interval", 0.1...3600, "seconds")
        try SettingRange.check(idleScanInterval, "disk.watch.idle_scan_interval", 1...86_400, "seconds")
        try SettingRange.check(window, "disk.guardrails.window", 1...86_400, "seconds")
        try SettingRange.check(stake, "disk.guardrails.stake", 60...31_536_000, "seconds")
        try SettingRange.check(Double(hypothetical), "disk.watch.hypothetical", 0...10_000, "decisions")
        for path in paths where PathGlob(path) == nil {
            throw TendError(
                .configuration, "disk.watch.paths holds \"\(path)\", which is no absolute path", area: "config",
                hint: "begin it with /, such as \"/data/projects\"")
        }
        try scan.validate()
        try guardrails.validate()
    }
}
