internal import Arguments
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes record` and `evaluate`: machines as files, and how well they are judged.
enum RecordCommand {
    static let schema = "tend.processes.record.v1"

    static let spec = Command(
        "record",
        summary: "Write a scan to a file that every other command can judge.",
        discussion: "Secrets are redacted before anything is written; everything a judgement looks at is kept.",
        examples: [
            Example("tend processes record --out machine.jsonl", "record this machine"),
            Example("tend processes plan --from machine.jsonl", "judge it, here or anywhere"),
        ],
        options: [
            OptionSpec("out", short: "o", .value(name: "FILE"), "Where to write.", completion: .files)
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "written"), ExitNote(.cannotCreate, "the file cannot be written")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        guard let path = invocation.command.string("out") else {
            throw TendError(.usage, "record needs --out FILE", area: "cli")
        }
        let work = try ProcessWork(invocation)
        let recorded = try work.engine.record(work.sample(), to: path)
        var output = Output(
            schema: schema, record: recorded,
            headline: "Recorded \(recorded.processes) processes in \(path) (\(recorded.bytes.text)).")
        output.warnings = work.journal.allWarnings
        return output
    }
}

enum EvaluateCommand {
    static let schema = "tend.processes.evaluate.v1"

    static let spec = Command(
        "evaluate",
        summary: "Judge recorded machines and compare with their verdicts.",
        discussion: """
            Every folder below DIRECTORY holds recording.jsonl and verdicts.toml. Harmful: must be kept, and is recommended \
            to be ended. Recall: share of what must be stopped and is. Calibration: P(abandoned) + P(zombie) in ten bins of \
            equal mass.
            """,
        examples: [Example("tend processes evaluate Scenarios/processes", "judge the built-in scenarios")],
        operands: [OperandSpec("DIRECTORY", "Folder of scenarios.", completion: .directories)],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "nothing harmful"), ExitNote(.candidates, "something harmful was recommended")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let evaluation = try work.engine.evaluate(invocation.command.operands("DIRECTORY").first ?? ".")
        var output = Output(
            schema: schema, record: evaluation, member: "failures", rows: evaluation.failures,
            columns: [
                ColumnChoice("scenario"), ColumnChoice("pid"), ColumnChoice("verdict"), ColumnChoice("recommendation"),
                ColumnChoice("abandoned"), ColumnChoice("harmful"), ColumnChoice("command", isFlexible: true),
            ],
            headline:
                "\(evaluation.scenarios) scenarios, \(evaluation.processes) processes: \(evaluation.harmful) harmful, "
                + "recall \(evaluation.recall.map { $0.text(decimals: 3) } ?? "-"), "
                + "calibration error \(evaluation.expectedCalibrationError.text(decimals: 3)), "
                + "\(evaluation.elapsedMilliseconds.text(decimals: 0)) ms.")
        output.exit = evaluation.harmful > 0 ? .candidates : .clean
        return output
    }
}
