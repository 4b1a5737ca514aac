internal import Arguments
internal import Primitives
internal import Runtime
internal import Settings

/// `tend disk`: the verbs of the disk domain.
enum DiskCommand {
    static let spec = Command(
        "disk",
        summary: "Keep volumes from filling, and reclaim only what can be made again.",
        discussion: """
            Without a verb it shows how full every volume is and where it is going. Nothing is removed without your word, \
            be it a yes or a promotion of the policy, and never what is protected, in use, tracked by git or too young.
            """,
        examples: [
            Example("tend disk status", "how full every volume is"),
            Example("tend disk check --need 20GiB", "whether there is room for a build"),
            Example("tend disk scan ~/projects", "what could be removed, and why"),
        ],
        subcommands: [
            DiskStatusCommand.spec, DiskCheckCommand.spec, DiskWatchCommand.spec, DiskScanCommand.spec,
            DiskCleanCommand.spec,
            DiskUndoCommand.spec, DiskExplainCommand.spec, DiskEmergencyCommand.spec, BallastCommand.spec,
            DiskProtectCommand.protect, DiskProtectCommand.unprotect, DiskLogCommand.spec, DiskStatsCommand.spec,
            DiskBlameCommand.spec,
        ],
        action: CommandAction { try DiskStatusCommand.run($0) },
        output: DiskStatusCommand.schema,
        exitCodes: DiskStatusCommand.exitCodes)

    /// The engine as a command uses it.
    static func engine(_ invocation: Invocation) throws(TendError) -> DiskEngine {
        try invocation.composition.diskEngine(invocation.composition.settings.disk, invocation.composition.journal())
    }
}
