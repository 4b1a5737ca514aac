internal import Arguments
internal import Decision
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import Settings
internal import SystemCalls

/// `tend processes`: the golden path, and the verbs below it.
enum ProcessesCommand {
    static let spec = Command(
        "processes",
        summary: "Find abandoned and stuck processes, see why, and stop them safely.",
        discussion: """
            Without a verb: scan, judge, show the plan, ask what to apply, apply it in stages, show what changed. \
            Nothing is ever done without your word: on a terminal you tick what to stop; elsewhere the plan is shown and \
            recorded, and `tend processes apply` carries it out.
            """,
        examples: [
            Example("tend processes", "the guided way through"),
            Example("tend processes plan --json --fields pid,command,recommendation", "for programs"),
            Example("tend processes --goal 'free 4GB RAM'", "choose what to end to have memory again"),
            Example("tend processes apply --session 01ABCDEF --pids 4242 --yes", "stop one process of a plan"),
            Example("tend processes --robot --yes", "carry out what the policy preselected"),
        ],
        options: ProcessOptions.specs + LimitOptions.specs + [
            OptionSpec(
                "robot", .flag, "Ask nothing: carry out what the policy preselected; needs --yes.", group: "Acting"),
            OptionSpec("yes", short: "y", .flag, "Confirm that actions are to be carried out.", group: "Acting"),
            OptionSpec(
                "goal", .repeated(name: "GOAL"),
                "Choose what to end to have this again: \(GoalWords.examples). Repeated, all of them.", group: "Acting",
                isOwn: true),
            OptionSpec("shadow", .flag, "Judge and record for comparison; never act.", group: "Acting"),
            OptionSpec("dry-run", short: "n", .flag, "Check everything and do nothing.", group: "Acting"),
        ],
        subcommands: verbs + [AgentCommand.spec],
        action: CommandAction(otherOutputs: [ApplyCommand.schema]) { try GoldenPath(invocation: $0).run() },
        output: ProcessPlanOutput.schema,
        exitCodes: ProcessPlanOutput.exitCodes + ApplyCommand.exitCodes + [
            ExitNote(.goalNotAchievable, "what may be ended does not reach the goal")
        ])

    /// The verbs that `processes` and `processes agent` share.
    static let verbs: [Command] =
        [
            ScanCommand.spec, PlanCommand.spec, ExplainProcessCommand.spec, ApplyCommand.spec, VerifyCommand.spec,
            UndoCommand.spec, WatchCommand.spec, RecordCommand.spec, EvaluateCommand.spec, SignaturesCommand.spec,
            BaselineCommand.spec, DeclareCommand.spec, LabelCommand.spec, LearnCommand.spec,
            CalibrationCommand.spec,
        ] + PriorsCommand.all
}

/// `tend processes agent`: the same verbs for programs that manage a machine, and what they need around them.
enum AgentCommand {
    static let spec = Command(
        "agent",
        summary: "The pipeline for agents: plan, explain, apply, verify, by session.",
        examples: [
            Example("tend processes agent plan --format toon", "a plan in few tokens"),
            Example("tend processes agent apply --session 01ABCDEF --recommended --yes", "carry it out"),
            Example("tend processes agent status --session 01ABCDEF", "what was done and what is open"),
        ],
        subcommands: [
            PlanCommand.spec, ExplainProcessCommand.spec, ApplyCommand.spec, VerifyCommand.spec,
            UndoCommand.spec, WatchCommand.spec, TailCommand.spec,
            SessionsCommand.list(named: "sessions"), SessionsCommand.show(named: "show"), StatusCommand.spec,
            SignaturesCommand.spec, BaselineCommand.spec, DeclareCommand.spec, LabelCommand.spec, LearnCommand.spec,
            CalibrationCommand.spec,
        ] + PriorsCommand.all)
}

/// Options of every process command: where samples come from and how patient to be.
enum ProcessOptions {
    static let specs: [OptionSpec] = [
        OptionSpec(
            "from", .value(name: "FILE"), "Judge a recording instead of this machine; - reads standard input.",
            completion: .files, group: "Scanning"),
        OptionSpec("window", .value(name: "DURATION"), "Watch for this long.", default: "500ms", group: "Scanning"),
        OptionSpec("samples", .value(name: "N"), "Samples within the window.", default: "2", group: "Scanning"),
        OptionSpec(
            "min-age", .value(name: "DURATION"), "Leave younger processes alone.", default: "120s", group: "Scanning"),
        OptionSpec("grace", .value(name: "DURATION"), "Time between TERM and KILL.", default: "10s", group: "Acting"),
    ]

