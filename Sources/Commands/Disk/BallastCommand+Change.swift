internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// The verbs that make ballast and give it back.
extension BallastCommand {
    private static let exitCodes = [
        ExitNote(.clean, "nothing was to be done"), ExitNote(.actionsDone, "all that was asked for was done"),
        ExitNote(.partial, "some of it was done"), ExitNote(.blocked, "nothing could be done, and it says why"),
        ExitNote(.interrupted, "it was interrupted"), ExitNote(.notPermitted, "this user may not"),
    ]

    static let provision = Command(
        "provision",
        summary: "Make what is missing of the ballast.",
        discussion: """
            Each file's blocks are really taken: set aside where the file system overwrites in place, written with noise \
            where it copies on write. It ends before less than the floor would be free; what was made until then stays. \
            Run it as often as you like: what is whole is left alone.
            """,
        examples: [
            Example("tend disk ballast provision --dry-run", "what would be made, and where none can be"),
            Example(
                "tend disk ballast provision --path /data --files 10 --size 2GiB", "more than usual, on one volume"),
        ],
        options: [path, files, size, dryRun],
        action: CommandAction { try make($0, atMost: nil) },
        output: changeSchema,
        exitCodes: exitCodes)

    static let replenish = Command(
        "replenish",
        summary: "Make one file of what was released, or all of it.",
        discussion: "One at a time, so that a volume that has just recovered is not filled again.",
        examples: [
            Example("tend disk ballast replenish --path /data", "one file"),
            Example("tend disk ballast replenish --all", "all that is missing"),
        ],
        options: [path, files, size, OptionSpec("all", .flag, "Make all that is missing, not one file."), dryRun],
        action: CommandAction { try make($0, atMost: $0.command.flag("all") == true ? nil : 1) },
        output: changeSchema,
        exitCodes: exitCodes)

    static let release = Command(
        "release",
        summary: "Give files of ballast back, at once.",
        discussion: """
            Where no volume is named, on the one with ballast that has the least room. It needs no free byte and no \
            inode, and writes nothing. Only what is ours by name, owner and content is unlinked.
            """,
        examples: [
            Example("tend disk ballast release 1", "one file, where room is scarcest"),
            Example("tend disk ballast release 3 --path /data --yes", "three on one volume, without a question"),
        ],
        operands: [OperandSpec("N", "How many files.")],
        options: [path, dryRun, OptionSpec("yes", short: "y", .flag, "Release without being asked.")],
        action: CommandAction { try release($0) },
        output: changeSchema,
        exitCodes: exitCodes + [
            ExitNote(.usage, "nobody was there to ask, and --yes was missing"),
            ExitNote(.badData, "there is no ballast"),
        ])

    private static func make(_ invocation: Invocation, atMost limit: Int?) throws(TendError) -> Output {
        let command = invocation.command
        var request = request(invocation)
        request.fileCount = try command.integer("files", in: 0...1000)
        request.fileSize = try command.value("size", as: "a size from 1MiB to 1TiB") { text in
            ByteCount.parse(text).flatMap { (ByteCount(1 << 20)...ByteCount(1 << 40)).contains($0) ? $0 : nil }
        }
        request.isDryRun = command.flag("dry-run") == true
        Interruption.watch()
        let deadline = invocation.deadline
        request.shouldStop = { Interruption.hasOccurred || deadline.hasPassed }
        let engine = try DiskCommand.engine(invocation)
        let report = try engine.provisionBallast(request, atMost: limit)
        if !request.isDryRun, report.count > 0 { engine.log(report) }
        return output(report, request)
    }

    private static func release(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let counts = try command.operands("N", as: "a whole number from 1 to 1000") { text in
            Int(text).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
        let count = counts.first ?? 1
        var request = request(invocation)
        request.isDryRun = command.flag("dry-run") == true
        let engine = try DiskCommand.engine(invocation)
        if !request.isDryRun, command.flag("yes") != true {
            guard invocation.isInteractive else {
                throw TendError(
                    .usage, "releasing ballast needs a yes, and nobody is there to ask", area: "disk",
                    hint: "see what it would release with --dry-run; confirm it with --yes")
            }
            request.isDryRun = true
            let foreseen = try engine.releaseBallast(count, request)
            guard foreseen.count > 0 else { return output(foreseen, request) }
            invocation.tell(headline(foreseen, isDryRun: true))
            guard invocation.confirms("Release?") else { return output(BallastReport(), request) }
            request.isDryRun = false
        }
        let report = try engine.releaseBallast(count, request)
        if !request.isDryRun, report.count > 0 { engine.log(report) }
        return output(report, request)
    }

    // MARK: The answer

    private static func output(_ report: BallastReport, _ request: BallastRequest) -> Output {
        var output = Output(
            schema: changeSchema, record: report, member: "outcomes", rows: report.outcomes,
            columns: [
                ColumnChoice("mount", isFlexible: true), ColumnChoice("made", dropOrder: 4),
                ColumnChoice("rebuilt", dropOrder: 5), ColumnChoice("released", dropOrder: 3), ColumnChoice("bytes"),
                ColumnChoice("freed_bytes", dropOrder: 2), ColumnChoice("seconds", dropOrder: 6),
                ColumnChoice("refusal", dropOrder: 1),
            ], headline: headline(report, isDryRun: request.isDryRun))
        let refusals = report.outcomes.compactMap { outcome in outcome.refusal.map { (outcome.mount.sanitised, $0) } }
        output.notes = refusals.map { "\($0.0): \($0.1.sentence)" }
        output.exit = exit(report, isDryRun: request.isDryRun)
        guard output.exit == .blocked, let (mount, refusal) = refusals.first else { return output }
        let code: TendError.Code = refusal.reason == .notPermitted ? .notPermitted : .blocked
        let failure = TendError(
            code, "\(mount): \(refusal.sentence)", area: "disk", hint: refusal.hint,
            isRetryable: refusal.reason == .locked)
        output.failure = failure
        output.exit = failure.exitCode
        return output
    }

    private static func exit(_ report: BallastReport, isDryRun: Bool) -> ExitCode {
        let refusals = report.outcomes.compactMap(\.refusal)
        if refusals.contains(where: { $0.reason == .interrupted }) { return .interrupted }
        if report.count == 0 { return refusals.isEmpty ? .clean : .blocked }
        if isDryRun { return .clean }
        return refusals.isEmpty ? .actionsDone : .partial
    }

    private static func headline(_ report: BallastReport, isDryRun: Bool) -> String {
        guard let action = report.outcomes.first?.action, report.count > 0 else {
            return report.outcomes.contains { $0.refusal != nil } ? "Nothing was done." : "Nothing was to be done."
        }
        let files = report.count == 1 ? "1 file" : "\(report.count) files"
        let verb = action == .release ? "released" : "made"
        let place = report.outcomes.count == 1 ? " on \(report.outcomes[0].mount.sanitised)" : ""
        if isDryRun { return "\(files) of ballast, \(report.bytes.text), would be \(verb)\(place)." }
        let freed = report.outcomes.reduce(ByteCount.zero) { $0 + $1.freedBytes }
        let back = action == .release ? " The volume has \(freed.text) more." : ""
        let were = report.count == 1 ? "was" : "were"
        return "\(files) of ballast, \(report.bytes.text), \(were) \(verb)\(place).\(back)"
    }
}
