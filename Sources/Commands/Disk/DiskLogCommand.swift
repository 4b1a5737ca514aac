internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend disk log`: what happened to volumes and to what lies on them.
enum DiskLogCommand {
    static let schema = "tend.disk.log.v1"
    static let windowOption = OptionSpec(
        "window", .value(name: "DURATION"), "How far back, such as 6h or 7d.", default: "24h")

    static let spec = Command(
        "log",
        summary: "List what happened, the newest last.",
        discussion: """
            Changes of level, removals and what was left alone, ballast, policy, errors. It is read from the database, and \
            from disk-events.jsonl beside it where that cannot be read. Events are kept for 30 days.
            """,
        examples: [
            Example("tend disk log", "the last day"),
            Example("tend disk log --window 7d --kind removal --json", "every removal of a week, for programs"),
        ],
        options: [
            windowOption,
            OptionSpec(
                "kind", .value(name: "KIND"), "Only this kind.", choices: DiskEvent.Kind.allCases.map(\.rawValue)),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "listed")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let engine = try DiskCommand.engine(invocation)
        let limit = try command.integer("limit", in: 0...1_000_000) ?? 1000
        let kind = command.string("kind").flatMap(DiskEvent.Kind.init)
        let recorded = try engine.events(since: try since(command), kind: kind, limit: limit)
        var output = Output(
            schema: schema, list: recorded.events,
            columns: [
                ColumnChoice("at", dropOrder: 1), ColumnChoice("kind"), ColumnChoice("result"),
                ColumnChoice("reason_code", dropOrder: 4), ColumnChoice("bytes", dropOrder: 3),
                ColumnChoice("subject", dropOrder: 2, isFlexible: true), ColumnChoice("sentence", isFlexible: true),
            ], headline: headline(recorded.events.count, limit))
        output.warnings = engine.journal.allWarnings
        return output
    }

    /// Milliseconds since 1970 at which the window begins.
    static func since(_ command: ParsedCommand<CommandAction>) throws(TendError) -> Int64 {
        let window =
            try command.value("window", as: "a duration such as 6h or 7d", parse: HumanDuration.parse)
            ?? .seconds(86_400)
        return Clocks.wallMilliseconds() - Int64(min(window / .milliseconds(1), 1e15))
    }

    private static func headline(_ count: Int, _ limit: Int) -> String {
        switch count {
        case 0: "Nothing was recorded in that time."
        case limit: "The newest \(count) events; --limit takes more."
        case 1: "1 event."
        default: "\(count) events."
        }
    }
}
