internal import DiskDefence
internal import Runtime

extension SettingKey {
    /// How volumes are watched.
    static let diskWatch: [SettingKey] = [
        .paths(
            "disk.watch.paths", \.disk.watch.paths, projectMay: .nothing,
            "Directories that are watched, with *, ? for whatever is there; none: the home directories and where temporary "
                + "files lie.",
            because: "What agents build lies in homes and below /tmp on most machines."),
        .duration(
            "disk.watch.interval", \.disk.watch.interval, in: 0.1...3600, projectMay: .nothing,
            "Time from one look at the volumes to the next.",
            because: "A large write fills gigabytes in seconds, and a look costs less than a millisecond."),
        .duration(
            "disk.watch.scan_interval", \.disk.control.scanInterval, in: 1...86_400, projectMay: .nothing,
            "Time between scans while all is green; half, a quarter and an eighth of it as room gets scarce.",
            because: "Builds grow by minutes."),
        .duration(
            "disk.watch.idle_scan_interval", \.disk.watch.idleScanInterval, in: 1...86_400, projectMay: .nothing,
            "Time between scans, at most, while they bring nothing and all is green.",
            because: "What nobody needs can wait an hour."),
        .integer(
            "disk.watch.places", \.disk.watch.scan.budget, in: 1...10_000, unit: "directories", projectMay: .nothing,
            "How many of the directories one scan takes.",
            because: "Four where most is to be got, and one that has waited."),
        .integer(
            "disk.watch.hypothetical", \.disk.watch.hypothetical, in: 0...10_000, unit: "decisions",
            projectMay: .nothing, "How many things a scan tells of that it would remove if the mode let it.",
            because: "Enough to see how it judges, and no flood."),
    ]

    /// How far the domain goes by itself, and what takes that away.
    static let diskPolicy: [SettingKey] = [
        .bool(
            "disk.policy.kill_switch", \.disk.watch.isKilled, projectMay: .nothing,
            "Holds the domain in fallback: nothing is removed by itself.",
            because: "It is for emergencies, and then one variable is enough."),
        .integer(
            "disk.policy.canary_deletions_per_hour", \.disk.watch.guardrails.canaryDeletions, in: 0...10_000,
            unit: "deletions", projectMay: .nothing, "How many things canary may remove within any hour.",
            because: "Ten mistakes can be mended by hand."),
        .duration(
            "disk.guardrails.window", \.disk.watch.window, in: 1...86_400, projectMay: .nothing,
            "How long a forecast is compared with what happens.",
            because: "Within a minute a rate can be told from noise."),
        .number(
            "disk.guardrails.rate_error", \.disk.watch.guardrails.rateError, in: 0...10, unit: "share",
            projectMay: .nothing, "By what share of the actual rate forecasts may be off.",
            because: "A third too early or too late is still in time."),
        .number(
            "disk.guardrails.conservative_fraction", \.disk.watch.guardrails.conservativeFraction, in: 0...1,
            unit: "share", projectMay: .nothing, "In what share of windows the end must not come sooner than foretold.",
            because: "Who is surprised every other time foretells nothing."),
        .integer(
            "disk.guardrails.failed_windows", \.disk.watch.guardrails.failedWindows, in: 1...1000, unit: "windows",
            projectMay: .nothing, "After how many failed windows running it falls back.",
            because: "Three are no accident."),
        .integer(
            "disk.guardrails.recovery_windows", \.disk.watch.guardrails.recoveryWindows, in: 1...1000, unit: "windows",
            projectMay: .nothing, "After how many clean windows running it recovers, to canary at most.",
            because: "It has to prove itself again."),
        .number(
            "disk.guardrails.penalty", \.disk.watch.guardrails.penalty, in: 0...1_000_000, unit: "loss",
            projectMay: .nothing, "What deleting costs more while forecasts were not shown to hold.",
            because: "Half of what deleting something useful costs."),
    ]

    /// What the score counts.
    static let diskScoring: [SettingKey] = [
        weight(
            "location", \.disk.weights.location, "where it lies", "Where tools put their output is half the answer."),
        weight("name", \.disk.weights.name, "what it is, by name and evidence", "What made it says how sure it is."),
        weight("age", \.disk.weights.age, "how long nothing in it has changed", "What is old is seldom missed."),
        weight("size", \.disk.weights.size, "how much it gives back", "Large things are worth the risk sooner."),
        weight(
            "structure", \.disk.weights.structure, "how much it looks like output", "Objects and caches are no sources."
        ),
    ]

    private static func weight(
        _ factor: String, _ place: Place<Double>, _ what: String, _ reason: String
    ) -> SettingKey {
        .number(
            "disk.scoring.\(factor)", place, in: 0...1, unit: "weight", projectMay: .nothing,
            "How much counts, in the score that orders candidates, \(what); only proportions matter.",
            because: reason)
    }
}
