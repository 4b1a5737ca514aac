internal import Decision
internal import Formats
package import History
internal import Model
package import Planning
package import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

extension ProcessEngine {
    /// Records a plan as a session; where that cannot be, the plan stays without an id and a warning says why.
    func record(
        _ unrecorded: ProcessPlan, _ assessed: Assessed, _ samples: RecordedSamples, _ request: PlanRequest
    ) -> ProcessPlan {
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
            let session = SessionRecord(
                id: id, domain: "processes", command: "processes plan",
                state: request.isShadow ? .shadow : .planned,
                startedAt: now, hostID: plan.hostID, bootID: plan.bootID, version: request.version,
                mode: plan.mode.rawValue, packs: plan.packs, redaction: redactor.policy,
                summary: try redactor.json(plan.summary.json))
            // Every foreign text in it went through the redactor before it was judged.
            let bytes = redactor.assembled(plan.storedJSON)
            let records = decisions(listed: plan.candidates, unlisted: asked, id, now)
            try store.together { () throws(TendError) in
                try store.beginSession(session)
                try store.savePlan(bytes, of: id)
                try store.saveJudged(assessed.judged, of: id)
                try append(assessed, to: store, at: now)
                try store.record(records)
                try store.saveSamples(samples.value.get(), of: id)
                if request.isShadow { try followShadow(assessed, plan, store, now) }
            }
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

    /// What a sample becomes in the record.
    typealias RecordedSamples = BackgroundWork<Result<CompressedJSON, TendError>>

    /// The sample as it was judged, being put into JSON on two threads and compressed.
    func recordedSamples(_ assessed: Assessed) -> RecordedSamples {
        let (sample, redactor) = (assessed.withoutKeptHistory, redactor)
        let half = sample.processes.count / 2
        return BackgroundWork {
            let rest = BackgroundWork { Recording.lines(sample.processes[half...], asList: true) }
            let lines = Recording.lines(sample.processes[..<half], asList: true) + rest.value
            // Every foreign text in it went through the redactor before it was judged.
            let bytes = redactor.assembled(Recording.encode(sample, asList: true, lines: lines))
            return Result { () throws(TendError) in try CompressedJSON(bytes) }
        }
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

    /// Those that the plan lists are explained by it, once; the others carry what explains them.
    private func decisions(
        listed: [PlannedProcess], unlisted: [PlannedProcess], _ session: SessionID, _ now: Int64
    ) -> [DecisionRecord] {
        (listed + unlisted).enumerated().map { index, candidate in
            var posterior = JSONWriter()
            candidate.posterior.write(to: &posterior)
            return DecisionRecord(
                id: DecisionID(session: session, ordinal: index + 1), domain: "processes",
                subject: redactor.text(candidate.command),
                subjectKey: "\(candidate.pid)@\(candidate.target.identity.startID)",
                recommendation: candidate.recommendation.rawValue, posterior: redactor.assembled(posterior.bytes),
                body: redactor.assembled(index < listed.count ? candidate.key : candidate.storedJSON), madeAt: now)
        }
    }

    /// What a recorded decision was about, with all that explains it.
    ///
    /// - Throws: `TendError` where the record was damaged, and `unsupported_version` for a plan of another version.
    package static func decided(_ decision: DecisionRecord, _ journal: Journal) throws(TendError) -> PlannedProcess {
        let body = try JSONParser.parse(decision.body.bytes)
        if body["ledger"] == nil, let stored = try journal.reader().plan(of: decision.id.session) {
            let plan = try plan(json: stored.bytes, from: "session \(decision.id.session)")
            if let listed = plan.candidates.first(where: { $0.decisionID == decision.id.description }) { return listed }
        }
        return try PlannedProcess.read(body)
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
