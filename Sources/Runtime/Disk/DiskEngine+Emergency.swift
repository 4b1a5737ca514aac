internal import Effects
internal import History
internal import Model
package import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    /// With less than this free where the record lies, what was done does not join it yet.
    private static let roomForRecord = ByteCount(32 << 20)

    /// Frees a volume that may be full to the last byte and inode: writes nothing, anywhere.
    ///
    /// Ballast goes first, then what a scan advises, by direct unlinking, until so much is really free. What was done joins the
    /// record only afterwards, and only where there is room for it.
    ///
    /// - Returns: nil where nobody said yes.
    package func emergency(_ request: CleanRequest) throws(TendError) -> RemovalReport? {
        var report = RemovalReport()
        report.isDryRun = request.isDryRun
        let now = Clocks.wallMilliseconds()
        let goal = try RoomGoal(request, self, volumes().map { self.report($0, [], now) })
        report.freePercentBefore = goal.freePercent
        if !goal.isMet(), !request.isDryRun { releaseBallast(for: goal, into: &report) }
        if !goal.isMet() {
            var scanning = request.scan
            scanning.urgency = max(goal.urgency, 0.9)
            let scan = try scan(scanning)
            report.problems = scan.problems
            report.isInterrupted = scan.isCut
            let (approved, refusals) = RemovalApproval.approve(scan.candidates, removal(request))
            if !request.isDryRun, !approved.isEmpty {
                guard
                    request.confirm(
                        scan, Array(approved.prefix(goal.enough(of: approved.map(\.artifact))).map(\.artifact)))
                else { return nil }
            }
            try unlinkAll(approved, goal, request, into: &report)
            for refusal in refusals { report.add(RemovalReport.Row(refusal.artifact, refusal.outcome)) }
            if !request.isDryRun { join(scan, &report, request.version) }
        }
        report.freePercentAfter = goal.present?.freePercent
        report.isTargetMet = goal.hasTarget ? goal.isMet(expected: report.expectedBytes) : nil
        return report
    }

    private func unlinkAll(
        _ approved: [ApprovedRemoval], _ goal: RoomGoal, _ request: CleanRequest, into report: inout RemovalReport
    ) throws(TendError) {
        let remover = ArtifactRemover(sight: sight(request.scan), now: Clocks.monotonicSeconds)
        var run = RemovalRun(
            isDryRun: request.isDryRun, isEnough: { goal.isMet(expected: $1) },
            isInterrupted: { Interruption.hasOccurred }
        ) { removal, number throws(TendError) in
            request.willRemove(removal.artifact, number, approved.count)
            return remover.removeInPlace(removal)
        }
        try run.run(approved, into: &report)
    }

    /// Adds what was done to the record, where there is room by now.
    private func join(_ scan: DiskScan, _ report: inout RemovalReport, _ version: String) {
        let done = (report.removed + report.skipped).filter { $0.outcome.result == .done || $0.outcome.isError }
        guard !done.isEmpty, hasRoomForRecord else { return }
        var acted = scan
        acted.candidates = scan.candidates.filter { candidate in done.contains { $0.path == candidate.path } }
        let recorded = record(acted, command: "disk emergency", version: version)
        report.sessionID = recorded.sessionID
        _ = journal.attempt("what was removed did not join the record") { store throws(TendError) in
            for artifact in recorded.candidates {
                guard let decision = DecisionID(artifact.decisionID),
                    let row = done.first(where: { $0.path == artifact.path })
                else { continue }
                var target = RemovalTarget()
                target.path = artifact.path
                target.identity = artifact.identity
                target.isDirectory = artifact.isDirectory
                let intent = try store.recordIntent(
                    IntentRecord(
                        decision: decision, action: "remove", target: redactor.assembled(target.storedJSON),
                        approver: redactor.text("person"), at: Clocks.wallMilliseconds()))
                try settle(intent, row.outcome, store)
            }
        }
    }

    private var hasRoomForRecord: Bool {
        var directory = journal.directory
        // The record may not have been begun yet; what holds it then is the directory above.
        while !FileSystem.exists(directory), let slash = directory.lastIndex(of: "/"), slash > directory.startIndex {
            directory = String(directory[..<slash])
        }
        guard let status = try? FileSystem.volumeStatus(directory), !status.isReadOnly else { return false }
        return status.bytes(status.availableBlocks) > Self.roomForRecord
            && (status.inodes == 0 || status.availableInodes > 100)
    }
}

extension DiskEngine {
    /// Gives back one ballast file after the other of the volume until there is room enough, or none is left.
    private func releaseBallast(for goal: RoomGoal, into report: inout RemovalReport) {
        guard let mount = goal.mount, let path = String(validating: mount.bytes, as: UTF8.self) else { return }
        while !goal.isMet() {
            // A volume without ballast, or whose pool may not be touched, has none to give: the scan comes next.
            guard let outcome = try? releaseBallast(1, BallastRequest(paths: [path])).outcomes.first,
                !outcome.released.isEmpty
            else { return }
            report.ballast.append(outcome)
            report.freedBytes = report.freedBytes + outcome.freedBytes
        }
    }
}
