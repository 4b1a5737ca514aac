internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import ProcessTriage
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend disk blame`: who writes how much.
enum DiskBlameCommand {
    static let schema = "tend.disk.blame.v1"

    static let spec = Command(
        "blame",
        summary: "Show who writes how much: by process, agent session and project.",
        discussion: """
            Looks twice at what the kernel says each process has sent to storage, and tells the difference. A process works \
            for the nearest agent above it, and in the project that its working directory lies in; one that works in / or \
            in a home, in that of the files which it has open. What cannot be read is told of as unknown.
            """,
        examples: [
            Example("tend disk blame", "five seconds of everybody"),
            Example("tend disk blame --window 30s --volume /data", "who works on one volume"),
        ],
        options: [
            OptionSpec("window", .value(name: "DURATION"), "Between both looks, such as 500ms or 30s.", default: "5s"),
            OptionSpec(
                "volume", .value(name: "PATH"), "Only processes that work on the volume of this path.",
                completion: .files),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "shown"), ExitNote(.interrupted, "it was interrupted"),
            ExitNote(.badData, "the path does not exist"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let window =
            try command.value("window", as: "a duration such as 500ms or 30s", parse: HumanDuration.parse)
            ?? .seconds(5)
        guard (.milliseconds(1) ... .seconds(3600)).contains(window) else {
            throw TendError(
                .usage, "--window must be between 1ms and 1h", area: "cli", hint: "such as --window 30s")
        }
        let engine = try DiskCommand.engine(invocation)
        let categories = try invocation.composition.processPacks().categories
        Interruption.watch()
        let report = try engine.blame(seconds: window / .seconds(1), path: command.string("volume")) { process in
            let words = ProgramWords(
                arguments: process.arguments.bytes, name: process.name.bytes, executable: process.executable.bytes)
            guard let kind = categories.classify(words), kind.category == .agent else { return nil }
            return kind.title
        }
        var output = Output(
            schema: schema, record: report, member: "processes", rows: report.processes,
            columns: [
                ColumnChoice("pid"), ColumnChoice("bytes"), ColumnChoice("bytes_per_second", dropOrder: 1),
                ColumnChoice("name"), ColumnChoice("agent", dropOrder: 2), ColumnChoice("project", isFlexible: true),
            ], headline: headline(report))
        output.paragraphs = paragraphs(report)
        output.warnings = engine.journal.allWarnings
        return output
    }

    private static func headline(_ report: BlameReport) -> String {
        let place = report.volume.map { " by processes that work on \($0.sanitised)" } ?? ""
        let unknown = report.unknown.isEmpty ? "" : "; \(count(report.unknown.count)) could not be read"
        return "\(report.bytes.text) written\(place) in \(report.seconds.text(decimals: 1)) s\(unknown)."
    }

    private static func paragraphs(_ report: BlameReport) -> [String] {
        func line(_ what: String, _ share: BlameReport.Share, _ name: String) -> String {
            "\(what) \(name): \(share.bytes.text), \(ByteCount(UInt64(max(0, share.bytesPerSecond))).text) a second, "
                + count(share.processes)
        }
        let agents = report.agents.prefix(10).map { line("Agent", $0, "\($0.name.sanitised) (PID \($0.pid ?? 0))") }
        let projects = report.projects.prefix(10).map { line("Project", $0, $0.name.sanitised) }
        let files = report.files.prefix(5).map { file in
            "Open for writing: \(file.path.sanitised), \(file.bytes.text), by \(file.name.sanitised) (PID \(file.pid))"
        }
        return agents + projects + files
    }

    private static func count(_ processes: Int) -> String {
        processes == 1 ? "1 process" : "\(processes) processes"
    }
}
