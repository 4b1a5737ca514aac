internal import Arguments
internal import Formats
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
        ] + DeepOptions.specs,
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "written"), ExitNote(.cannotCreate, "the file cannot be written")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        guard let path = invocation.command.string("out") else {
            throw TendError(.usage, "record needs --out FILE", area: "cli")
        }
        let work = try ProcessWork(invocation)
        let isDryRun = invocation.command.flag("dry-run") == true
        let assessed = try work.assessed()
        let recorded = try work.engine.record(assessed.raw, to: path, isDryRun: isDryRun)
        var output = Output(
            schema: schema, record: recorded,
            headline: "\(isDryRun ? "Would record" : "Recorded") \(recorded.processes) processes in \(path) "
                + "(\(recorded.bytes.text)).")
        output.warnings = work.warnings(assessed)
        return output
    }
}

enum EvaluateCommand {
    static let schema = "tend.processes.evaluate.v1"

    static let spec = Command(
        "evaluate",
        summary: "Judge recorded machines and compare with their verdicts.",
        discussion: """
            Every folder below DIRECTORY holds recording.jsonl and verdicts.toml. Harmful: must be kept, or left to its \
            supervisor, and is recommended to be ended. Recall: share of what must be stopped and is. Calibration: \
            P(abandoned) + P(zombie) in ten bins of equal mass.
            """,
        examples: [
            Example("tend processes evaluate Scenarios/processes", "judge the built-in scenarios"),
            Example("tend processes evaluate Scenarios/processes --misses", "what was missed, and what decided"),
        ],
        operands: [OperandSpec("DIRECTORY", "Folder of scenarios.", completion: .directories)],
        options: [
            OptionSpec("ablate", .flag, "Judge again without each group of evidence, and show what changes."),
            OptionSpec("faults", .flag, "Judge again with each fault in reading a machine, and show what changes."),
            OptionSpec(
                "perturb", .value(name: "N"),
                "Also judge N copies of each with other ages, unknown names and lost fields."),
            OptionSpec(
                "misses", .flag, "List what was to be stopped and is not, with the gate or term that decided."),
            OptionSpec(
                "ablate-gates", .flag, "Judge again as if each gate that asks for a person said nothing."),
            OptionSpec(
                "undecided", .value(name: "DURATION"),
                "Judge as if scans had left every suspect undecided for so long: what is then to be paused counts."),
            OptionSpec("seed", .value(name: "N"), "Where the perturbations start.", default: "1"),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "nothing harmful"), ExitNote(.candidates, "something harmful was recommended")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        var request = ProcessEngine.EvaluationRequest()
        request.ablatesGates = invocation.command.flag("ablate-gates") == true
        request.undecidedSeconds = try invocation.command.value(
            "undecided", as: "a duration such as 30d", parse: HumanDuration.parse
        ).map { $0 / .seconds(1) }
        request.isAblated = invocation.command.flag("ablate") == true
        request.isFaulted = invocation.command.flag("faults") == true
        request.perturbations = try invocation.command.integer("perturb", in: 0...1000) ?? 0
        request.seed = UInt64(try invocation.command.integer("seed", in: 0...Int.max) ?? 1)
        let evaluation = try work.engine.evaluate(
            invocation.command.operands("DIRECTORY").first ?? ".", request)
        let missesOnly = invocation.command.flag("misses") == true
        var output = Output(
            schema: schema, record: evaluation, member: "failures", rows: evaluation.failures,
            columns: missesOnly ? missColumns : columns,
            headline:
                "\(evaluation.scenarios) scenarios, \(evaluation.processes) processes: \(evaluation.harmful) harmful, "
                + "recall \(evaluation.recall.map { $0.text(decimals: 3) } ?? "-") "
                + "(\(evaluation.recallOfPrograms.map { $0.text(decimals: 3) } ?? "-") of distinct programs), "
                + "calibration error \(evaluation.expectedCalibrationError.text(decimals: 3)), "
                + "\(evaluation.elapsedMilliseconds.text(decimals: 0)) ms.")
        if missesOnly { output.rows?.isHidden = { evaluation.failures[$0].isHarmful } }
        output.notes = notes(evaluation)
        let isHarmful =
            evaluation.harmful > 0 || !evaluation.harmfulPerturbed.isEmpty
            || evaluation.faults.contains { $0.isWithstood && $0.harmful > 0 }
        output.exit = isHarmful ? .candidates : .clean
        return output
    }

    private static let columns: [ColumnChoice<ProcessEvaluation.Failure>] = [
        ColumnChoice("scenario"), ColumnChoice("pid"), ColumnChoice("verdict"), ColumnChoice("recommendation"),
        ColumnChoice("abandoned"), ColumnChoice("harmful"), ColumnChoice("command", isFlexible: true),
    ]

    private static let missColumns: [ColumnChoice<ProcessEvaluation.Failure>] = [
        ColumnChoice("scenario"), ColumnChoice("pid"), ColumnChoice("recommendation"), ColumnChoice("abandoned"),
        ColumnChoice("margin_nats"), ColumnChoice("deciding", isWrapped: true),
        ColumnChoice("command", isFlexible: true),
    ]

    private static func notes(_ evaluation: ProcessEvaluation) -> [String] {
        let rows = evaluation.ablation.map { ($0.group, $0) } + evaluation.gateAblation.map { ("gate \($0.group)", $0) }
        var notes = rows.map { name, row in
            "Without \(name): \(row.flips) \(row.flips == 1 ? "recommendation changes" : "recommendations change"), \(row.harmful) harmful, "
                + "recall \(row.recall.map { $0.text(decimals: 3) } ?? "-") "
                + "(\(row.recallOfPrograms.map { $0.text(decimals: 3) } ?? "-") of distinct programs), "
                + "calibration error \(row.expectedCalibrationError.text(decimals: 3)), "
                + "probabilities move by \(row.largestShift.text(decimals: 3)) at most."
        }
        notes += evaluation.faults.map { row in
            "With \(row.name): \(row.harmful) harmful\(row.isWithstood ? "" : " (readers must never do this)"), "
                + "\(row.stops) to be ended, recall \(row.recall.map { $0.text(decimals: 3) } ?? "-")."
        }
        guard evaluation.perturbations > 0 else { return notes }
        notes.append(
            "On \(evaluation.perturbations) perturbed copies of each: \(evaluation.harmfulPerturbed.count) harmful.")
        notes += evaluation.harmfulPerturbed.prefix(20).map { "  \($0.scenario) \($0.pid) \($0.command)" }
        return notes
    }
}
