internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend disk stats`: what the events of a time add up to.
enum DiskStatsCommand {
    static let schema = "tend.disk.stats.v1"

    static let spec = Command(
        "stats",
        summary: "Add up what was removed, left alone and changed.",
        discussion: """
            Removals by pattern, how many succeeded, why other things were left, how long each volume was at which level, \
            ballast, changes of policy, and events that could not be recorded.
            """,
        examples: [
            Example("tend disk stats", "the last day"),
            Example("tend disk stats --window 7d --top 5", "a week, its five largest patterns"),
        ],
        options: [
            DiskLogCommand.windowOption,
            OptionSpec("top", .value(name: "N"), "So many patterns, those with the most bytes.", default: "20"),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "added up")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let engine = try DiskCommand.engine(invocation)
        let since = try DiskLogCommand.since(command)
        let top = try command.integer("top", in: 0...1_000_000) ?? 20
        let statistics = DiskStatistics(
            try engine.events(since: since), since: since, now: Clocks.wallMilliseconds(), patterns: top)
        var output = Output(
            schema: schema, record: statistics, member: "patterns", rows: statistics.patterns,
            columns: [
                ColumnChoice("bytes"), ColumnChoice("removed"), ColumnChoice("failed", dropOrder: 1),
                ColumnChoice("pattern", isFlexible: true),
            ], headline: headline(statistics))
        output.paragraphs = paragraphs(statistics)
        output.warnings = engine.journal.allWarnings
        output.metrics = metrics(statistics)
        return output
    }

    private static func headline(_ statistics: DiskStatistics) -> String {
        guard statistics.events > 0 else { return "Nothing was recorded in that time." }
        let rate = statistics.successRate.map { ", \(($0 * 100).text(decimals: 1)) % of what was tried" } ?? ""
        return "\(statistics.removed) removed, \(statistics.removedBytes.text)\(rate); "
            + "\(statistics.skipped.reduce(0) { $0 + $1.count }) left alone; \(statistics.events) events."
    }

    private static func paragraphs(_ statistics: DiskStatistics) -> [String] {
        var lines = statistics.levels.map { level in
            "\(level.volume.sanitised): \(level.level) for \(HumanDuration.text(seconds: level.seconds)) "
                + "(\((level.share * 100).text(decimals: 1)) %)"
        }
        func tell(_ what: String, _ tallies: [DiskStatistics.Tally]) {
            guard !tallies.isEmpty else { return }
            lines.append(
                "\(what): " + tallies.map { "\(ForeignText($0.name).sanitised) \($0.count)" }.joined(separator: ", "))
        }
        tell("Left alone", statistics.skipped)
        tell("Ballast", statistics.ballast)
        tell("Errors", statistics.errors)
        lines += statistics.transitions.map { "Policy: \(ForeignText($0.sentence).sanitised)" }
        if statistics.dropped > 0 { lines.append("\(statistics.dropped) events could not be recorded.") }
        return lines
    }

    private static func metrics(_ statistics: DiskStatistics) -> [Metric] {
        [
            Metric("disk_removals", "Removals in the window.", Double(statistics.removed)),
            Metric("disk_removal_failures", "Failed removals in the window.", Double(statistics.failed)),
            Metric("disk_removed_bytes", "What was removed in the window.", Double(statistics.removedBytes.bytes)),
            Metric("disk_events_dropped", "Events that could not be recorded.", Double(statistics.dropped)),
        ]
    }
}
