internal import Arguments
internal import Cockpit
internal import Decision
internal import Formats
internal import History
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend processes` alone: scan, plan, choose, apply in stages, see what changed.
struct GoldenPath {
    let invocation: Invocation

    func run() throws(TendError) -> Output {
        let command = invocation.command
        let isRobot = command.flag("robot") == true
        guard
            !isRobot || command.flag("yes") == true || command.flag("dry-run") == true || command.flag("shadow") == true
        else {
            throw TendError(
                .usage, "--robot acts without asking and needs --yes", area: "cli",
                hint: "see first what it would do: --robot --dry-run")
        }
        let work = try ProcessWork(invocation)
        let canRedraw = Style.canRedraw(environment: invocation.composition.environment)
        // Also a dry run of applying needs a plan in the record to apply.
        let applies = isRobot || invocation.isInteractive
        let (plan, warnings) = try PlanCommand.make(work, isRecorded: applies || command.flag("dry-run") != true)
        if isRobot, !plan.isShadow, !work.isReplay { return try robot(plan, work, warnings) }
        guard invocation.isInteractive, invocation.renderer.format == .table, plan.goal?.isAchievable != false,
            !work.isReplay,
            !plan.sessionID.isEmpty,
            !plan.isShadow, plan.summary.candidates > 0
        else { return ProcessPlanOutput.output(plan, warnings: warnings) }
        return try ask(plan, work, warnings, canRedraw: canRedraw)
    }

    private func robot(_ plan: ProcessPlan, _ work: ProcessWork, _ warnings: [String]) throws(TendError) -> Output {
        guard plan.goal?.isAchievable != false, plan.candidates.contains(where: \.isPreselected) else {
            var output = ProcessPlanOutput.output(plan, warnings: warnings)
            guard output.failure == nil, let refusal = ProcessPlanOutput.nothingPreselected(plan) else { return output }
            output.exit = .blocked
            output.failure = refusal
            return output
        }
        var options = ProcessEngine.ApplyOptions(
            selection: plan.goal == nil ? .preselected : .goal, approver: .robot)
        options.isDryRun = invocation.command.flag("dry-run") == true
        return try ApplyCommand.apply(work, session(plan, work), options)
    }

    /// Shows the plan with a box before each line, and applies what was ticked.
    private func ask(
        _ plan: ProcessPlan, _ work: ProcessWork, _ warnings: [String], canRedraw: Bool
    ) throws(TendError) -> Output {
        for warning in warnings { invocation.tell("warning: \(warning)") }
        invocation.tell(ProcessPlanOutput.headline(plan))
        Interruption.watch()
        switch try ApprovalPrompt(plan: plan, style: invocation.style).ask(canRedraw: canRedraw) {
        case .interrupted:
            throw TendError(.interrupted, "interrupted before anything was done", area: "processes")
        case .chosen(let chosen) where !chosen.isEmpty:
            let targets = chosen.map { plan.candidates[$0] }.map {
                ApplyRequest.Target(pid: $0.pid, startID: $0.target.identity.startID)
            }
            // Only what was chosen for the goal, and all of it, is measured against it.
            let wanted = plan.candidates.indices.filter { plan.candidates[$0].goalPart != nil }
            let isGoal = plan.goal != nil && wanted == chosen
            var options = ProcessEngine.ApplyOptions(
                selection: isGoal ? .goal : .targets(targets), approver: .person)
            options.isDryRun = invocation.command.flag("dry-run") == true
            var output = try ApplyCommand.apply(work, session(plan, work), options)
            if !options.isDryRun { output.warnings += learn(chosen, plan, work) }
            return output
        case .chosen, .none:
            var output = ProcessPlanOutput.output(plan, warnings: [])
            output.rows = nil
            output.headline = "Nothing was chosen, so nothing was done."
            return output
        }
    }

    /// What was ticked and what was left is a label; that it could not be noted changes nothing of what was done.
    private func learn(_ chosen: [Int], _ plan: ProcessPlan, _ work: ProcessWork) -> [String] {
        do throws(TendError) {
            _ = try work.engine.learn(ticked: Set(chosen), of: plan)
            return []
        } catch {
            return ["what you chose was not learned from: \(error.description)"]
        }
    }

    private func session(_ plan: ProcessPlan, _ work: ProcessWork) throws(TendError) -> SessionsCommand.Session {
        guard !plan.sessionID.isEmpty else {
            throw TendError(
                .unavailable, "the plan could not be recorded, and what cannot be recorded is not done",
                area: "processes",
                hint: "see the warnings of: tend processes plan")
        }
        return try work.journal.reader().session(matching: plan.sessionID)
    }
}
