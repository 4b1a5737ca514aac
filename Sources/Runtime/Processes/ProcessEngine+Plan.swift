internal import Decision
internal import Formats
internal import History
package import Model
package import Planning
internal import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// What a plan is to hold and whether it is recorded.
    package struct PlanRequest: Sendable {
        package var isShadow = false
        /// List the kept ones too.
        package var includeKept = false
        /// Leave no trace in the record.
        package var isDryRun = false
        package var version = ""
        /// What the machine is to have again; all of it.
        package var goals: [RecoveryGoal] = []
        /// Follow every candidate's past into the future.
        package var includesPredictions = false
        /// Whether the sample is of this machine as it is now.
        package var isLive = true

        package init() {}
    }

    /// Plans from an assessed scan and records it as a session.
    ///
    /// Where nothing can be recorded the plan has no session id, a warning says why, and it cannot be applied.
    package func plan(_ assessed: Assessed, _ request: PlanRequest) -> ProcessPlan {
        // By far the longest text of all, so it is written while everything else is made.
        let samples = request.isDryRun ? nil : recordedSamples(assessed)
        var plan = ProcessPlan()
        plan.madeAt = assessed.sample.host.capturedAt
        plan.hostID = assessed.sample.host.hostID
        plan.bootID = assessed.sample.host.bootID
        plan.mode = assessed.mode
        plan.packs = assessed.packs
        plan.minimumAge = settings.planning.minimumAge
        plan.limits = settings.planning.limits == ActionLimits() ? nil : settings.planning.limits
        plan.isShadow = request.isShadow
        plan.budget = assessed.budget.map { BudgetStanding($0) }
        let draft = PlanDraft(self, assessed)
        let listed = assessed.decisions.filter { request.includeKept || $0.recommendation != .keep }
        plan.candidates = listed.map { decision in
            var planned = draft.planned(decision.index)
            if request.includesPredictions {
                planned.trajectory = trajectory(decision.index, in: assessed, isLive: request.isLive)
            }
            return planned
        }.sorted(by: Self.isBefore)
        plan.summary = summary(assessed)
        plan.baseline = baseline(assessed)
        plan.deepScan = assessed.sample.host.deepScan
        if !request.goals.isEmpty {
            let goal = goalPlan(request.goals, assessed)
            plan.goal = goal
            mark(&plan.candidates, for: goal)
        }
        guard let samples else { return compared(plan, assessed) }
        return record(plan, assessed, samples, request)
    }

    /// The plan with what became different since the earlier one, if there is one to compare with.
    func compared(_ plan: ProcessPlan, _ assessed: Assessed) -> ProcessPlan {
        guard let earlier else { return plan }
        var plan = plan
        plan.delta = delta(plan, assessed, since: earlier)
        return plan
    }

    /// Stops first, then reviews; within each the surest, then the larger, then by PID.
    private static func isBefore(_ left: PlannedProcess, _ right: PlannedProcess) -> Bool {
        func rank(_ process: PlannedProcess) -> (Int, Double, UInt64, Int32) {
            let order: Int =
                switch process.recommendation {
                case .stop: 0
                case .stopUnit, .restart: 1
                case .reapParent: 2
                case .review: 3
                case .keep: 5
                default: 4
                }
            let disposable = process.posterior[.abandoned] + process.posterior[.zombie]
            return (order, -disposable, .max - process.residentMemory.bytes, process.pid)
        }
        return rank(left) < rank(right)
    }

    private func summary(_ assessed: Assessed) -> PlanSummary {
        var summary = PlanSummary()
        summary.scanned = assessed.sample.processes.count
        summary.window = assessed.sample.host.window
        for decision in assessed.decisions where decision.recommendation != .keep {
            summary.candidates += 1
            if decision.recommendation == .review { summary.review += 1 }
            if decision.recommendation == .pause { summary.pause += 1 }
            guard decision.recommendation.endsProcess else { continue }
            summary.stopRecommended += 1
            let memory = assessed.sample.processes[decision.index].counters.last?.residentMemory ?? .zero
            summary.recoverable = summary.recoverable + memory
        }
        summary.kept = summary.scanned - summary.candidates
        let declared = assessed.sample.processes.indices.count { assessed.sample.processes[$0].declaration != nil }
        summary.declared = declared > 0 ? declared : nil
        return summary
    }
}
