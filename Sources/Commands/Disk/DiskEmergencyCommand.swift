internal import Arguments
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import Settings

/// `tend disk emergency`: frees a full disk without writing anything.
enum DiskEmergencyCommand {
    static let schema = "tend.disk.emergency.v1"

    static let spec = Command(
        "emergency",
        summary: "Free a disk that is full, without writing a byte.",
        discussion: """
            For when nothing else works any more: no record, no log, no directory to move things into. Ballast goes first, \
            then what a scan advises, until so much is really free. All vetoes hold; what was done joins the record once there is \
            room. Without --yes and without a terminal it only says what would go.
            """,
        examples: [
            Example("tend disk emergency /data --target-free 10", "look, and confirm"),
            Example("tend disk emergency /data --target-free 10 --yes", "at once"),
        ],
        operands: [OperandSpec("PATH", "Directories.", isRepeated: true, completion: .files)],
        options: [
            OptionSpec(
                "target-free", .value(name: "PERCENT"), "Stop when so much is free on the first path's volume.",
                default: "10"),
            DiskScanCommand.crossOption,
            OptionSpec("dry-run", short: "n", .flag, "Say what would be removed and change nothing."),
            OptionSpec("yes", short: "y", .flag, "Confirm the removal instead of being asked."),
        ],
        action: CommandAction(writesNothing: true) { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "there was room enough, or nobody said yes"),
            ExitNote(.actionsDone, "the target is reached"),
            ExitNote(.candidates, "nothing was done; this would go"),
            ExitNote(.partial, "some removals failed, or something could not be scanned"),
            ExitNote(.goalNotAchievable, "everything that may go went, and it was not enough"),
            ExitNote(.interrupted, "it was interrupted"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        var request = CleanRequest(scan: DiskScanCommand.request(invocation))
        request.scan.crossesDevices = DiskScanCommand.crosses(invocation)
        request.targetFree = try command.number("target-free", in: 0...100) ?? 10
        request.isDryRun =
            command.flag("dry-run") == true || (command.flag("yes") != true && !invocation.isInteractive)
        request.version = Composition.version
        request.confirm = { scan, artifacts in DiskCleanCommand.confirms(invocation, scan, artifacts) }
        let composition = invocation.composition
        let engine = try composition.diskEngine(
            composition.settings.disk, composition.journal(), writesNothing: true)
        guard let report = try engine.emergency(request) else {
            return DiskCleanCommand.output(RemovalReport(), engine, "Nothing was removed.", .clean, schema: schema)
        }
        var output = DiskCleanCommand.output(
            report, engine, DiskCleanCommand.headline(report, request), exit(report), schema: schema)
        if report.isDryRun, command.flag("dry-run") != true {
            output.notes.append("Nothing was done: confirm it with --yes.")
        }
        return output
    }

    private static func exit(_ report: RemovalReport) -> ExitCode {
        if report.isInterrupted { return .interrupted }
        if report.isDryRun { return report.removed.isEmpty ? .clean : .candidates }
        if report.skipped.contains(where: \.outcome.isError) || !report.problems.isEmpty { return .partial }
        if report.isTargetMet == false { return .goalNotAchievable }
        return report.removed.isEmpty && report.ballast.isEmpty ? .clean : .actionsDone
    }
}
