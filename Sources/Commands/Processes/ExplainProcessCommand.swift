internal import Arguments
internal import Decision
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes explain`: all evidence for one process, live, from a recording or from a session.
enum ExplainProcessCommand {
    static let schema = "tend.processes.explain.v1"

    static let spec = Command(
        "explain",
        summary: "Show everything that led to the judgement of one process.",
        discussion: """
            Judges the process now, or as it was in a session or a recording. The printed posterior follows from the \
            printed prior and groups: log prior, plus for each group the sum of its terms clipped to its cap, normalised.
            """,
        examples: [
            Example("tend processes explain 4242", "how it looks now"),
            Example("tend processes explain 4242 --session 01ABCDEF", "as it was planned"),
        ],
        operands: [OperandSpec("PID", "The process.", isRequired: false)],
        options: [
            OptionSpec("session", short: "s", .value(name: "ID"), "As it was in this session."),
            OptionSpec("pid", .value(name: "PID"), "The process, as an option."),
            OptionSpec("galaxy-brain", .flag, "Show every equation with the numbers that went in and came out."),
        ] + DeepOptions.specs,
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "explained"), ExitNote(.badData, "there is no such process")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let parse: (String) -> Int32? = { text in Int32(text).flatMap { $0 > 0 ? $0 : nil } }
        let operand = try command.operands("PID", as: "a process id", parse: parse).first
        let option = try command.value("pid", as: "a process id", parse: parse)
        guard let pid = operand ?? option else {
            throw TendError(
                .usage, "explain needs a process id", area: "cli", hint: "for a decision's id: tend explain ID")
        }
        let withMathematics = command.flag("galaxy-brain") == true
        let work = try ProcessWork(invocation)
        if let id = command.string("session") {
            let session = try work.journal.reader().session(matching: id)
            let plan = try work.engine.storedPlan(session.id)
            let assessed = try work.engine.assess(work.engine.storedSample(session.id), mode: plan.mode)
            var process = try work.engine.explain(pid, in: assessed, withMathematics: withMathematics)
            // What was decided then stands, also where the packs would judge otherwise by now.
            if var candidate = plan.candidates.first(where: { $0.pid == pid }) {
                candidate.explanation = process.explanation
                candidate.trajectory = candidate.trajectory ?? process.trajectory
                process = candidate
            }
            return output(process, session.id.text)
        }
        let assessed = try work.assessed(asking: [pid])
        return output(
            try work.engine.explain(
                pid, in: assessed, withMathematics: withMathematics, isLive: !work.isReplay), nil)
    }

    static func output(_ process: PlannedProcess, _ session: String?) -> Output {
        var output = Output(schema: schema, record: process, headline: process.why)
        output.sessionID = session
        output.rows = nil
        output.paragraphs = ExplanationText(process).paragraphs
        output.notes = ExplanationText(process).commands
        output.metrics =
            ProcessClass.allCases.map {
                Metric(
                    "process_probability", "Probability of each class of the explained process.",
                    process.posterior[$0], labels: [(name: "class", value: $0.rawValue)])
            }
            + process.expectedLoss.map {
                Metric(
                    "process_expected_loss", "Expected loss of each action on the explained process.", $0.loss,
                    labels: [(name: "action", value: $0.action.rawValue)])
            }
        return output
    }
}
