internal import Decision
internal import Formats
package import History
internal import Model
package import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    /// More candidates of one scan are not recorded one by one: the least worth removing are left out.
    private static let recorded = 5000

    /// Records a scan as a session, so that every decision can be explained; where that cannot be, a warning says why.
    ///
    /// - Parameters:
    ///   - scan: as it was judged.
    ///   - command: tend's own words.
    ///   - version: of tend.
    ///   - known: decisions that were recorded before and stand as they are: they keep their ids and are not recorded again.
    /// - Returns: the scan with its ids; without any where nothing could be recorded.
    package func record(
        _ scan: DiskScan, command: String, version: String, known: (PlannedArtifact) -> String? = { _ in nil }
    ) -> DiskScan {
        let now = Clocks.wallMilliseconds()
        let id = SessionID.make(now: now, random: Host.randomBytes)
        var scan = scan
        scan.sessionID = id.text
        var fresh: [PlannedArtifact] = []
        for place in scan.candidates.indices {
            if let earlier = known(scan.candidates[place]) {
                scan.candidates[place].decisionID = earlier
            } else if fresh.count < Self.recorded {
                scan.candidates[place].decisionID = DecisionID(session: id, ordinal: fresh.count + 1).description
                fresh.append(scan.candidates[place])
            }
        }
        let done: Void? = journal.attempt("the scan was not recorded, so nothing of it can be removed") {
            store throws(TendError) in
            var session = SessionRecord(
                id: id, domain: "disk", command: command, state: .planned, startedAt: now, hostID: hostID,
                bootID: bootID, version: version, mode: journal.mode(of: "disk").rawValue, packs: scan.packs,
                redaction: redactor.policy)
            session.summary = summary(scan)
            let records = decisions(fresh, id, now)
            try store.together { () throws(TendError) in
                try store.beginSession(session)
                try store.record(records)
            }
        }
        guard done == nil else {
            note(scan, command, now)
            return scan
        }
        scan.sessionID = ""
        for place in scan.candidates.indices { scan.candidates[place].decisionID = "" }
        return scan
    }

    /// The scan without what was recorded one by one.
    private func summary(_ scan: DiskScan) -> RedactedJSON {
        func told(_ path: ForeignText) -> ForeignText { ForeignText(redactor.text(path).text) }
        func told(_ items: [ScanPlan.Item]) -> [ScanPlan.Item] {
            items.map { ScanPlan.Item(path: told($0.path), purpose: $0.purpose, utility: $0.utility) }
        }
        var summary = scan
        summary.candidates = []
        summary.problems = []
        summary.roots = scan.roots.map(told)
        if let plan = scan.plan {
            summary.plan?.chosen = told(plan.chosen)
            summary.plan?.skipped = told(plan.skipped)
        }
        return redactor.assembled(summary.storedJSON)
    }

    private func note(_ scan: DiskScan, _ command: String, _ now: Int64) {
        var event = DiskEvent(at: now, kind: .scan)
        event.subject = scan.roots.first ?? ForeignText("")
        event.result = scan.isCut ? "cut" : "done"
        event.count = scan.candidates.count
        event.bytes = scan.bytes(of: .delete)
        event.sentence =
            "\(command) found \(scan.candidates.count) candidates; \(scan.bytes(of: .delete).text) may be deleted."
        log(event)
    }

    private func decisions(_ fresh: [PlannedArtifact], _ session: SessionID, _ now: Int64) -> [DecisionRecord] {
        fresh.enumerated().map { place, artifact in
            var posterior = JSONWriter()
            posterior.beginObject()
            posterior.key("abandoned")
            posterior.number(artifact.posteriorAbandoned)
            posterior.endObject()
            var told = artifact
            told.path = ForeignText(redactor.text(artifact.path).text)
            return DecisionRecord(
                id: DecisionID(session: session, ordinal: place + 1), domain: "disk",
                subject: redactor.text(artifact.path),
                subjectKey: "\(artifact.identity.device):\(artifact.identity.inode)",
                recommendation: artifact.decision.rawValue, posterior: redactor.assembled(posterior.bytes),
                body: redactor.assembled(told.storedJSON), madeAt: now)
        }
    }

    /// What a recorded decision was about, with all that explains it.
    ///
    /// - Throws: `TendError`: `not_found` for an unknown one, `usage` for one of another domain.
    package func decided(_ id: String) throws(TendError) -> PlannedArtifact {
        let decision = try journal.reader().decision(matching: id)
        guard decision.domain == "disk" else {
            throw TendError(
                .usage, "\(id) is a decision about \(decision.domain)", area: "disk", hint: "tend explain \(id)")
        }
        return try Self.decided(decision)
    }

    /// A recorded scan with the candidates that were recorded.
    package func stored(_ session: SessionRecord) throws(TendError) -> DiskScan {
        var scan = DiskScan()
        if let summary = session.summary { scan = try DiskScan.read(JSONParser.parse(summary.bytes)) }
        scan.sessionID = session.id.text
        scan.packs = session.packs
        for decision in try journal.reader().decisions(session.id) {
            var artifact = try Self.decided(decision)
            artifact.decisionID = decision.id.description
            scan.candidates.append(artifact)
        }
        return scan
    }

    package static func decided(_ decision: DecisionRecord) throws(TendError) -> PlannedArtifact {
        try PlannedArtifact.read(try JSONParser.parse(decision.body.bytes))
    }

    private var hostID: String { key.hostID(machineID: ProcessEngine.machineID()) }

    private var bootID: String {
        // A machine without one has no second boot that could be mistaken for this.
        (try? FileSystem.read("/proc/sys/kernel/random/boot_id", limit: 64)).map {
            String(decoding: $0.prefix(36), as: UTF8.self)
        } ?? ""
    }
}
