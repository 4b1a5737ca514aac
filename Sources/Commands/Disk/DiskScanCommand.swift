internal import Arguments
internal import Cockpit
internal import Collectors
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend disk scan`: what could be removed, and why.
enum DiskScanCommand {
    static let schema = "tend.disk.scan.v1"

    static let exitCodes = [
        ExitNote(.clean, "nothing was found to review or delete"), ExitNote(.candidates, "something was"),
        ExitNote(.partial, "something could not be scanned"), ExitNote(.interrupted, "it was interrupted"),
    ]

    static let urgencyOption = OptionSpec(
        "urgency", .value(name: "U"), "Judge as if it were so urgent, 0 to 1, instead of by the volumes.")
    static let crossOption = OptionSpec(
        "cross-device", .flag, "Enter other file systems below the directories as well.")

    static let spec = Command(
        "scan",
        summary: "Find what can be made again, and say what may go.",
        discussion: """
            A name is never enough: each pattern asks for what its tool leaves beside or inside. Whatever is protected, in \
            use, tracked by git, too young or somebody else's is kept, and says why. Nothing is changed.
            """,
        examples: [
            Example("tend disk scan ~/projects --top 20", "the twenty most worth removing"),
            Example("tend disk scan . --min-score 0 --json", "everything, also what is kept, for programs"),
        ],
        operands: [OperandSpec("PATH", "Directories.", isRequired: false, isRepeated: true, completion: .files)],
        options: [
            OptionSpec("top", .value(name: "N"), "List the first N only."),
            OptionSpec("min-score", .value(name: "S"), "List only what scores at least so much, 0 to 1."),
            urgencyOption, crossOption,
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: exitCodes)

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let least = try command.number("min-score", in: 0...1)
        let top = try command.integer("top", in: 0...1_000_000)
        let engine = try DiskCommand.engine(invocation)
        var request = request(invocation)
        request.crossesDevices = crosses(invocation)
        request.urgency = try command.number("urgency", in: 0...1)
        var scan = engine.record(try engine.scan(request), command: "disk scan", version: Composition.version)
        let found = scan.candidates.count
        if let least { scan.candidates.removeAll { $0.score < least } }
        if let top { scan.candidates.removeLast(max(0, scan.candidates.count - top)) }
        var output = output(scan, found: found)
        output.warnings = engine.journal.allWarnings + scan.problems.map(\.sentence)
        output.exit = exit(scan)
        return output
    }

    static func output(_ scan: DiskScan, found: Int) -> Output {
        var output = Output(
            schema: schema, record: scan, member: "candidates", rows: scan.candidates,
            columns: [
                ColumnChoice("decision", tone: { $0.decision.tone }), ColumnChoice("score", dropOrder: 3),
                ColumnChoice("bytes"), ColumnChoice("age_seconds", dropOrder: 2),
                ColumnChoice("pattern", dropOrder: 4), ColumnChoice("vetoes", dropOrder: 1),
                ColumnChoice("path", isFlexible: true),
            ], headline: headline(scan, found))
        output.notes = scan.plan.map { sentences($0, scan) } ?? []
        output.sessionID = scan.sessionID.isEmpty ? nil : scan.sessionID
        return output
    }

    /// Which places a watch chose for a scan, and why.
    private static func sentences(_ plan: ScanPlan, _ scan: DiskScan) -> [String] {
        func worth(_ item: ScanPlan.Item) -> String {
            let size = ByteCount(UInt64(min(abs(item.utility), 9e18))).text
            return "worth \(item.utility < 0 ? "-" : "")\(size)"
        }
        let chosen = plan.chosen.map { item in
            let why =
                switch item.purpose {
                case .exploit: "most is to be got there"
                case .explore: "it has waited longest"
                case .roundRobin, nil: "it was its turn"
                }
            return "Scanned \(item.path.sanitised): \(why) (\(worth(item)))."
        }
        let skipped = plan.skipped.prefix(20).map { "Skipped \($0.path.sanitised) (\(worth($0)))." }
        let rest = plan.skipped.count > 20 ? ["And \(plan.skipped.count - 20) more were skipped."] : []
        let index =
            "\(scan.unchangedDirectories) of \(scan.directories) directories had not changed and were not read again."
        return chosen + skipped + rest + [index]
    }

    /// What the words name, with progress on a terminal, and until somebody interrupts it.
    static func request(_ invocation: Invocation) -> DiskScanRequest {
        let paths = invocation.command.operands("PATH")
        var request = DiskScanRequest(paths: paths.isEmpty ? ["."] : paths)
        Interruption.watch()
        let line = ProgressLine(
            Progress(style: invocation.style, canRedraw: invocation.command.flag("quiet") != true))
        request.watch = { walked in
            line.progress.update("scanning", Int(clamping: walked.files), "files")
            return !Interruption.hasOccurred && !invocation.deadline.hasPassed
        }
        request.finish = { line.progress.finish() }
        return request
    }

    /// Nil: as the settings say.
    static func crosses(_ invocation: Invocation) -> Bool? {
        invocation.command.flag("cross-device") == true ? true : nil
    }

    /// Progress that a closure can change.
    private final class ProgressLine {
        var progress: Progress

        init(_ progress: consuming Progress) { self.progress = progress }
    }

    static func exit(_ scan: DiskScan) -> ExitCode {
        if scan.isCut { return .interrupted }
        if !scan.problems.isEmpty { return .partial }
        return scan.candidates.contains { $0.decision != .keep } ? .candidates : .clean
    }

    private static func headline(_ scan: DiskScan, _ found: Int) -> String {
        let seen = "\(scan.files) files in \(scan.directories) directories, \(scan.allocatedBytes.text)"
        guard found > 0 else { return "Nothing was found that a tool could make again (\(seen))." }
        let shown =
            scan.candidates.count < found ? "\(scan.candidates.count) of \(found) candidates" : "\(found) candidates"
        return
            "\(shown): \(scan.bytes(of: .delete).text) may be deleted, \(scan.bytes(of: .review).text) are for review "
            + "(\(seen))."
    }
}
