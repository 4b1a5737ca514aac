internal import Arguments
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk undo`: puts back what was kept.
enum DiskUndoCommand {
    static let schema = "tend.disk.undo.v1"

    static let spec = Command(
        "undo",
        summary: "Put back what clean --quarantine removed.",
        examples: [
            Example("tend disk undo 01J9ZK3V.7", "one thing, by its decision"),
            Example("tend disk undo 01J9ZK3V", "everything of a session"),
        ],
        operands: [OperandSpec("ID", "A decision or a session; its first 8 characters suffice.")],
        options: [OptionSpec("dry-run", short: "n", .flag, "Say what would be put back and change nothing.")],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.actionsDone, "everything was put back"), ExitNote(.partial, "something could not be"),
            ExitNote(.candidates, "a dry run found something to put back"),
            ExitNote(.badData, "nothing of it lies in quarantine"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let engine = try DiskCommand.engine(invocation)
        let isDryRun = invocation.command.flag("dry-run") == true
        let report = try engine.undo(invocation.command.operands("ID").first ?? "", isDryRun: isDryRun)
        let done = report.removed.count
        let headline =
            isDryRun ? "\(done) would be put back." : "\(done) put back; \(report.skipped.count) could not be."
        return DiskCleanCommand.output(
            report, engine, headline, isDryRun ? .candidates : report.skipped.isEmpty ? .actionsDone : .partial,
            schema: schema)
    }
}
