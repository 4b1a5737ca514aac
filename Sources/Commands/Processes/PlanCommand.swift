internal import Arguments
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes plan`: scan, judge, gate, record.
enum PlanCommand {
    static let spec = Command(
        "plan",
        summary: "Judge all processes and record what should happen to them.",
        examples: [
            Example("tend processes plan", "what is abandoned on this machine, and why"),
            Example("tend processes plan --json --only stop", "for programs, what should be stopped"),
            Example("tend processes plan --goal 'free 4GB RAM'", "what to end to have memory again, at the least loss"),
            Example("tend processes plan --since 01ABCDEF", "only what became different since that session"),
            Example("tend processes plan --include-predictions", "where the candidates are going"),
            Example("tend processes plan --from machine.jsonl", "the same answer from a recording"),
        ],
        options: [
            OptionSpec(
                "only", .value(name: "WHICH"), "Which recommendations to list; all lists the kept ones too.",
                choices: ["stop", "kill", "review", "candidates", "all"]),
            OptionSpec(
                "goal", .repeated(name: "GOAL"),
                "Choose what to end to have this again: \(GoalWords.examples). Repeated, all of them."),
            OptionSpec(
                "include-predictions", .flag,
                "Say where each candidate is going: trends with intervals, time to a limit, what it would be judged then."
            ),
            OptionSpec("all", .flag, "List the kept ones too; short for --only all."),
            OptionSpec(
                "since", .value(name: "ID"),
                "List only what became new or worse since this session, and tell what else changed."),
            OptionSpec(
                "since-time", .value(name: "DURATION"), "The same, since the newest session that is at least so old."),
        ] + DeepOptions.specs,
        action: CommandAction { try run($0) },
        output: ProcessPlanOutput.schema,
        exitCodes: ProcessPlanOutput.exitCodes + [
            ExitNote(.goalNotAchievable, "what may be ended does not reach the goal")
        ])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let plan = try make(work, isRecorded: invocation.command.flag("dry-run") != true)
        return ProcessPlanOutput.output(plan.plan, warnings: plan.warnings)
    }

    /// A plan as the command line asks for it; a replay is never recorded.
    static func make(
        _ work: ProcessWork, isRecorded: Bool
    ) throws(TendError) -> (plan: ProcessPlan, warnings: [String]) {
        let command = work.invocation.command
        var request = ProcessEngine.PlanRequest()
        let declared = command.spec.options.map(\.long)
        if declared.contains("goal") { request.goals = try GoalWords.goals(command.strings("goal")) }
        try compare(work, declared)
        var assessed = try work.assessed()
        if !request.goals.isEmpty, !work.isReplay { work.engine.readForGoals(&assessed) }
        request.version = Composition.version
        request.includesPredictions =
            declared.contains("include-predictions") && command.flag("include-predictions") == true
        request.isLive = !work.isReplay
        request.isShadow = command.flag("shadow") == true
        request.isDryRun = work.isReplay || !isRecorded
        let only = declared.contains("only") ? command.string("only") ?? "candidates" : "candidates"
        request.includeKept = only == "all" || (declared.contains("all") && command.flag("all") == true)
        let start = Clocks.monotonicSeconds()
        var plan = work.engine.plan(assessed, request)
        work.tellStage(request.isDryRun ? "planning" : "planning and recording", since: start)
        if let delta = plan.delta {
            let changed = Set((delta.new + delta.worsened).map(\.pid))
            plan.candidates.removeAll { !changed.contains($0.pid) }
        }
        switch only {
        case "stop", "kill": plan.candidates.removeAll { !$0.recommendation.endsProcess }
        case "review": plan.candidates.removeAll { $0.recommendation != .review }
        default: break
        }
        return (plan, work.warnings(assessed))
    }

    /// Has the engine remember the session that the command line compares with.
    private static func compare(_ work: ProcessWork, _ declared: [String]) throws(TendError) {
        let command = work.invocation.command
        guard declared.contains("since") else { return }
        let age = try command.value("since-time", as: "a duration such as 2h or 1d", parse: HumanDuration.parse)
        guard command.string("since") != nil || age != nil else { return }
        guard !work.isReplay else {
            throw TendError(
                .usage, "a recording cannot be compared with a session", area: "cli",
                hint: "leave out --from or --since")
        }
        guard command.string("since") == nil || age == nil else {
            throw TendError(.usage, "--since and --since-time name two sessions", area: "cli", hint: "give one of them")
        }
        let session =
            if let age { try work.engine.session(olderThan: age / .seconds(1)) } else {
                try SessionsCommand.session(command.string("since"), work.journal)
            }
        work.engine.earlier = try work.engine.earlierPlan(session)
    }
}
