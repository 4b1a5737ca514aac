internal import Arguments
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk protect` and `unprotect`: markers that keep directories from removal.
enum DiskProtectCommand {
    static let schema = "tend.disk.protect.v1"
    private static let paths = OperandSpec(
        "PATH", "Directories.", isRequired: false, isRepeated: true, completion: .files)
    private static let dryRun = OptionSpec("dry-run", short: "n", .flag, "Say what would change and change nothing.")
    private static let exitCodes = [
        ExitNote(.clean, "nothing was to be done"), ExitNote(.actionsDone, "it was changed"),
        ExitNote(.partial, "some of it could not be changed"),
    ]

    static let protect = Command(
        "protect",
        summary: "Keep a directory and everything below it from removal.",
        discussion: """
            A file named .tend-protect is put into the directory; any tool and anybody may put or remove one. What holds a \
            protected directory stays as well.
            """,
        examples: [
            Example("tend disk protect ~/projects/shop", "from now on"),
            Example("tend disk protect --list ~/projects", "what is protected there"),
        ],
        operands: [paths],
        options: [
            OptionSpec("list", .flag, "List what is protected below the directories, and by the settings."), dryRun,
        ],
        action: CommandAction { try run($0, adding: true) },
        output: schema,
        exitCodes: exitCodes)

    static let unprotect = Command(
        "unprotect",
        summary: "Take the protection of a directory away.",
        examples: [Example("tend disk unprotect ~/projects/shop", "its own marker only")],
        operands: [paths],
        options: [dryRun],
        action: CommandAction { try run($0, adding: false) },
        output: schema,
        exitCodes: exitCodes)

    private static func run(_ invocation: Invocation, adding: Bool) throws(TendError) -> Output {
        let engine = try DiskCommand.engine(invocation)
        let paths = invocation.command.operands("PATH")
        let isList = adding && invocation.command.flag("list") == true
        guard isList || !paths.isEmpty else {
            throw TendError(
                .usage, "which directory?", area: "cli",
                hint: adding ? "tend disk protect PATH, or --list" : "tend disk unprotect PATH")
        }
        let rows: [ProtectionRow]
        if isList {
            let request = DiskScanCommand.request(invocation)
            rows = try engine.protections(below: paths.isEmpty ? ["."] : paths, watch: request.watch)
            request.finish()
        } else {
            rows = engine.protect(paths, adding: adding, isDryRun: invocation.command.flag("dry-run") == true)
        }
        var output = Output(
            schema: schema, list: rows,
            columns: [
                ColumnChoice("result"), ColumnChoice("source", dropOrder: 2), ColumnChoice("path", isFlexible: true),
                ColumnChoice("sentence", dropOrder: 1, isWrapped: true),
            ], headline: headline(rows, isList))
        output.exit =
            rows.contains { $0.result == "failed" }
            ? .partial : rows.contains { $0.result == "done" } ? .actionsDone : .clean
        return output
    }

    private static func headline(_ rows: [ProtectionRow], _ isList: Bool) -> String {
        if isList { return rows.isEmpty ? "Nothing is protected there." : "\(rows.count) protected." }
        let done = rows.filter { $0.result == "done" }.count
        let failed = rows.filter { $0.result == "failed" }.count
        return failed > 0 ? "\(done) changed; \(failed) could not be." : "\(done) changed."
    }
}
