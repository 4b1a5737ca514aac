internal import Arguments
internal import Formats
internal import History
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes agent tail`: what is done in a session, as it is done.
enum TailCommand {
    static let schema = "tend.processes.tail.v1"

    static let spec = Command(
        "tail",
        summary: "Follow a session's actions as they end.",
        discussion: """
            One line an action, as JSON with --format jsonl, below a first line with schema and session: what was done \
            already first, then what follows until the session is done, interrupted or --timeout has passed; other \
            formats answer then. A session that was only planned ends at once, unless --follow waits for its apply.
            """,
        examples: [Example("tend processes agent tail --session 01ABCDEF --format jsonl", "while another one applies")],
        options: [
            OptionSpec("session", short: "s", .value(name: "ID"), "The session; the latest one if left out."),
            OptionSpec("follow", .flag, "Wait for a session that nobody has begun to apply."),
        ],
        action: CommandAction(streaming: { try run($0) }),
        output: schema,
        exitCodes: [ExitNote(.clean, "the session goes no further"), ExitNote(.badData, "there is no such session")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Answer {
        let work = try ProcessWork(invocation)
        var session = try SessionsCommand.session(invocation.command.string("session"), work.journal)
        let plan = try work.engine.storedPlan(session.id)
        let follows = invocation.command.flag("follow") == true
        var told = 0
        Interruption.watch()
        var stream = RowStream<StatusRow>(invocation, schema: schema, sessionID: session.id.text, isEndless: false)
        while stream.isOpen {
            // The state first: what ends in between is then told before the end.
            session = try work.journal.reader().session(session.id)
            let done = try work.journal.reader().completedActions(session.id)
            for action in done.dropFirst(told) {
                let row = StatusRow(action, plan)
                try stream.tell(row, sentence(row, action))
            }
            told = max(told, done.count)
            let goesOn = session.state == .applying || (follows && session.state == .planned)
            guard goesOn, !invocation.deadline.hasPassed, !Interruption.hasOccurred else { break }
            Clocks.sleep(seconds: 0.2)
        }
        return stream.answer(
            columns: StatusCommand.columns,
            headline: "Session \(session.id) is \(session.state.rawValue): \(told) \(told == 1 ? "action" : "actions")."
        )
    }

    private static func sentence(_ row: StatusRow, _ action: CompletedAction) -> String {
        "\(Timestamp.text(milliseconds: action.at)) \(row.action) PID \(row.pid): \(row.result) (\(row.command))"
    }
}
