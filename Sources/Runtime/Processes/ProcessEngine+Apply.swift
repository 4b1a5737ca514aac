internal import Collectors
internal import Decision
package import Effects
internal import Formats
package import History
package import Model
package import Planning
package import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// Which of a plan's processes an apply is about.
    package enum Selection: Sendable {
        /// What the policy preselected.
        case preselected
        /// Everything recommended to be stopped.
        case recommended
        case targets([ApplyRequest.Target])
        /// What the plan chose to reach its goals; how these come out is then measured.
        case goal
        /// What an interrupted apply had intended and not finished.
        case unfinished
    }

    /// How an apply is to go.
    package struct ApplyOptions {
        package var selection: Selection
        package var approver: ApplyRequest.Approver
        /// Nil: what the plan advises for each, and a stop where it advises nothing of the kind.
        package var verb: ApplyRequest.Verb?
        package var wholeGroup = false
        /// Pause and look before anything is ended.
        package var isStaged = false
        package var niceness: Int32 = 10
        /// Processors' worth of time for what is throttled.
        package var cores = 0.1
        /// Hold against a person too; a robot is also held by those of the plan and of the settings.
        package var limits = ActionLimits()
        /// Check everything and do nothing.
        package var isDryRun = false
        /// Told before each action what is being done.
        package var willAct: (String) -> Void = { _ in }

        package init(selection: Selection, approver: ApplyRequest.Approver) {
            self.selection = selection
            self.approver = approver
        }
    }

    /// Applies a session's plan: revalidates it against a fresh scan, records every intent, acts, records every outcome.
    ///
    /// Past the deadline no further action is begun, and the rest stays to be resumed.
    ///
    /// - Throws: `TendError`; `locked` while another tend of this user acts, and whatever keeps the record from being
    ///   written: what cannot be recorded is not done.
    package func apply(
        _ session: SessionRecord, _ options: ApplyOptions, runner: any ActionRunning, deadline: Deadline
    ) throws(TendError) -> ApplyReport {
        let plan = try storedPlan(session.id)
        guard !plan.isShadow, session.state != .shadow else {
            throw TendError(
                .blocked, "session \(session.id) is a shadow run and is never applied", area: "processes",
                hint: "make a plan without --shadow")
        }
        let lock = try options.isDryRun ? nil : journal.lock("processes apply")
        defer { withExtendedLifetime(lock) {} }
        let finished = try finishedPIDs(session.id)
        let targets = try targets(options.selection, plan, session.id, options.verb)
        let assessed = try assess(
            try scan(deadline: deadline), mode: plan.mode, asking: Set(targets.map(\.pid)),
            isPatient: targets.contains { $0.verb?.isForSupervisor == true })
        let before = plan.goal.map { _ in goalReading(assessed) }
        var options = options
        if options.approver == .robot {
            options.limits = options.limits.tightened(by: settings.planning.limits)
                .tightened(by: plan.limits ?? ActionLimits())
        }
        var request = ApplyRequest(
            approver: options.approver, verb: options.verb ?? .stop,
            targets: targets.filter { !finished.contains($0.pid) || !Self.ends($0) }, niceness: options.niceness,
            limits: options.limits)
        request.isStaged = options.isStaged
        request.cores = options.cores
        if options.wholeGroup {
            request.wholeGroup = true
            request.targets = withGroups(request.targets, plan)
        }
        if options.approver == .robot { request.budget = try errorBudget() }
        let (approved, refusals) = Approval(settings: settings.planning)
            .approve(
                plan, request, present: try present(assessed, request), unread: assessed.raw.host.unreadPIDs)
        var report = ApplyReport()
        report.sessionID = session.id.text
        report.isDryRun = options.isDryRun
        report.availableBefore = assessed.sample.host.memoryAvailable
        report.actions =
            targets.filter { finished.contains($0.pid) && Self.ends($0) }.map { alreadyDone($0, plan) }
            + refusals.map { refused($0, plan, request.verb) }
        if !options.isDryRun { try recordRefusals(report.actions, of: session.id) }
        try act(approved, plan, session, options, runner, deadline: deadline, into: &report)
        followStops(report, assessed)
        report.availableAfter = ProcessCollector.availableMemory()
        if case .goal = options.selection, let goal = plan.goal, let before {
            report.goals = try measure(goal, since: before, isDone: report.done > 0, deadline: .none)
        }
        return report
    }
}
