internal import Decision
internal import Formats
package import History
package import Model
package import Planning
package import Primitives
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
        guard !request.isDryRun else { return compared(plan, assessed) }
        return record(plan, assessed, request)
    }

    /// The plan with what became different since the earlier one, if there is one to compare with.
    private func compared(_ plan: ProcessPlan, _ assessed: Assessed) -> ProcessPlan {
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

    private func record(_ unrecorded: ProcessPlan, _ assessed: Assessed, _ request: PlanRequest) -> ProcessPlan {
        let now = Clocks.wallMilliseconds()
        let id = SessionID.make(now: now, random: Host.randomBytes)
        var plan = unrecorded
        plan.sessionID = id.text
        for index in plan.candidates.indices {
            plan.candidates[index].decisionID = DecisionID(session: id, ordinal: index + 1).description
        }
        plan = compared(plan, assessed)
        let asked = ask(&plan, assessed, id)
        let recorded: Void? = journal.attempt("the plan was not recorded and cannot be applied") {
            store throws(TendError) in
            try store.beginSession(
                SessionRecord(
                    id: id, domain: "processes", command: "processes plan",
                    state: request.isShadow ? .shadow : .planned,
                    startedAt: now, hostID: plan.hostID, bootID: plan.bootID, version: request.version,
                    mode: plan.mode.rawValue, packs: plan.packs, redaction: redactor.policy,
                    summary: try redactor.json(plan.summary.json)))
            // Every foreign text in plan and sample went through the redactor before it was judged.
            try store.savePlan(redactor.assembled(plan.json), of: id)
            try store.saveSamples(
                redactor.assembled(Recording.encode(assessed.withoutKeptHistory, asList: true)), of: id)
            try store.saveJudged(assessed.judged, of: id)
            // A replay is never recorded, so this is the machine's own past.
            try store.appendScan(assessed.sample.asHistory, bootID: plan.bootID, at: now)
            try store.appendBaseline(
                MachineReading(assessed), programs: key.programs(assessed.raw, try judgement().packs),
                hostID: plan.hostID)
            try store.record(decisions(plan.candidates + asked, id, now))
            if request.isShadow { try followShadow(assessed, plan, store, now) }
        }
        _ = journal.attempt("what became of earlier stops was not noted") { store throws(TendError) in
            try followUp(assessed, store, now)
        }
        // What is pruned is an event in the audit log; a failure is a warning like any other.
        _ = journal.attempt("old sessions were not pruned") { store throws(TendError) in
            try store.pruneExpired(now: now)
        }
        return recorded == nil ? compared(unrecorded, assessed) : plan
    }

    /// Adds questions about a few of the kept processes to a plan.
    ///
    /// - Returns: those that the plan does not list; their decisions come after the candidates'.
    private func ask(_ plan: inout ProcessPlan, _ assessed: Assessed, _ session: SessionID) -> [PlannedProcess] {
        let draw = KeepDraw(hostID: plan.hostID, at: plan.madeAt)
        let places = draw.chosen(assessed, minimumAge: plan.minimumAge)
        guard !places.isEmpty else { return [] }
        let draft = PlanDraft(self, assessed)
        var unlisted: [PlannedProcess] = []
        plan.questionSeed = draw.seed
        plan.questions = places.map { place in
            let pid = assessed.sample.processes[place].pid
            if let listed = plan.candidates.first(where: { $0.pid == pid }) { return LabelQuestion(listed) }
            var process = draft.planned(place)
            process.decisionID =
                DecisionID(session: session, ordinal: plan.candidates.count + unlisted.count + 1).description
            unlisted.append(process)
            return LabelQuestion(process)
        }
        return unlisted
    }

    private func decisions(
        _ processes: [PlannedProcess], _ session: SessionID, _ now: Int64
    ) -> [DecisionRecord] {
        var records: [DecisionRecord] = []
        for (index, candidate) in processes.enumerated() {
            var posterior = JSONWriter()
            candidate.posterior.write(to: &posterior)
            records.append(
                DecisionRecord(
                    id: DecisionID(session: session, ordinal: index + 1), domain: "processes",
                    subject: redactor.text(candidate.command),
                    subjectKey: "\(candidate.pid)@\(candidate.target.identity.startID)",
                    recommendation: candidate.recommendation.rawValue, posterior: redactor.assembled(posterior.bytes),
                    body: redactor.assembled(candidate.json), madeAt: now))
        }
        return records
    }

    /// Reads a session's plan back.
    ///
    /// - Throws: `TendError`: `unsupported_version` for a plan of another version of tend.
    package func storedPlan(_ session: SessionID) throws(TendError) -> ProcessPlan {
        guard let stored = try journal.reader().plan(of: session) else {
            throw TendError(
                .notFound, "session \(session) holds no plan", area: "processes", hint: "list them: tend sessions list")
        }
        return try Self.plan(json: stored.bytes, from: "session \(session)")
    }

    package static func plan(json: [UInt8], from source: String) throws(TendError) -> ProcessPlan {
        let value = try JSONParser.parse(json)
        let data = value["data"] ?? value
        guard let version = data["plan_version"]?.integer else {
            throw TendError(
                .malformedInput, "\(source) is no plan", area: "processes", hint: "make one: tend processes plan")
        }
        guard version == Int64(ProcessPlan.currentVersion) else {
            throw TendError(
                .unsupportedVersion,
                "\(source) is a plan of version \(version); this tend reads version \(ProcessPlan.currentVersion)",
                area: "processes", hint: "make a new plan: tend processes plan")
        }
        return try ProcessPlan.read(data)
    }
}
