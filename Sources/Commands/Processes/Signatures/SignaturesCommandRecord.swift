internal import Arguments
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes signatures stats|draft`: what the record says of known patterns.
extension SignaturesCommand {
    static let statsSchema = "tend.processes.signatures.stats.v1"
    static let draftSchema = "tend.processes.signatures.draft.v1"

    private static let sessions = OptionSpec(
        "sessions", .value(name: "N"), "Read so many of the newest sessions.", default: "200")

    static let stats = Command(
        "stats",
        summary: "Count how signatures fared in recorded plans.",
        discussion: """
            Plans list candidates, not the processes that were kept, unless they were made with --all: a signature that \
            expects useful is met less often here than on the machine.
            """,
        examples: [Example("tend processes signatures stats", "over the last 200 sessions")],
        options: [sessions],
        action: CommandAction { try stats($0) },
        output: statsSchema,
        exitCodes: [ExitNote(.clean, "counted")])

    static let draft = Command(
        "draft",
        summary: "Draft signatures from what you stopped again and again.",
        discussion: """
            Looks for processes with the very same arguments that people stopped, that did not come back, and that no \
            signature knew. What the policy stopped by itself does not count. Read a draft before you add it: its weight \
            is small and its reason is yet to be written.
            """,
        examples: [
            Example("tend processes signatures draft", "what could be drafted"),
            Example("tend processes signatures draft --out drafts.toml", "write it to a file, to be read and added"),
        ],
        options: [
            OptionSpec("at-least", .value(name: "N"), "So many stops make a pattern.", default: "3"), sessions,
            OptionSpec("out", short: "o", .value(name: "FILE"), "Write the drafts to a file.", completion: .files),
        ],
        action: CommandAction { try draft($0) },
        output: draftSchema,
        exitCodes: [ExitNote(.clean, "looked"), ExitNote(.cannotCreate, "the file cannot be written")])

    private static func limit(_ invocation: Invocation) throws(TendError) -> Int {
        try invocation.command.integer("sessions", in: 1...1_000_000) ?? 200
    }

    private static func stats(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let found = try work.engine.signatureStatistics(sessions: limit(invocation))
        var output = Output(
            schema: statsSchema, record: found, member: "signatures", rows: found.signatures,
            columns: [
                ColumnChoice("name", isFlexible: true), ColumnChoice("expects"), ColumnChoice("sessions", dropOrder: 1),
                ColumnChoice("processes"), ColumnChoice("end_recommended"), ColumnChoice("contradicted"),
                ColumnChoice("stopped"), ColumnChoice("respawned"),
            ],
            headline:
                "\(found.candidates) processes in \(found.sessions) plans: \(found.candidates - found.novel) fit a "
                + "signature, \(found.novel) fit none.")
        if !found.patterns.isEmpty {
            output.paragraphs = [
                "Most frequent without a signature: " + found.patterns.map(words).joined(separator: "; ") + "."
            ]
        }
        if found.unreadable > 0 {
            output.notes = ["\(found.unreadable) sessions hold no plan that this version reads."]
        }
        return output
    }

    private static func words(_ tally: PatternTally) -> String {
        let most = tally.processesTooMany > 0 ? "at most " : ""
        let stops = tally.stopped > 0 ? ", \(tally.stopped) stopped, \(tally.respawned) came back" : ""
        return "\(tally.pattern) (\(most)\(tally.processes)\(stops))"
    }

    private static func draft(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let count = try invocation.command.integer("at-least", in: 2...1_000_000) ?? 3
        let drafts = try work.engine.signatureDrafts(sessions: limit(invocation), atLeast: count)
        let made = drafts.filter { $0.obstacle == nil }
        var output = Output(
            schema: draftSchema, list: drafts,
            columns: [
                ColumnChoice("name"), ColumnChoice("stops"), ColumnChoice("command", isFlexible: true),
                ColumnChoice("obstacle", isFlexible: true),
            ],
            headline: made.isEmpty
                ? "Nothing was stopped \(count) times that could be told and that no signature knows."
                : "\(made.count) drafts.")
        guard let path = invocation.command.string("out"), !made.isEmpty else {
            if !made.isEmpty { output.notes = ["To read and add them: tend processes signatures draft --out FILE"] }
            return output
        }
        guard invocation.command.flag("dry-run") != true else {
            output.notes = ["Would write \(path)."]
            return output
        }
        try write(made, to: path)
        output.notes = ["Wrote \(path). Read it, then: tend processes signatures add \(path)"]
        return output
    }

    private static func write(_ drafts: [SignatureDraft], to path: String) throws(TendError) {
        let text = "version = 1\n\n" + drafts.map(\.toml).joined(separator: "\n")
        do {
            try FileSystem.replace(path, with: Array(text.utf8))
        } catch {
            throw TendError(
                .cannotCreate, "cannot write \(path)", area: "packs", hint: "choose another place", cause: error)
        }
    }
}
