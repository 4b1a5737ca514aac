internal import Arguments
internal import Model
internal import Primitives
internal import ProcessTriage
internal import Reporting

/// `tend processes signatures`: known patterns, what they expect, and how they fare.
enum SignaturesCommand {
    static let listSchema = "tend.processes.signatures.list.v1"
    static let showSchema = "tend.processes.signatures.show.v1"

    static let spec = Command(
        "signatures",
        summary: "Show and change the known patterns of processes that are left or kept.",
        discussion: """
            A signature tells a kind of program and says what such a process usually is. A match is a prior of at most 1.5 \
            nats that the facts can refute, never a verdict. Later sources win: built in, /etc/tend/packs/signatures, the \
            user's packs/signatures.
            """,
        examples: [
            Example("tend processes signatures list", "all of them"),
            Example("tend processes signatures show jest-worker-left", "what one asks for and says"),
            Example("tend processes signatures add our-tools.toml", "check a file and copy it to your own packs"),
        ],
        subcommands: [list, show, add, disable, enable, stats, draft])

    private static let list = Command(
        "list",
        summary: "List the signatures.",
        examples: [
            Example("tend processes signatures list", "all of them"),
            Example("tend processes signatures list --source user", "your own"),
        ],
        options: [
            OptionSpec(
                "source", .value(name: "SOURCE"), "Only those of one source.",
                choices: SignatureSource.allCases.map(\.rawValue))
        ],
        action: CommandAction { try list($0) },
        output: listSchema,
        exitCodes: [ExitNote(.clean, "listed"), ExitNote(.configuration, "a pack is wrong")])

    private static let show = Command(
        "show",
        summary: "Show one signature: its criteria, what it says, whose it is.",
        examples: [Example("tend processes signatures show vite-left", "one of them")],
        operands: [OperandSpec("NAME", "The signature.")],
        action: CommandAction { try show($0) },
        output: showSchema,
        exitCodes: [ExitNote(.clean, "shown"), ExitNote(.badData, "there is no such signature")])

    private static func list(_ invocation: Invocation) throws(TendError) -> Output {
        let pack = try invocation.composition.processPacks().signatures
        // The parser lets only names of sources through.
        let source = invocation.command.string("source").flatMap(SignatureSource.init)
        let rows = pack.signatures.map { SignatureRow($0, isEnabled: !pack.disabled.contains($0.name)) }
            .filter { source == nil || $0.source == source }
        let off = rows.count { !$0.isEnabled }
        return Output(
            schema: listSchema, list: rows,
            columns: [
                ColumnChoice("name"), ColumnChoice("version", dropOrder: 2), ColumnChoice("source", dropOrder: 3),
                ColumnChoice("enabled", dropOrder: 4), ColumnChoice("expects"), ColumnChoice("weight", dropOrder: 1),
                ColumnChoice("sentence", isFlexible: true),
            ],
            headline: "\(rows.count) signatures, \(off) of them switched off.")
    }

    private static func show(_ invocation: Invocation) throws(TendError) -> Output {
        let pack = try invocation.composition.processPacks().signatures
        let signature = try pack.signature(named: invocation.command.operands("NAME").first ?? "")
        let row = SignatureRow(signature, isEnabled: !pack.disabled.contains(signature.name))
        return Output(
            schema: showSchema, record: row,
            headline:
                "\(row.name) \(row.version) expects \(row.expects.rawValue)\(row.isEnabled ? "" : ", switched off").")
    }
}
