internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend disk check`: whether there is room for what somebody is about to do.
enum DiskCheckCommand {
    static let schema = "tend.disk.check.v1"

    static let spec = Command(
        "check",
        summary: "Say whether there is room, and end with 1 where there is not.",
        discussion: """
            So that a build can ask first: the answer is yes where the target stays free after all that is needed was \
            written, where inodes are left, and where nobody else is about to use it up.
            """,
        examples: [
            Example("tend disk check --target-free 15 --need 20GiB --path .", "before a large build"),
            Example("tend disk check --need 5GiB --quiet", "in a script: build only where it ends with 0"),
        ],
        options: [
            OptionSpec(
                "target-free", .value(name: "PERCENT"), "Percent that must be free afterwards.", default: "10"),
            OptionSpec("need", .value(name: "SIZE"), "What is to be written, such as 20GiB.", default: "0"),
            OptionSpec(
                "path", .value(name: "PATH"), "Where.", default: ".", completion: .files),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "there is room"), ExitNote(.candidates, "there is not"),
            ExitNote(.badData, "the path does not exist"), ExitNote(.unavailable, "the volume does not answer"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let target = try command.number("target-free", in: 0...100) ?? 10
        let need =
            try command.value("need", as: "a size such as 20GiB or 500M", parse: ByteCount.parse) ?? .zero
        let engine = try DiskCommand.engine(invocation)
        let check = try engine.check(path: command.string("path") ?? ".", targetFree: target, need: need)
        var output = Output(schema: schema, record: check, headline: headline(check))
        output.exit = check.isEnough ? .clean : .candidates
        output.warnings = engine.journal.allWarnings
        return output
    }

    private static func headline(_ check: SpaceCheck) -> String {
        let mount = check.volume.volume.mount.sanitised
        let after = "\(check.freePercentAfter.text(decimals: 1)) % of \(mount) would be free"
        guard !check.isEnough else { return "Yes: \(after)." }
        return "No: \(check.reasons.joined(separator: " "))"
    }
}
