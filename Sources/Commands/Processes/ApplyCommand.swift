internal import Arguments
internal import Cockpit
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes apply`: carry out a recorded plan, revalidated against the machine as it is now.
enum ApplyCommand {
    static let schema = "tend.processes.apply.v1"

    static let exitCodes = [
        ExitNote(.actionsDone, "actions were carried out"), ExitNote(.partial, "some were, some were not"),
        ExitNote(.blocked, "a gate or the policy said no"),
        ExitNote(.notPermitted, "the system refused all of it"),
        ExitNote(.interrupted, "interrupted; --resume-session goes on"),
    ]

    static let spec = Command(
        "apply",
        summary: "Carry out a plan; every target is checked anew first.",
        discussion: """
            Each process must still be the very same one (start tick, owner, program file, arguments), is judged again, \
            and must pass every gate. It is then asked to end (TERM), given time, and ended (KILL), through a handle that \
            cannot reach any other process. With --staged it is paused first, and let go on if anything is seen to suffer. \
            What a supervisor runs is never signalled: with --action stop-unit or restart its \
            supervisor is told by its own tool. freeze, throttle and quarantine act through control groups, where one \
            holds nothing else or was delegated. Every intent is recorded before and every outcome after; \
            `tend processes undo` takes back what can be.
            """,
        examples: [
            Example("tend processes apply --session 01ABCDEF --recommended --yes", "stop what the plan recommends"),
            Example("tend processes apply --session 01ABCDEF --pids 4242,4243 --dry-run", "see what would happen"),
            Example(
                "tend processes apply --pids 4242 --action stop-unit --yes", "have its supervisor stop it for good"),
            Example(
                "tend processes apply --pids 4242 --group --staged --yes",
                "pause its process group, look who suffers, end it if nobody does"),
            Example("tend processes apply --pids 4242 --action throttle --yes", "a tenth of a processor, no more"),
            Example("tend processes apply --session 01ABCDEF --goal --yes", "reach the goal of a plan, and measure"),
            Example("tend processes apply --resume-session 01ABCDEF --yes", "go on after an interruption"),
        ],
        options: [
            OptionSpec("session", short: "s", .value(name: "ID"), "The plan's session; the latest one if left out."),
            OptionSpec("resume-session", .value(name: "ID"), "Go on with an interrupted apply."),
            OptionSpec("recommended", .flag, "Everything that the plan recommends to stop.", group: "Targets"),
            OptionSpec(
                "goal", .flag, "What the plan chose to reach its goal; says afterwards how it came out.",
                group: "Targets"),
            OptionSpec(
                "pids", .repeated(name: "PID", separator: ","), "These processes of the plan.", group: "Targets"),
            OptionSpec(
                "targets", .repeated(name: "PID:START_ID", separator: ","), "These processes, by full identity.",
                group: "Targets"),
            OptionSpec(
                "action", .value(name: "VERB"),
                "What to do; if left out what the plan advises: stop, or stop-unit and restart by its supervisor.",
                choices: ApplyRequest.Verb.named.map(\.rawValue), group: "Acting"),
            OptionSpec("nice", .value(name: "N"), "Niceness for --action renice.", default: "10", group: "Acting"),
            OptionSpec(
                "cores", .value(name: "N"), "Processor time for --action throttle, in cores.", default: "0.1",
                group: "Acting"),
            OptionSpec(
                "group", .flag,
                "Act on all listed members of each target's process group together, or on none of them.",
                group: "Acting"),
            OptionSpec(
                "staged", .flag, "Before ending anything: pause it, look who suffers, and go on only if nobody does.",
                group: "Acting"),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: exitCodes)

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        let isDryRun = command.flag("dry-run") == true || command.flag("shadow") == true
        guard isDryRun || command.flag("yes") == true else {
            throw TendError(
                .usage, "apply carries out actions and needs --yes", area: "cli",
                hint: "see first what would happen: add --dry-run")
        }
        guard !command.has("from") else {
            throw TendError(
                .usage, "a recording cannot be acted on", area: "cli",
                hint: "apply works on this machine; leave out --from")
        }
        let work = try ProcessWork(invocation)
        let session = try session(command, work)
        var options = ProcessEngine.ApplyOptions(
            selection: try selection(command), approver: command.flag("robot") == true ? .robot : .person)
        if case .preselected = options.selection,
            let refusal = ProcessPlanOutput.nothingPreselected(try work.engine.storedPlan(session.id))
        {
            throw refusal
        }
        if case .goal = options.selection { try check(try work.engine.storedPlan(session.id)) }
        if command.has("action") { options.verb = command.string("action").flatMap(ApplyRequest.Verb.init) }
        options.wholeGroup = command.flag("group") == true
        options.isStaged = command.flag("staged") == true
        options.cores = try command.number("cores", in: 0.01...1024) ?? 0.1
        options.niceness = Int32(try command.integer("nice", in: -20...19) ?? 10)
        options.isDryRun = isDryRun
        options.limits = try LimitOptions.limits(invocation)
        return try apply(work, session, options)
    }

    /// A plan without a goal, or with one that cannot be reached, has nothing to carry out for it.
    private static func check(_ plan: ProcessPlan) throws(TendError) {
        guard plan.goal != nil else {
            throw TendError(
                .notFound, "session \(plan.sessionID) was planned without a goal", area: "processes",
                hint: "make one: tend processes plan --goal 'free 4GB RAM'")
        }
        if let failure = GoalText.failure(plan) { throw failure }
    }

    /// Applies and reports; what could not be done at all is a failure with its first reason.
    static func apply(
        _ work: ProcessWork, _ session: SessionRecord, _ options: ProcessEngine.ApplyOptions
    ) throws(TendError) -> Output {
        Interruption.watch()
        var progress = Progress(
            style: work.invocation.style,
            canRedraw: Style.canRedraw(environment: work.invocation.composition.environment))
        defer { progress.finish() }
        var options = options
        options.willAct = { progress.update($0) }
        let report = try work.engine.apply(
            session, options,
            runner: work.invocation.composition.runner(bootID: session.bootID, deadline: work.invocation.deadline),
            deadline: work.invocation.deadline)
        var output = output(report, schema: schema, headline: headline(report), work)
        output.paragraphs = GoalText.lines(report.goals ?? [])
        if report.isInterrupted {
            output.notes = ["Go on: tend processes apply --resume-session \(report.sessionID) --yes"]
        } else if report.actions.contains(where: { $0.outcome.reversal != nil }) {
            output.notes = ["Take it back: tend processes undo --session \(report.sessionID)"]
        }
        return output
    }

    private static func session(
        _ command: ParsedCommand<CommandAction>, _ work: ProcessWork
    ) throws(TendError) -> SessionRecord {
        let reader = try work.journal.reader()
        if let id = command.string("resume-session") ?? command.string("session") {
            return try reader.session(matching: id)
        }
        guard let latest = try reader.sessions(limit: 1, domain: "processes").first else {
            throw TendError(.notFound, "there is no plan yet", area: "processes", hint: "make one: tend processes plan")
        }
        return latest
    }

    private static func selection(
        _ command: ParsedCommand<CommandAction>
    ) throws(TendError) -> ProcessEngine.Selection {
        var targets = try command.values("pids", as: "a process id") { text in
            Int32(text).flatMap { $0 > 0 ? ApplyRequest.Target(pid: $0) : nil }
        }
        targets += try command.values("targets", as: "PID:START_ID, as a plan lists them") { text in
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let pid = Int32(parts[0]), pid > 0 else { return nil }
            return ApplyRequest.Target(pid: pid, startID: String(parts[1]))
        }
        if !targets.isEmpty { return .targets(targets) }
        if command.has("resume-session") { return .unfinished }
        if command.flag("goal") == true { return .goal }
        if command.flag("robot") == true { return .preselected }
        if command.flag("recommended") == true { return .recommended }
        throw TendError(
            .usage, "apply needs to know what to act on", area: "cli",
            hint: "name it: --recommended, --pids or --targets; or --robot for what the policy preselected")
    }
}
