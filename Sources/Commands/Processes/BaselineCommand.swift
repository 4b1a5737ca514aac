internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes baseline`: what is usual for this machine.
enum BaselineCommand {
    static let schema = "tend.processes.baseline.v1"

    static let spec = Command(
        "baseline",
        summary: "Show what is usual for this machine.",
        discussion: """
            Every recorded plan adds to the hour in which it was made: how many processes ran, how many cores and how much \
            memory were in use, how many processes of each category. What is expected is a mean that forgets with a half-life \
            of a week, plus the hour's own difference; the interval comes from how wrong that was one hour ahead (conformal \
            prediction over blocks of hours). Below enough hours nothing is usual or unusual.
            """,
        examples: [Example("tend processes baseline show", "what is usual now, and by hour of the day")],
        subcommands: [show])

    private static let show = Command(
        "show",
        summary: "Show what is usual at this hour, and the means of every hour of the day.",
        examples: [
            Example("tend processes baseline show", "what is usual now, and by hour of the day"),
            Example("tend processes baseline show --json --fields measures", "for programs"),
        ],
        action: CommandAction { try show($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "shown")])

    private static func show(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let baseline = try work.engine.baseline(at: Clocks.wallMilliseconds())
        var output = Output(
            schema: schema, record: baseline, member: "by_hour", rows: baseline.byHour,
            columns: [
                ColumnChoice("hour"), ColumnChoice("recorded"), ColumnChoice("processes"), ColumnChoice("cores"),
                ColumnChoice("memory_bytes"),
            ],
            headline: headline(baseline))
        output.paragraphs = baseline.usualSentences
        output.warnings = work.journal.allWarnings
        output.metrics =
            [
                Metric("processes_baseline_hours", "Hours of which there are readings.", Double(baseline.recorded)),
                Metric("processes_baseline_programs", "Different programs that were seen.", Double(baseline.programs)),
            ] + usual(baseline)
        return output
    }

    private static func usual(_ baseline: MachineBaseline) -> [Metric] {
        (baseline.measures + baseline.categories).flatMap { usual in
            [("low", usual.low), ("expected", usual.expected), ("high", usual.high)].map { bound, value in
                Metric(
                    "processes_usual", "What is usual of the machine at this hour, in the unit of the label.", value,
                    labels: [("of", usual.name), ("unit", usual.unit), ("bound", bound)])
            }
        }
    }

    private static func headline(_ baseline: MachineBaseline) -> String {
        let hours = "\(baseline.recorded) hours recorded, \(baseline.programs) programs known"
        return baseline.isKnown
            ? "\(hours); usual at hour \(baseline.hour) UTC:"
            : "\(hours); it takes \(baseline.needed) hours to know what is usual. Every recorded plan adds to its hour."
    }
}
