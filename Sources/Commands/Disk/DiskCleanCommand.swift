internal import Arguments
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk clean`: removes what a scan advises, until there is room.
enum DiskCleanCommand {
    static let schema = "tend.disk.clean.v1"

    static let spec = Command(
        "clean",
        summary: "Remove what can be made again, until there is room enough.",
        discussion: """
            Scans, shows what would go, asks, and removes the most worthwhile first until the target is reached. Each thing \
            is looked at again right before it goes: what is in use, was changed or is something else by then stays. With \
            --quarantine it is kept beside its place and tend disk undo puts it back.
            """,
        examples: [
            Example("tend disk clean ~/projects --target-free 20 --dry-run", "what would go"),
            Example("tend disk clean ~/projects --free 10GiB --quarantine 2d", "and keep it for two days"),
        ],
        operands: [OperandSpec("PATH", "Directories.", isRequired: false, isRepeated: true, completion: .files)],
        options: [
            OptionSpec("target-free", .value(name: "PERCENT"), "Stop when so much is free on the first path's volume."),
            OptionSpec("free", .value(name: "SIZE"), "Stop when so much was freed, such as 10GiB."),
            OptionSpec("include-review", .flag, "Remove what is for review as well: you have looked at it."),
            OptionSpec("quarantine", .value(name: "DURATION"), "Keep what is removed beside its place, such as 2d."),
            DiskScanCommand.crossOption,
            OptionSpec("dry-run", short: "n", .flag, "Say what would be removed and change nothing."),
            OptionSpec("yes", short: "y", .flag, "Confirm the removal instead of being asked."),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "nothing was to be done, or nobody said yes"),
            ExitNote(.actionsDone, "something was removed"),
            ExitNote(.partial, "some removals failed, or something could not be scanned"),
            ExitNote(.blocked, "nothing could be removed"),
            ExitNote(.goalNotAchievable, "everything that may go went, and it was not enough"),
            ExitNote(.interrupted, "it was interrupted"),
            ExitNote(.usage, "nobody was there to ask, and --yes was missing"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let paths = command.operands("PATH")
        var request = CleanRequest(scan: DiskScanRequest(paths: paths.isEmpty ? ["."] : paths))
        request.targetFree = try command.number("target-free", in: 0...100)
        request.free = try command.value("free", as: "a size such as 10GiB or 500M", parse: ByteCount.parse)
        request.includesReview = command.flag("include-review") == true
        request.quarantine = try command.value(
            "quarantine", as: "a duration such as 2d or 12h", parse: HumanDuration.parse
        ).map { $0 / .seconds(1) }
        request.isDryRun = command.flag("dry-run") == true
        request.version = Composition.version
        guard request.isDryRun || command.flag("yes") == true || invocation.isInteractive else {
            throw TendError(
                .usage, "removing needs a yes, and nobody is there to ask", area: "disk",
                hint: "see what would go with --dry-run; confirm it with --yes")
        }
        let engine = try DiskCommand.engine(invocation)
        request.scan = DiskScanCommand.request(invocation)
        request.scan.crossesDevices = DiskScanCommand.crosses(invocation)
        request.confirm = { scan, artifacts in confirms(invocation, scan, artifacts) }
        request.willRemove = { artifact, number, all in
            guard invocation.isInteractive else { return }
            invocation.tell("removing \(artifact.path.sanitised) (\(number) of \(all))")
        }
        guard let report = try engine.clean(request) else {
            return output(RemovalReport(), engine, "Nothing was removed.", .clean)
        }
        return output(report, engine, headline(report, request), exit(report))
    }

    static func confirms(_ invocation: Invocation, _ scan: DiskScan, _ artifacts: [PlannedArtifact]) -> Bool {
        guard invocation.command.flag("yes") != true else { return true }
        let bytes = artifacts.reduce(ByteCount.zero) { $0 + $1.reclaimableBytes }
        for artifact in artifacts.prefix(20) {
            invocation.tell("  \(artifact.reclaimableBytes.text)  \(artifact.path.sanitised)  (\(artifact.summary))")
        }
        if artifacts.count > 20 { invocation.tell("  and \(artifacts.count - 20) more: tend disk scan lists them") }
        return invocation.confirms("Remove these \(artifacts.count), \(bytes.text)?")
    }

    static func output(
        _ report: RemovalReport, _ engine: DiskEngine, _ headline: String, _ exit: ExitCode, schema: String = schema
    ) -> Output {
        var output = Output(
            schema: schema, shape: RemovalReport.shape,
            rows: TableSource(
                records: report.removed + report.skipped, at: .members(["removed", "skipped"]),
                columns: [
                    ColumnChoice("result"), ColumnChoice("reason_code", dropOrder: 2), ColumnChoice("bytes"),
                    ColumnChoice("pattern", dropOrder: 1), ColumnChoice("path", isFlexible: true),
                ]), headline: headline
        ) { report.write(to: &$0) }
        output.sessionID = report.sessionID.isEmpty ? nil : report.sessionID
        output.exit = exit
        output.warnings = engine.journal.allWarnings + report.problems.map(\.sentence)
        return output
    }

    static func headline(_ report: RemovalReport, _ request: CleanRequest) -> String {
        if report.removed.isEmpty, report.skipped.isEmpty, report.ballast.isEmpty, report.isTargetMet == true {
            return "There is room enough: \((report.freePercentBefore ?? 0).text(decimals: 1)) % is free."
        }
        let bytes = report.removed.reduce(ByteCount.zero) { $0 + $1.bytes }
        var sentence =
            report.isDryRun
            ? "\(report.removed.count) would be removed, \(bytes.text)"
            : "\(report.removed.count) removed, \(report.freedBytes.text) freed"
        let ballast = report.ballast.reduce(0) { $0 + $1.released.count }
        if ballast > 0 { sentence = "\(ballast) ballast files released; \(sentence)" }
        if !report.isDryRun, report.expectedBytes > .zero {
            sentence += ", \(report.expectedBytes.text) kept aside until the quarantine ends"
        }
        if !report.skipped.isEmpty { sentence += "; \(report.skipped.count) left" }
        switch report.isTargetMet {
        case true: sentence += ". There is room enough now"
        case false: sentence += ". That is not enough"
        default: break
        }
        return sentence + "."
    }

    private static func exit(_ report: RemovalReport) -> ExitCode {
        if report.isInterrupted { return .interrupted }
        if report.isDryRun { return report.removed.isEmpty ? .clean : .candidates }
        let hasFailed = report.skipped.contains { $0.outcome.isError } || !report.problems.isEmpty
        if hasFailed { return .partial }
        if report.isTargetMet == false { return .goalNotAchievable }
        if !report.removed.isEmpty { return .actionsDone }
        return report.skipped.isEmpty || report.isTargetMet == true ? .clean : .blocked
    }
}
