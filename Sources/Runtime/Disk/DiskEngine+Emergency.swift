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
        if !goal.isMet(freed: .zero), !request.isDryRun { releaseBallast(for: goal, into: &report) }
        if !goal.isMet(freed: .zero) {
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
            unlinkAll(approved, goal, request, into: &report)
            for refusal in refusals { report.add(RemovalReport.Row(refusal.artifact, refusal.outcome)) }
            if !request.isDryRun { join(scan, &report, request.version) }
        }
        report.freePercentAfter = goal.present?.freePercent
        report.isTargetMet = goal.hasTarget ? goal.isMet(freed: request.isDryRun ? report.expectedBytes : .zero) : nil
        return report
    }

    private func unlinkAll(
        _ approved: [ApprovedRemoval], _ goal: RoomGoal, _ request: CleanRequest, into report: inout RemovalReport
    ) {
        let remover = ArtifactRemover(sight: sight(request.scan), now: Clocks.monotonicSeconds)
        var failures = 0
        for (place, removal) in approved.enumerated() {
            let outcome: ArtifactOutcome
            if Interruption.hasOccurred {
                report.isInterrupted = true
                outcome = ArtifactOutcome(
                    result: .pending, reasonCode: "interrupted", sentence: "Not begun before the interruption.")
            } else if failures >= Self.breakerFailures {
                report.isBroken = true
                outcome = ArtifactOutcome(
                    result: .blocked, reasonCode: "circuit_open",
                    sentence: "Not begun: \(Self.breakerFailures) removals failed one after the other.")
            } else if goal.isMet(freed: request.isDryRun ? report.expectedBytes : .zero) {
                outcome = ArtifactOutcome(
                    result: .blocked, reasonCode: "target_met", sentence: "There is room enough without it.")
            } else if request.isDryRun {
                outcome = ArtifactOutcome(result: .wouldDo, sentence: "Would be removed; nothing was done.")
            } else {
                request.willRemove(removal.artifact, place + 1, approved.count)
                outcome = remover.removeInPlace(removal)
                failures = outcome.isError ? failures + 1 : outcome.result == .done ? 0 : failures
            }
            report.add(RemovalReport.Row(removal.artifact, outcome))
        }
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
        while !goal.isMet(freed: .zero) {
            // A volume without ballast, or whose pool may not be touched, has none to give: the scan comes next.
            guard let outcome = try? releaseBallast(1, BallastRequest(paths: [path])).outcomes.first,
                !outcome.released.isEmpty
            else { return }
            report.ballast.append(outcome)
            report.freedBytes = report.freedBytes + outcome.freedBytes
        }
    }
}
