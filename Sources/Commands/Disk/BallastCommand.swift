internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk ballast`: room that is taken now, to be given back the moment a volume is full.
enum BallastCommand {
    static let statusSchema = "tend.disk.ballast.status.v1"
    static let changeSchema = "tend.disk.ballast.change.v1"
    static let verifySchema = "tend.disk.ballast.verify.v1"

    static let spec = Command(
        "ballast",
        summary: "Keep room in reserve, and give it back the moment a volume is full.",
        discussion: """
            Ballast are files that take room and hold nothing. Releasing one is an unlink: that works on a volume without \
            a free byte or inode, and takes milliseconds. It is never made in memory, on another machine, or where less \
            than the floor would stay free. Without a verb it shows what there is.
            """,
        examples: [
            Example("tend disk ballast status", "what there is, as really allocated on the disk"),
            Example("tend disk ballast provision --path /data", "make what is missing there"),
            Example("tend disk ballast release 2 --path /data --yes", "give two files back, without a question"),
        ],
        subcommands: [status, provision, release, replenish, verify],
        action: CommandAction { try showStatus($0) },
        output: statusSchema,
        exitCodes: [ExitNote(.clean, "shown")])

    static let path = OptionSpec(
        "path", .repeated(name: "PATH"), "Only the volume that this lies on.", completion: .files)
    static let dryRun = OptionSpec("dry-run", short: "n", .flag, "Say what would be done and do nothing.")
    static let files = OptionSpec("files", .value(name: "N"), "How many files a volume is to have.", default: "5")
    static let size = OptionSpec("size", .value(name: "SIZE"), "How large each new file is.", default: "1GiB")

    private static let status = Command(
        "status",
        summary: "Show the ballast of every volume.",
        discussion: "What is allocated is counted in blocks on the disk, not in what files say of their size.",
        examples: [Example("tend disk ballast status --json", "for programs")],
        options: [path],
        action: CommandAction { try showStatus($0) },
        output: statusSchema,
        exitCodes: [ExitNote(.clean, "shown")])

    private static let verify = Command(
        "verify",
        summary: "Compare every file of ballast with what it ought to be.",
        discussion: """
            A file whose writing was not finished, or that was cut, is partial, and provision makes it anew. What only \
            bears such a name is foreign, and nobody touches it.
            """,
        examples: [Example("tend disk ballast verify --path /data", "one volume")],
        options: [path],
        action: CommandAction { try runVerify($0) },
        output: verifySchema,
        exitCodes: [
            ExitNote(.clean, "all of it is whole"), ExitNote(.candidates, "some is not"),
            ExitNote(.partial, "a pool cannot be looked into"),
        ])

    /// What the words of every verb ask for.
    static func request(_ invocation: Invocation) -> BallastRequest {
        BallastRequest(paths: invocation.command.has("path") ? invocation.command.strings("path") : [])
    }

    private static func showStatus(_ invocation: Invocation) throws(TendError) -> Output {
        let engine = try DiskCommand.engine(invocation)
        // Without a verb there is no option to ask for.
        let isPlain = invocation.command.spec.name == spec.name
        let status = try engine.ballast(isPlain ? BallastRequest() : request(invocation))
        var output = Output(
            schema: statusSchema, record: status, member: "pools", rows: status.pools,
            columns: [
                ColumnChoice("mount", isFlexible: true), ColumnChoice("fs_type", dropOrder: 4),
                ColumnChoice("files_wanted"), ColumnChoice("file_bytes", dropOrder: 3), ColumnChoice("files_whole"),
                ColumnChoice("files_partial", dropOrder: 2), ColumnChoice("allocated_bytes"),
                ColumnChoice("free_percent", dropOrder: 5), ColumnChoice("refusal", dropOrder: 1),
            ], headline: headline(status))
        output.notes = status.pools.compactMap { pool in
            pool.missing > 0 ? pool.refusal.map { "\(pool.mount.sanitised): \($0.sentence)" } : nil
        }
        return output
    }

    private static func headline(_ status: BallastStatus) -> String {
        let whole = status.pools.reduce(0) { $0 + $1.count(of: .whole) }
        let missing = status.pools.filter { $0.refusal?.isOfVolume != true }.reduce(0) { $0 + $1.missing }
        let there = whole == 0 ? "There is no ballast" : "\(whole) files of ballast take \(status.allocated.text)"
        return missing == 0 ? "\(there)." : "\(there); \(missing) are missing: tend disk ballast provision."
    }

    private static func runVerify(_ invocation: Invocation) throws(TendError) -> Output {
        let status = try DiskCommand.engine(invocation).ballast(request(invocation))
        let verification = BallastVerification(status)
        let unread = status.pools.filter { $0.exists && $0.files.isEmpty }.compactMap(\.refusal).filter(\.isOfPool)
        var output = Output(
            schema: verifySchema, record: verification, member: "files", rows: verification.files,
            columns: [
                ColumnChoice("mount", dropOrder: 2), ColumnChoice("name"),
                ColumnChoice("state", tone: { $0.file.state.tone }), ColumnChoice("bytes", dropOrder: 3),
                ColumnChoice("allocated_bytes"), ColumnChoice("problem", dropOrder: 1, isFlexible: true),
            ],
            headline: verification.headline)
        output.warnings = unread.map(\.sentence)
        output.exit = verification.bad > 0 ? .candidates : unread.isEmpty ? .clean : .partial
        return output
    }
}
