internal import Arguments
internal import Formats
internal import History
internal import Primitives
internal import Reporting
internal import Runtime
internal import Settings

/// `tend audit list|verify`: everything that was ever recorded, and whether it is still what was recorded.
enum AuditCommand {
    static let listSchema = "tend.audit.list.v1"
    static let verifySchema = "tend.audit.verify.v1"

    static let spec = Command(
        "audit",
        summary: "List the audit log and prove that nobody changed it.",
        discussion: """
            Sessions, intents, outcomes, policy changes and prunings are appended to a log that is never changed: each \
            entry holds the hash of the one before, and a local key signs each.
            """,
        examples: [
            Example("tend audit list --limit 10", "the last ten entries"),
            Example("tend audit verify", "is all of it as it was recorded?"),
        ],
        subcommands: [list, verify])

    private static let list = Command(
        "list",
        summary: "List entries of the audit log in their order.",
        discussion: "The last 50, or with --after the first 50 behind that entry; --limit takes more or fewer.",
        examples: [
            Example("tend audit list --kind outcome", "what came of the latest actions"),
            Example("tend audit list --after 0 --limit 1000 --format jsonl", "from the beginning, a line an entry"),
        ],
        options: [
            OptionSpec("after", .value(name: "SEQ"), "Begin behind this entry; 0 is the beginning."),
            OptionSpec("kind", .value(name: "KIND"), "Only this kind, such as session, intent, outcome or retention."),
        ],
        action: CommandAction { try list($0) },
        output: listSchema,
        exitCodes: [ExitNote(.clean, "listed")])

    private static let verify = Command(
        "verify",
        summary: "Check every entry against its hash and its signature.",
        examples: [Example("tend audit verify --json", "every problem with its kind, for programs")],
        action: CommandAction { try verify($0) },
        output: verifySchema,
        exitCodes: [ExitNote(.clean, "the log is intact"), ExitNote(.candidates, "the log was changed")])

    private static func list(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let limit = try command.integer("limit", in: 0...1_000_000) ?? 50
        let after = try command.integer("after", in: 0 ... .max)
        let kind = command.string("kind")
        let entries = try reading(invocation) { store throws(TendError) in
            guard let after else { return try store.latestAuditEntries(limit: limit, kind: kind) }
            return try store.auditEntries(limit: limit, after: Int64(after), kind: kind)
        }
        return Output(
            schema: listSchema, list: (entries ?? []).map { AuditRow($0) },
            columns: [
                ColumnChoice("sequence"), ColumnChoice("at", dropOrder: 1), ColumnChoice("kind"),
                ColumnChoice("session_id", dropOrder: 2), ColumnChoice("body", isFlexible: true),
            ], headline: entries.map { "\(count($0.count))." } ?? "Nothing was recorded yet.")
    }

    private static func verify(_ invocation: Invocation) throws(TendError) -> Output {
        let found = try reading(invocation) { store throws(TendError) in try store.verifyAudit() }
        let result = found.map { AuditVerification($0) } ?? AuditVerification()
        var output = Output(
            schema: verifySchema, record: result, member: "problems", rows: result.problems,
            columns: [ColumnChoice("sequence"), ColumnChoice("kind"), ColumnChoice("sentence", isFlexible: true)],
            headline: found == nil
                ? "Nothing was recorded yet, so there is nothing to verify."
                : "\(count(result.entries)), \(result.isIntact ? "all as recorded" : "not all as recorded").")
        guard !result.isIntact else {
            output.rows = nil
            return output
        }
        output.failure = TendError(
            .auditBroken, "the audit log is not as it was recorded: \(result.problems.count) problems", area: "store",
            hint: "keep a copy of \(invocation.composition.settings.history.directory) before anything else")
        return output
    }

    private static func count(_ entries: Int) -> String {
        entries == 1 ? "1 entry" : "\(entries) entries"
    }

    /// Reads the record; nil where nothing was ever recorded.
    private static func reading<Value>(
        _ invocation: Invocation, _ body: (Store) throws(TendError) -> Value
    ) throws(TendError) -> Value? {
        let store: Store
        do throws(TendError) {
            store = try invocation.composition.journal().reader()
        } catch  where error.code == .notFound {
            return nil
        }
        return try body(store)
    }
}