    /// The settings with what the command line says.
    static func settings(_ invocation: Invocation) throws(TendError) -> ProcessSettings {
        var settings = invocation.composition.settings.processes
        let command = invocation.command
        if let window = try command.value("window", as: "a duration such as 500ms or 2s", parse: HumanDuration.parse) {
            settings.window = window / .seconds(1)
        }
        if let samples = try command.integer("samples", in: 1...1000) { settings.samples = samples }
        if let age = try command.value("min-age", as: "a duration such as 120s or 0", parse: HumanDuration.parse) {
            settings.planning.minimumAge = age / .seconds(1)
        }
        if let grace = try command.value("grace", as: "a duration such as 10s or 500ms", parse: HumanDuration.parse) {
            settings.planning.grace = grace / .seconds(1)
        }
        if command.spec.options.contains(where: { $0.long == "deep-budget" }),
            let budget = try command.value("deep-budget", as: "a duration such as 8s", parse: HumanDuration.parse)
        {
            settings.deepBudget = budget / .seconds(1)
        }
        settings.planning.limits = settings.planning.limits.tightened(by: try LimitOptions.limits(invocation))
        return settings
    }
}

/// Options of the commands that can look more closely.
enum DeepOptions {
    static let specs: [OptionSpec] = [
        OptionSpec(
            "deep", .flag, "Look closely at the likeliest suspects for about two seconds more.", group: "Scanning"),
        OptionSpec(
            "deep-budget", .value(name: "DURATION"), "How long the closer look may take.", default: "8s",
            group: "Scanning"),
    ]

    /// Whether a closer look is asked for; always false for a command that cannot take one.
    static func isAsked(_ invocation: Invocation) -> Bool {
        invocation.command.spec.options.contains { $0.long == "deep" } && invocation.command.flag("deep") == true
    }
}

/// A command's engine, its record, and one scan.
struct ProcessWork {
    let invocation: Invocation
    let engine: ProcessEngine
    let journal: Journal

    private let began = Clocks.monotonicSeconds()

    init(_ invocation: Invocation) throws(TendError) {
        self.invocation = invocation
        journal = invocation.composition.journal()
        engine = try invocation.composition.processEngine(ProcessOptions.settings(invocation), journal)
        tellStage("packs and settings", since: began)
    }

    /// For whoever asked to see what tend itself costs.
    func tellStage(_ name: String, since start: Double) {
        guard invocation.command.flag("verbose") == true else { return }
        invocation.tell("\(name): \(((Clocks.monotonicSeconds() - start) * 1000).text(decimals: 1)) ms")
    }

    /// Whether the samples come from a file: nothing on this machine can then be acted on.
    var isReplay: Bool { invocation.command.has("from") }

    func sample() throws(TendError) -> MachineSample {
        if let path = invocation.command.string("from") { return try engine.load(path) }
        return try engine.scan(deadline: invocation.deadline)
    }

    /// Scans or reads, and judges; of a recording nobody is asked anything.
    ///
    /// - Parameter pids: processes about which their supervisors are asked in any case.
    /// - Returns: the judged sample.
    /// - Throws: `TendError` where the sample cannot be had, and past the deadline.
    func assessed(asking pids: Set<Int32> = []) throws(TendError) -> ProcessEngine.Assessed {
        let start = Clocks.monotonicSeconds()
        let sample = try sample()
        tellStage(isReplay ? "reading the recording" : "scan, window included", since: start)
        let scanned = Clocks.monotonicSeconds()
        var assessed =
            try isReplay
            ? engine.assess(sample, mode: .observe)
            : engine.assess(sample, mode: journal.mode(of: "processes"), asking: pids)
        if !isReplay { try engine.noteUndecided(&assessed) }
        tellStage("redacting and judging", since: scanned)
        if !isReplay, DeepOptions.isAsked(invocation) {
            let looked = Clocks.monotonicSeconds()
            assessed = try engine.deepened(assessed, naming: pids, deadline: invocation.deadline)
            tellStage("closer look, window included", since: looked)
        }
        try invocation.deadline.check("judging processes")
        if invocation.command.flag("verbose") == true { tellStages(assessed) }
        return assessed
    }

    private func tellStages(_ assessed: ProcessEngine.Assessed) {
        for stage in assessed.sample.host.stages {
            let refused = stage.refused > 0 ? ", \(stage.refused) not permitted" : ""
            let failure = stage.failure.map { ", \($0)" } ?? ""
            invocation.tell("\(stage.name): \((stage.seconds * 1000).text(decimals: 1)) ms\(refused)\(failure)")
        }
        invocation.tell("judging: \((assessed.judgingSeconds * 1000).text(decimals: 1)) ms")
        for line in assessed.sample.host.deepScan.map(DeepSummaryText.lines) ?? [] { invocation.tell(line) }
    }

    /// Stages that failed as a whole are gaps that every answer admits.
    func warnings(_ assessed: ProcessEngine.Assessed) -> [String] {
        assessed.sample.host.stages.compactMap { stage in stage.failure.map { "\(stage.name): \($0)" } }
            + (assessed.sample.host.deepScan?.failures.map { "deep scan: \($0)" } ?? []) + journal.allWarnings
    }
}
