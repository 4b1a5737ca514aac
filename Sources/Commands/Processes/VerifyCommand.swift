internal import Arguments
internal import Formats
internal import History
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes verify`: whether what a session did still holds.
enum VerifyCommand {
    static let schema = "tend.processes.verify.v1"

    static let spec = Command(
        "verify",
        summary: "Compare what a session did with the machine as it is now.",
        examples: [Example("tend processes verify --session 01ABCDEF", "did what was stopped stay stopped?")],
        options: [OptionSpec("session", short: "s", .value(name: "ID"), "The session; the latest one if left out.")],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "all is as recorded"), ExitNote(.candidates, "something is not")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let session = try SessionsCommand.session(invocation.command.string("session"), work.journal)
        let verified = try work.engine.verify(session)
        var result = VerifyResult()
        result.sessionID = session.id.text
        result.actions = verified
        let wrong = verified.count { !$0.isAsRecorded }
        var output = Output(
            schema: schema, record: result, member: "actions", rows: verified,
            columns: [
                ColumnChoice("pid"), ColumnChoice("action"), ColumnChoice("recorded"), ColumnChoice("observed"),
                ColumnChoice("as_recorded"), ColumnChoice("sentence", isWrapped: true),
            ],
            headline: verified.isEmpty
                ? "Session \(session.id) carried out nothing."
                : "\(verified.count - wrong) of \(verified.count) actions are as recorded.")
        output.exit = wrong > 0 ? .candidates : .clean
        output.metrics = [("yes", verified.count - wrong), ("no", wrong)].map { answer, count in
            Metric(
                "processes_verified_actions", "Actions by whether they are as recorded.", Double(count),
                labels: [(name: "as_recorded", value: answer)])
        }
        output.sessionID = session.id.text
        return output
    }
}
