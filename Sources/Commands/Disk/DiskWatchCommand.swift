internal import Arguments
internal import DiskDefence
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import Settings
internal import SystemCalls

/// `tend disk watch`: looks at the volumes for as long as it runs, and acts as far as the policy lets it.
enum DiskWatchCommand {
    static let schema = "tend.disk.watch.v1"

    static let spec = Command(
        "watch", aliases: ["daemon"],
        summary: "Watch the volumes, give ballast back when room runs out, and clean as far as the policy goes.",
        discussion: """
            One line an event, each at once: a sentence, or JSON with --format jsonl. In observe (the default mode) and in \
            fallback nothing is removed: it tells what it would remove. In canary at most ten things an hour go, in enforce \
            what a scan advises (tend policy show). Ballast is given back in every mode. The directories are scanned \
            more often the scarcer room is, those first where most is to be got, and seldom while scans bring nothing. \
            SIGHUP reads the settings again, SIGUSR1 scans now, Ctrl-C ends it. It is meant to run as a service \
            (docs/watch.md).
            """,
        examples: [
            Example("tend disk watch", "the home directories and where temporary files lie, until Ctrl-C"),
            Example(
                "tend disk watch '/data/projects/*' /tmp --format jsonl", "what you name, as a stream for a program"),
            Example("tend disk watch --dry-run --looks 30", "what it would do within a minute"),
        ],
        operands: [
            OperandSpec(
                "PATH", "Directories, absolute, with * and ? for whatever is there; only their volumes are watched.",
                isRequired: false, isRepeated: true, completion: .files)
        ],
        options: [
            OptionSpec("interval", .value(name: "DURATION"), "Time from one look to the next, at least 100ms."),
            OptionSpec("looks", .value(name: "N"), "End after so many looks and what they lead to."),
            OptionSpec(
                "record", .value(name: "FILE"), "Append every look to a new file, to replay it.", completion: .files),
            OptionSpec(
                "replay", .value(name: "FILE"), "Decide about recorded looks instead, at once, and do nothing.",
                completion: .files),
            OptionSpec(
                "dry-run", short: "n", .flag, "Remove, release, make and record nothing, whatever the mode."),
        ],
        action: CommandAction(streaming: { try run($0) }),
        output: schema,
        exitCodes: [
            ExitNote(.clean, "ended by --looks, Ctrl-C or --timeout"),
            ExitNote(.blocked, "a watch of the same user runs already"),
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Answer {
        if let trace = invocation.command.string("replay") { return try replay(trace, invocation) }
        let looks = try invocation.command.integer("looks", in: 1...Int.max)
        var setup = try setup(invocation, invocation.composition)
        setup.looks = looks
        setup.trace = try invocation.command.string("record").map { path throws(TendError) in
            try WatchTrace(path: path)
        }
        Interruption.watch()
        ProgramRequests.watch()
        var stream = RowStream<DiskEvent>(
            invocation, schema: schema, isEndless: looks == nil && invocation.deadline.instant == nil)
        var told = 0
        while let next = try watch(setup, invocation, &stream, &told), stream.isOpen { setup = next }
        return answer(stream, told)
    }

    private static func replay(_ path: String, _ invocation: Invocation) throws(TendError) -> Answer {
        try refuseBesideReplay(invocation)
        let trace: [UInt8]
        do throws(SystemCallError) {
            trace = try FileSystem.read(path, limit: 1 << 30)
        } catch {
            throw TendError(
                error.isGone ? .notFound : .inputOutput, "the trace \(ForeignText(path).sanitised) cannot be read",
                area: "disk", hint: "traces are made by tend disk watch --record FILE", cause: error)
        }
        var replay = WatchReplay(settings: invocation.composition.settings.disk)
        var stream = RowStream<DiskEvent>(invocation, schema: schema, isEndless: false)
        var told = 0
        let torn = try replay.run(trace) { event throws(TendError) in
            told += 1
            try stream.tell(event, sentence(event))
        }
        if let torn { invocation.tell("line \(torn) of the trace has no end and was left out") }
        return answer(stream, told)
    }

    /// What is recorded decides: nothing else is watched, and nothing done.
    private static func refuseBesideReplay(_ invocation: Invocation) throws(TendError) {
        let command = invocation.command
        var refused = ["interval", "looks", "record"].filter { command.string($0) != nil }.map { "--\($0)" }
        if command.flag("dry-run") == true { refused.append("--dry-run") }
        if !command.operands("PATH").isEmpty { refused.append("PATH") }
        guard let first = refused.first else { return }
        throw TendError(
            .usage, "--replay does not go with \(first)", area: "cli",
            hint: "it decides about what was recorded and does nothing: leave out \(refused.joined(separator: ", "))")
    }

    private static func answer(_ stream: RowStream<DiskEvent>, _ told: Int) -> Answer {
        stream.answer(
            columns: [
                ColumnChoice("at", dropOrder: 1), ColumnChoice("kind"), ColumnChoice("result"),
                ColumnChoice("sentence", isWrapped: true),
            ], headline: "\(told) \(told == 1 ? "event" : "events").")
    }

    /// - Returns: what to go on with where the settings were read again; nil where it is over.
    private static func watch(
        _ setup: WatchSetup, _ invocation: Invocation, _ stream: inout RowStream<DiskEvent>, _ told: inout Int
    ) throws(TendError) -> WatchSetup? {
        let watch = try DiskWatch(setup)
        var failure: TendError?
        var next: WatchSetup?
        let end = try watch.run(
            tell: { event in
                do throws(TendError) {
                    try stream.tell(event, sentence(event))
                } catch {
                    failure = error
                    return false
                }
                told += 1
                return stream.isOpen
            }, isOver: { Interruption.hasOccurred || invocation.deadline.hasPassed },
            requests: {
                var asked = ProgramRequests.take()
                if asked.contains(.reload) {
                    next = reloaded(setup, invocation)
                    // With settings that cannot be used it goes on undisturbed.
                    if next == nil { asked.remove(.reload) }
                }
                return asked
            })
        if let failure { throw failure }
        return end == .reload ? next : nil
    }

    private static func sentence(_ event: DiskEvent) -> String {
        var place = ""
        if event.kind == .removal {
            place = " \(event.subject.sanitised)" + (event.bytes.map { " (\($0.text))" } ?? "")
        }
        return "\(Timestamp.text(milliseconds: event.at)) \(event.kind.rawValue) \(event.result)\(place): "
            + ForeignText(event.sentence).sanitised
    }

    private static func setup(_ invocation: Invocation, _ composition: Composition) throws(TendError) -> WatchSetup {
        let command = invocation.command
        var settings = composition.settings.disk
        if let interval = try command.value("interval", as: "a duration such as 2s", parse: HumanDuration.parse) {
            guard (.milliseconds(100) ... .seconds(3600)).contains(interval) else {
                throw TendError(
                    .usage, "--interval is at least 100ms, and 1h at most", area: "cli", hint: "--interval 2s")
            }
            settings.watch.interval = interval / .seconds(1)
        }
        try settings.validate()
        let paths = command.operands("PATH")
        if let relative = paths.first(where: { !$0.hasPrefix("/") }) {
            throw TendError(
                .usage, "\(ForeignText(relative).sanitised) is no absolute path", area: "cli",
                hint: "a watch may outlive the directory that it is started in: begin it with /")
        }
        let (used, isDryRun) = (settings, command.flag("dry-run") == true)
        var setup = WatchSetup(settings: settings) { () throws(TendError) in
            try composition.diskEngine(used, composition.journal(), writesNothing: isDryRun)
        }
        setup.paths = paths
        setup.isDryRun = isDryRun
        setup.version = Composition.version
        return setup
    }

    /// The same watch with the settings as they are now; nil where they cannot be used, which is told.
    private static func reloaded(_ setup: WatchSetup, _ invocation: Invocation) -> WatchSetup? {
        let environment = invocation.composition.environment
        let loader = GlobalOptions.loader(environment: environment, file: invocation.command.string("config"))
        do throws(TendError) {
            let composition = Composition(settings: try loader.load().settings, environment: environment)
            var next = try self.setup(invocation, composition)
            (next.looks, next.trace) = (setup.looks, setup.trace)
            return next
        } catch {
            invocation.tell("the settings stay as they were: \(error.description)")
            return nil
        }
    }
}
