internal import Arguments
internal import Formats
internal import History
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes declare`: somebody's word that a process is wanted.
enum DeclareCommand {
    static let schema = "tend.processes.declare.v1"

    static let spec = Command(
        "declare",
        summary: "Declare running processes or a command as wanted, so that they are kept.",
        discussion: """
            What is declared is kept whatever the evidence says, by plan, apply and goals alike, until the declaration \
            expires or is removed; what it runs is not ended either while it stays. A PID stands for this one process: \
            when it ends, so does the declaration, and a later process with that PID is another one. A command stands \
            for every process, also a later one, whose command line holds these words in this order, in or below the \
            directory; of a path only the last part counts. The record keeps both redacted for people, and compares \
            keyed hashes. A recording carries the declarations that held when it was made, and is judged with them; \
            what is declared here says nothing about another machine's recording.
            """,
        examples: [
            Example("tend processes declare 4242 --reason 'long training run'", "keep it for the next eight hours"),
            Example("tend processes declare --command 'npm run dev' --for 2d", "keep the dev server of this directory"),
            Example("tend processes declare list", "what is declared"),
        ],
        operands: [OperandSpec("PID", "Processes that run now.", isRequired: false, isRepeated: true)],
        options: [
            OptionSpec("command", .value(name: "WORDS"), "Words of a command line, instead of processes.", isOwn: true),
            OptionSpec(
                "in", .value(name: "DIR"), "Where that command runs; by default the present directory.",
                completion: .directories, isOwn: true),
            OptionSpec("for", .value(name: "DURATION"), "How long it holds.", default: "8h", isOwn: true),
            OptionSpec("reason", .value(name: "TEXT"), "Why, for whoever reads the plan.", isOwn: true),
        ],
        subcommands: [list, remove],
        action: CommandAction { try declare($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "declared"), ExitNote(.badData, "there is no such process"),
            ExitNote(.usage, "nothing was named, or what was named says nothing"),
            ExitNote(.cannotCreate, "it cannot be recorded"),
        ])

    private static let list = Command(
        "list",
        summary: "List what is declared as wanted.",
        examples: [Example("tend processes declare list", "with the processes that run of each")],
        action: CommandAction { try list($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "listed")])

    private static let remove = Command(
        "remove",
        summary: "Take a declaration back before it expires.",
        examples: [Example("tend processes declare remove 3", "its number is in the list")],
        operands: [OperandSpec("ID", "The declaration's number.")],
        action: CommandAction { try remove($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "removed"), ExitNote(.badData, "there is no such declaration")])

    private static func declare(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try work(invocation)
        let isDryRun = invocation.command.flag("dry-run") == true
        let declared = try work.engine.declare(
            ProcessEngine.DeclareRequest(
                subject: try subject(invocation.command), seconds: try seconds(invocation.command),
                reason: invocation.command.string("reason"), isDryRun: isDryRun))
        let rows = declared.map { DeclarationRow($0.record, running: $0.running) }
        let until = rows.first.map { " until \(Timestamp.text(milliseconds: $0.expiresAt))" } ?? ""
        let running = rows.map(\.running).reduce(0, +)
        return output(
            rows, work,
            "\(isDryRun ? "Would be declared" : "Declared") as wanted\(until): "
                + "\(running) \(running == 1 ? "process runs" : "processes run") of it now.")
    }

    private static func list(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try work(invocation)
        let rows = try work.engine.declared().map { DeclarationRow($0.record, running: $0.running) }
        return output(
            rows, work, rows.isEmpty ? "Nothing is declared as wanted." : "\(rows.count) declared as wanted.")
    }

    private static func remove(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try work(invocation)
        let numbers = try invocation.command.operands("ID", as: "a declaration's number") { text in
            Int64(text).flatMap { $0 > 0 ? $0 : nil }
        }
        let isDryRun = invocation.command.flag("dry-run") == true
        let record = try work.engine.removeDeclaration(numbers.first ?? 0, isDryRun: isDryRun)
        let row = DeclarationRow(record, running: 0)
        return output(
            [row], work, "\(isDryRun ? "Would not be declared" : "No longer declared") as wanted: \(row.subject)")
    }

    /// A declaration is about this machine.
    private static func work(_ invocation: Invocation) throws(TendError) -> ProcessWork {
        guard !invocation.command.has("from") else {
            throw TendError(
                .usage, "what is in a recording cannot be declared", area: "cli",
                hint: "a recording carries what was declared when it was made")
        }
        return try ProcessWork(invocation)
    }

    private static func subject(
        _ command: ParsedCommand<CommandAction>
    ) throws(TendError) -> ProcessEngine.DeclareRequest.Subject {
        let pids = try command.operands("PID", as: "a process id") { text in
            Int32(text).flatMap { $0 > 0 ? $0 : nil }
        }
        let words = command.string("command")
        guard pids.isEmpty != (words == nil) else {
            throw TendError(
                .usage,
                words == nil
                    ? "declare needs a process id or --command"
                    : "a process id and --command exclude "
                        + "each other", area: "cli", hint: "declare one thing at a time: tend processes declare --help")
        }
        guard let words else {
            guard !command.has("in") else {
                throw TendError(
                    .usage, "--in belongs to --command", area: "cli", hint: "a process id needs no directory")
            }
            return .processes(pids)
        }
        return .command(words: words, directory: command.string("in") ?? Host.currentDirectory ?? ".")
    }

    private static func seconds(_ command: ParsedCommand<CommandAction>) throws(TendError) -> Double {
        let duration = try command.value("for", as: "a duration such as 90m, 8h or 2d", parse: HumanDuration.parse)
        let seconds = (duration ?? .seconds(28_800)) / .seconds(1)
        let allowed = ProcessEngine.DeclareRequest.seconds
        guard allowed.contains(seconds) else {
            throw TendError(
                .usage, "--for is out of range", area: "cli",
                hint: "give \(HumanDuration.text(seconds: allowed.lowerBound)) to "
                    + "\(HumanDuration.text(seconds: allowed.upperBound)); what is wanted for ever belongs into a pack")
        }
        return seconds
    }

    private static func output(_ rows: [DeclarationRow], _ work: ProcessWork, _ headline: String) -> Output {
        var output = Output(
            schema: schema, list: rows,
            columns: [
                ColumnChoice("id"), ColumnChoice("subject", isFlexible: true), ColumnChoice("running", dropOrder: 2),
                ColumnChoice("expires_at"), ColumnChoice("reason", dropOrder: 1, isFlexible: true),
            ],
            headline: headline)
        output.warnings = work.journal.allWarnings
        return output
    }
}

/// One declaration, as the commands show it.
struct DeclarationRow: Record {
    var id: Int64 = 0
    var kind = ""
    var subject = ""
    var pid: Int32?
    var reason: String?
    var declaredAt: Int64 = 0
    var expiresAt: Int64 = 0
    var running = 0

    init() {}

    init(_ record: DeclarationRecord, running: Int) {
        id = record.id
        switch record.subject {
        case .process(let process, _, _):
            kind = "process"
            pid = process
        case .command: kind = "command"
        }
        subject = ForeignText(record.text.text).sanitised
        reason = record.reason.map { ForeignText($0.text).sanitised }
        declaredAt = record.declaredAt
        expiresAt = record.expiresAt
        self.running = running
    }

    static let recordName = "declaration"
    static let fields: [Field<DeclarationRow>] = [
        Field("id", \.id, "By which it is removed; 0 where it was not recorded.", heading: "ID"),
        Field("kind", \.kind, "process or command."),
        Field("subject", \.subject, "What is declared, redacted.", heading: "WANTED"),
        Field(optional: "pid", \.pid, "The process; absent for a command."),
        Field(optional: "reason", \.reason, "Why, redacted.", heading: "WHY", text: { $0.reason ?? "-" }),
        Field("declared_at", \.declaredAt, "Milliseconds since 1970 at which it was declared."),
        Field(
            "expires_at", \.expiresAt, "Milliseconds since 1970 at which it expires.", heading: "UNTIL",
            text: { Timestamp.text(milliseconds: $0.expiresAt) }),
        Field("running", \.running, "Processes that it is about just now; 0 for one that was removed.", heading: "RUN"),
    ]
}
