internal import Arguments
internal import Decision
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import Settings

/// `tend sessions list|show`: what was looked at, when, and what came of it.
enum SessionsCommand {
    typealias Session = SessionRecord

    static let listSchema = "tend.sessions.list.v1"

    static let spec = Command(
        "sessions",
        summary: "List recorded sessions and show what they hold.",
        examples: [
            Example("tend sessions list", "the latest ones"),
            Example("tend sessions show 01ABCDEF", "one of them; the first 8 characters of an id suffice"),
        ],
        subcommands: [list(named: "list"), show(named: "show")])

    static func list(named name: String) -> Command {
        Command(
            name,
            summary: "List the latest sessions.",
            examples: [Example("tend sessions list --limit 5", "the last five")],
            action: CommandAction { try list($0) },
            output: listSchema,
            exitCodes: [ExitNote(.clean, "listed")])
    }

    static func show(named name: String) -> Command {
        Command(
            name,
            summary: "Show a session's plan.",
            examples: [Example("tend sessions show 01ABCDEF", "the plan of a session")],
            operands: [OperandSpec("ID", "The session; its first 8 characters suffice.", isRequired: false)],
            options: [OptionSpec("session", short: "s", .value(name: "ID"), "The session, as an option.")],
            action: CommandAction { try show($0) },
            output: ProcessPlanOutput.schema,
            exitCodes: [ExitNote(.clean, "shown"), ExitNote(.badData, "there is no such session")])
    }

    private static func list(_ invocation: Invocation) throws(TendError) -> Output {
        let journal = invocation.composition.journal()
        let limit = try invocation.command.integer("limit", in: 0...1_000_000) ?? 20
        let rows = try sessions(journal, limit: limit).map { SessionRow($0) }
        return Output(
            schema: listSchema, list: rows,
            columns: [
                ColumnChoice("session_id"), ColumnChoice("state"), ColumnChoice("started_at"),
                ColumnChoice("domain", dropOrder: 1), ColumnChoice("mode", dropOrder: 2),
                ColumnChoice("command", isFlexible: true),
            ],
            headline: rows.isEmpty ? "No sessions yet; tend processes plan makes one." : "\(rows.count) sessions.")
    }

    /// Nothing recorded yet is an empty list, not an error.
    private static func sessions(_ journal: Journal, limit: Int) throws(TendError) -> [SessionRecord] {
        do throws(TendError) {
            return try journal.reader().sessions(limit: limit)
        } catch  where error.code == .notFound {
            return []
        }
    }

    private static func show(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let journal = invocation.composition.journal()
        let session = try session(command.operands("ID").first ?? command.string("session"), journal)
        return try output(session, invocation, journal)
    }

    /// What a session was and the plan that it holds.
    static func output(
        _ session: SessionRecord, _ invocation: Invocation, _ journal: Journal
    ) throws(TendError) -> Output {
        if session.domain == "disk" { return try diskOutput(session, invocation) }
        let engine = try invocation.composition.processEngine(invocation.composition.settings.processes, journal)
        var output = ProcessPlanOutput.output(try engine.storedPlan(session.id), warnings: journal.allWarnings)
        output.exit = .clean
        output.sessionID = session.id.text
        output.headline =
            "Session \(session.id), \(session.state.rawValue), \(Timestamp.text(milliseconds: session.startedAt)). "
            + output.headline
        return output
    }

    private static func diskOutput(_ session: SessionRecord, _ invocation: Invocation) throws(TendError) -> Output {
        let scan = try DiskCommand.engine(invocation).stored(session)
        var output = DiskScanCommand.output(scan, found: scan.candidates.count)
        output.headline =
            "Session \(session.id), \(session.command), \(Timestamp.text(milliseconds: session.startedAt)): "
            + "\(scan.candidates.count) candidates."
        return output
    }

    /// The session with this id or beginning; for nil the latest one that looked at processes.
    static func session(_ id: String?, _ journal: Journal) throws(TendError) -> SessionRecord {
        let reader = try journal.reader()
        if let id { return try reader.session(matching: id) }
        guard let latest = try reader.sessions(limit: 1, domain: "processes").first else {
            throw TendError(.notFound, "there is no session yet", area: "store", hint: "make one: tend processes plan")
        }
        return latest
    }
}

/// `tend processes agent status`: what of a session was done, is pending, is open.
enum StatusCommand {
    static let schema = "tend.processes.status.v1"

    static let spec = Command(
        "status",
        summary: "Show what of a session was done and what is open.",
        examples: [Example("tend processes agent status --session 01ABCDEF", "applied and pending actions")],
        options: [OptionSpec("session", short: "s", .value(name: "ID"), "The session; the latest one if left out.")],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "nothing is pending"), ExitNote(.interrupted, "actions are pending")])

    static let columns: [ColumnChoice<StatusRow>] = [
        "pid", "action", "result", ColumnChoice("command", isFlexible: true),
    ]

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let session = try SessionsCommand.session(invocation.command.string("session"), work.journal)
        let reader = try work.journal.reader()
        let plan = try work.engine.storedPlan(session.id)
        let done = try reader.completedActions(session.id).map { StatusRow($0, plan) }
        let pending = try reader.pendingIntents(session.id).map {
            StatusRow($0.intent.decision.description, plan, action: $0.intent.action, result: "pending")
        }
        let touched = Set((done + pending).map(\.decisionID))
        var status = SessionStatus()
        status.session = SessionRow(session)
        status.done = done
        status.pending = pending
        status.open = plan.candidates.filter { !touched.contains($0.decisionID) && $0.recommendation != .keep }.map {
            StatusRow($0.decisionID, plan, action: $0.recommendation.rawValue, result: "open")
        }
        status.budget = try work.engine.errorBudget().map { BudgetStanding($0) }
        var output = Output(
            schema: schema, record: status,
            headline:
                "Session \(session.id) is \(session.state.rawValue): \(done.count) done, \(pending.count) pending, "
                + "\(status.open.count) open.")
        output.rows = TableSource(
            records: done + pending + status.open, at: .members(["done", "pending", "open"]),
            columns: columns)
        output.paragraphs = status.budget.map { [$0.sentence] } ?? []
        output.metrics = [("done", done), ("pending", pending), ("open", status.open)].map { state, rows in
            Metric(
                "processes_session_actions", "A session's actions by state.", Double(rows.count),
                labels: [(name: "state", value: state)])
        }
        output.exit = pending.isEmpty ? .clean : .interrupted
        output.sessionID = session.id.text
        return output
    }
}

extension StatusRow {
    init(_ decision: String, _ plan: ProcessPlan, action: String, result: String) {
        self.init()
        let candidate = plan.candidates.first { $0.decisionID == decision }
        decisionID = decision
        pid = candidate?.pid ?? 0
        command = candidate?.command ?? ""
        self.action = action
        self.result = result
    }

    init(_ done: CompletedAction, _ plan: ProcessPlan) {
        self.init(done.decision.description, plan, action: done.action, result: done.result)
    }
}
