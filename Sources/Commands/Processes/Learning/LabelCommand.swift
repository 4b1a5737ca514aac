internal import Arguments
internal import Decision
internal import Formats
internal import History
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes label`: a person says what a process was.
enum LabelCommand {
    static let schema = "tend.processes.label.v1"

    static let spec = Command(
        "label",
        summary: "Say what a process is or was, so that tend learns from it.",
        discussion: """
            useful: somebody needs it. useful_bad: needed, but stuck, leaking or spinning. abandoned: nobody needs it. At \
            most one label is kept for a program and day (program file and working directory): a later one replaces it. \
            What was learned can withhold a stop and have a person look; it never makes a stop that the packs alone would \
            not advise.
            """,
        examples: [
            Example("tend processes label 4242 useful --note 'serves the demo'", "a running process"),
            Example("tend processes label 01J9ZK3V.7 abandoned", "a decision of an earlier plan"),
        ],
        operands: [
            OperandSpec("TARGET", "A process id, or the id of a decision: SESSION.NUMBER."),
            OperandSpec("LABEL", "What it is.", choices: classes.map(\.rawValue)),
        ],
        options: [OptionSpec("note", .value(name: "TEXT"), "Why, in your words; secrets are redacted.")],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "recorded"), ExitNote(.badData, "there is no such process or decision"),
        ])

    private static let classes: [ProcessClass] = [.useful, .usefulBad, .abandoned]

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let target = command.operands("TARGET").first ?? ""
        // The parser lets only known words through.
        let actual = command.operands("LABEL").first.flatMap(ProcessClass.init) ?? .useful
        let note = command.string("note") ?? ""
        let work = try ProcessWork(invocation)
        guard !work.isReplay else {
            throw TendError(
                .usage, "a process of a recording cannot be labelled", area: "cli", hint: "leave out --from")
        }
        let label: ProcessLabel
        if target.contains(".") {
            label = try work.engine.label(work.journal.reader().decision(matching: target), actual, note: note)
        } else {
            guard let pid = Int32(target), pid > 0 else {
                throw TendError(
                    .usage, "\"\(ForeignText(target).sanitised)\" is no process id and no decision id", area: "cli",
                    hint: "decision ids are written SESSION.NUMBER, such as 01J9ZK3V.7")
            }
            label = try work.engine.label(pid: pid, in: work.assessed(), actual, note: note)
        }
        return try output(label, work)
    }

    private static func output(_ label: ProcessLabel, _ work: ProcessWork) throws(TendError) -> Output {
        var report = LabelReport()
        report.isDryRun = work.invocation.command.flag("dry-run") == true
        if !report.isDryRun { report.isRecorded = try work.engine.record([label]) > 0 }
        (report.program, report.command) = (label.subject.program, label.subject.command)
        (report.actual, report.source, report.note) = (label.actual, label.source, label.note)
        (report.claimed, report.recommendation) = (label.subject.claimed, label.subject.recommendation)
        report.decisionID = label.subject.decisionID
        report.labels = try work.engine.storedLayer().labels
        var output = Output(
            schema: schema, record: report,
            fields: ["command", "actual", "claimed", "recommendation", "labels"].map { ColumnChoice($0) },
            headline: report.isRecorded
                ? "Noted: \(report.actual.rawValue). It was said to be abandoned with \(report.claimed.text(decimals: 2))."
                : report.isDryRun ? "Nothing was recorded." : "A stronger label stands for this program and day.")
        output.warnings = work.journal.allWarnings
        return output
    }
}
