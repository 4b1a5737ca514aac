internal import Arguments
internal import History
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes undo`: take back what a session's actions did.
enum UndoCommand {
    static let schema = "tend.processes.undo.v1"

    static let spec = Command(
        "undo",
        summary: "Take back what a session did: resume, thaw, and restore what was changed.",
        discussion: """
            What was paused goes on, what was frozen is thawed, and niceness, processor limits and processor sets are as \
            they were; each is read back, recorded, and done once. A process that was ended cannot be brought back, and \
            the answer says so.
            """,
        examples: [
            Example("tend processes undo", "take back what the last session that acted did"),
            Example("tend processes undo --session 01ABCDEF --dry-run", "see what would be taken back"),
        ],
        options: [
            OptionSpec(
                "session", short: "s", .value(name: "ID"), "The session; the latest one that acted if left out.")
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.actionsDone, "everything was taken back"), ExitNote(.partial, "some was, some cannot be"),
            ExitNote(.blocked, "nothing can be taken back"), ExitNote(.clean, "nothing was to be taken back"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let session = try session(invocation.command.string("session"), work)
        let report = try work.engine.undo(
            session, isDryRun: invocation.command.flag("dry-run") == true,
            runner: invocation.composition.runner(bootID: session.bootID, deadline: invocation.deadline),
            deadline: invocation.deadline)
        return ApplyCommand.output(report, schema: schema, headline: headline(report), work)
    }

    private static func session(_ id: String?, _ work: ProcessWork) throws(TendError) -> SessionRecord {
        if let id { return try work.journal.reader().session(matching: id) }
        guard let latest = try work.engine.latestActiveSession() else {
            throw TendError(.notFound, "no session has carried out anything yet", area: "processes")
        }
        return latest
    }

    private static func headline(_ report: ApplyReport) -> String {
        if report.actions.isEmpty { return "Session \(report.sessionID) changed nothing that could be taken back." }
        if report.isDryRun { return "Dry run: nothing was done." }
        return "\(report.done) of \(report.actions.count) taken back."
    }
}
