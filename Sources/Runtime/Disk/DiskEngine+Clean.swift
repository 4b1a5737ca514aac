internal import Collectors
internal import Decision
internal import DiskDefence
internal import Effects
internal import Formats
internal import History
internal import Model
package import Planning
package import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    /// Below it nothing is deleted by losses alone; whoever asks for room says that it is at least so urgent.
    private static let askedUrgency = 0.5

    /// Scans, asks, and removes in the order of the scan until what was asked for is reached.
    ///
    /// - Returns: nil where nobody said yes.
    /// - Throws: `TendError` where nothing can be scanned or recorded.
    package func clean(_ request: CleanRequest) throws(TendError) -> RemovalReport? {
        guard !request.isDryRun else { return try cleaned(request) }
        return try noting("clean") { () throws(TendError) in try cleaned(request) }
    }

    private func cleaned(_ request: CleanRequest) throws(TendError) -> RemovalReport? {
        var report = RemovalReport()
        report.isDryRun = request.isDryRun
        if !request.isDryRun { try settleEarlier() }
        let goal = try RoomGoal(request, self, try reports())
        report.freePercentBefore = goal.freePercent
        if goal.isMet() {
            report.isTargetMet = true
            report.freePercentAfter = goal.freePercent
            return report
        }
        var scanning = request.scan
        scanning.urgency = max(request.scan.urgency ?? goal.urgency, Self.askedUrgency)
        var scan = try scan(scanning)
        guard !scan.isCut else {
            report.isInterrupted = true
            return report
        }
        scan = request.isDryRun ? scan : record(scan, command: "disk clean", version: request.version)
        report.sessionID = scan.sessionID
        report.problems = scan.problems
        let (approved, refusals) = RemovalApproval.approve(scan.candidates, removal(request))
        let wanted = goal.enough(of: approved.map(\.artifact))
        if !request.isDryRun, !approved.isEmpty {
            guard request.confirm(scan, Array(approved.prefix(wanted).map(\.artifact))) else { return nil }
        }
        // What another tend moved aside just now must not pass for something that an interruption left.
        let lock = try request.isDryRun || approved.isEmpty ? nil : journal.lock("disk clean")
        defer { withExtendedLifetime(lock) {} }
        var tried: Set<String> = []
        try removeAll(approved, goal, request, into: &report, &tried)
        for refusal in refusals { report.add(RemovalReport.Row(refusal.artifact, refusal.outcome)) }
        report.freePercentAfter = goal.present?.freePercent
        report.isTargetMet =
            goal.hasTarget ? goal.isMet(freed: report.freedBytes, expected: report.expectedBytes) : nil
        noteLeft(report, below: scan.roots.first ?? ForeignText(""), tried: tried)
        return report
    }

    func removal(_ request: CleanRequest) -> RemovalRequest {
        var removal = RemovalRequest {
            Host.randomBytes(4).map { String(UInt16($0) | 0x100, radix: 16).suffix(2) }.joined()
        }
        removal.includesReview = request.includesReview
        removal.keepUntil = request.quarantine.map { Clocks.wallMilliseconds() + Int64($0 * 1000) }
        return removal
    }

    private func removeAll(
        _ approved: [ApprovedRemoval], _ goal: RoomGoal, _ request: CleanRequest, into report: inout RemovalReport,
        _ tried: inout Set<String>
    ) throws(TendError) {
        let remover = ArtifactRemover(sight: sight(request.scan), now: Clocks.monotonicSeconds)
        var begun: Set<String> = []
        var run = RemovalRun(
            isDryRun: request.isDryRun, isEnough: goal.isMet, isInterrupted: { Interruption.hasOccurred }
        ) { [self] removal, number throws(TendError) in
            request.willRemove(removal.artifact, number, approved.count)
            begun.insert(removal.artifact.decisionID)
            return try removeRecorded(removal, remover, approver: "person")
        }
        defer { tried = begun }
        try run.run(approved, into: &report)
    }

    /// One removal with its intent, its outcome, and the event that tells of it.
    func removeRecorded(
        _ removal: ApprovedRemoval, _ remover: ArtifactRemover, approver: String
    ) throws(TendError) -> ArtifactOutcome {
        let outcome = try carryOut(removal, remover, approver)
        log(DiskEvent(RemovalReport.Row(removal.artifact, outcome), at: Clocks.wallMilliseconds()))
        return outcome
    }

    /// One removal: its intent on the disk first, its outcome after it.
    private func carryOut(
        _ removal: ApprovedRemoval, _ remover: ArtifactRemover, _ approver: String
    ) throws(TendError) -> ArtifactOutcome {
        let store = try journal.store()
        guard let decision = DecisionID(removal.artifact.decisionID) else {
            return ArtifactOutcome(
                result: .blocked, reasonCode: "not_recorded", sentence: "Its decision could not be recorded.")
        }
        var intent: IntentID?
        let outcome = remover.remove(removal) { target in
            do throws(TendError) {
                intent = try store.recordIntent(
                    IntentRecord(
                        decision: decision, action: target.keepUntil == nil ? "remove" : "quarantine",
                        // Exactly as it is: what was moved has to be found again.
                        target: redactor.assembled(target.storedJSON), approver: redactor.text(approver),
                        at: Clocks.wallMilliseconds()))
                return nil
            } catch {
                return error.description
            }
        }
        if let intent, outcome.result != .pending { try settle(intent, outcome, store) }
        return outcome
    }

    func settle(_ intent: IntentID, _ outcome: ArtifactOutcome, _ store: Store) throws(TendError) {
        try store.recordOutcome(
            OutcomeRecord(
                intent: intent, result: outcome.result.rawValue, reasonCode: outcome.reasonCode,
                details: redactor.assembled(outcome.storedJSON), at: Clocks.wallMilliseconds()))
    }

    // MARK: Looking again

    /// How the machine is seen right before and after something is moved.
    func sight(_ request: DiskScanRequest) -> ArtifactRemover.Sight {
        let moved = MovedLook()
        return ArtifactRemover.Sight(
            objection: { [self] artifact in objection(to: artifact, request) },
            holder: { [self] path in
                moved.seen = nil
                // Where nobody can tell who uses it, somebody may.
                guard let busy = try? BusySurvey(userID: Host.effectiveUserID, selfHiding: selfHiding).look()
                else {
                    return FileHolder(pid: 0, use: .unreadable, name: ForeignText("/proc"))
                }
                if let holder = busy.holder(below: path) ?? busy.unreadable.first { return holder }
                // Whoever knows it by another path, or by one that is too long to be told, has the same files.
                let walk = TreeWalk(settings: walkSettings(request), index: PatternIndex([]), busy: busy)
                moved.seen = walk.measure(path)
                return moved.seen?.obstacles.holder
            }, isUnchanged: { artifact, _ in moved.isSame(as: artifact) }, isInterrupted: { Interruption.hasOccurred })
    }

    /// What a tree was found to hold after it was moved, where nobody can reach it by its name any longer.
    private final class MovedLook {
        var seen: ArtifactObservation?

        func isSame(as artifact: PlannedArtifact) -> Bool {
            // A file was compared by its own time, and whoever has it open was looked for.
            guard artifact.isDirectory else { return true }
            guard let seen else { return false }
            return seen.newest == artifact.newest && seen.files == artifact.files
                && seen.allocatedBytes == artifact.bytes && seen.obstacles.unreadable == nil
        }
    }

    /// What speaks against a removal now that did not when it was scanned.
    private func objection(to artifact: PlannedArtifact, _ request: DiskScanRequest) -> ArtifactOutcome? {
        var fresh = DiskScan()
        guard let busy = look(&fresh) else {
            return Self.blocked("processes_unknown", "Without /proc nobody can tell whether it is in use.")
        }
        if let holder = busy.holder(below: artifact.path) ?? busy.holder(of: artifact.identity) ?? busy.unreadable.first
        {
            return Self.blocked(
                holder.use == .unreadable ? "process_unreadable" : "in_use",
                "PID \(holder.pid) (\(holder.name.sanitised)) uses it, or may.")
        }
        // The whole way once more: evidence, markers, owners, git, and what was modified meanwhile.
        guard let packs = try? packs() else {
            return Self.blocked("packs_unreadable", "The packs cannot be read any more.")
        }
        let walk = TreeWalk(settings: walkSettings(request), index: PatternIndex(packs.patterns), busy: busy)
        let found =
            artifact.isDirectory
            ? walk.run([artifact.path]).artifacts : [walk.observe(file: artifact.path)].compactMap { $0 }
        guard let seen = tracked(found).first(where: { $0.path == artifact.path }),
            seen.pattern == artifact.pattern, let pattern = packs.pattern(seen.pattern)
        else { return Self.blocked("evidence_changed", "What showed who made it is not there any more.") }
        guard seen.newest == artifact.newest, seen.files == artifact.files, seen.allocatedBytes == artifact.bytes else {
            return Self.blocked("content_changed", "Something in it has changed since it was looked at.")
        }
        let judge = judge(packs)
        let finding = judge.judge(
            seen, pattern, now: Clocks.wallMilliseconds() * 1_000_000, urgency: artifact.urgency)
        guard let veto = ArtifactGates(policy: policy(busy)).ask(finding.facts).first(where: { $0.verdict == .veto })
        else {
            return nil
        }
        return Self.blocked(veto.reasonCode, veto.sentence)
    }

    private static func blocked(_ code: String, _ sentence: String) -> ArtifactOutcome {
        ArtifactOutcome(result: .blocked, reasonCode: code, sentence: sentence)
    }
}

/// The room that is wanted, and whether it is there.
struct RoomGoal {
    let targetFree: Double?
    let bytes: ByteCount?
    private let volume: Volume?
    private let reader: VolumeReader
    let freePercent: Double?
    let urgency: Double

    /// Of the volume of the first path; `reports` are the volumes as they are now.
    init(_ request: CleanRequest, _ engine: DiskEngine, _ reports: [VolumeReport]) throws(TendError) {
        targetFree = request.targetFree
        bytes = request.free
        reader = engine.reader
        let found = try engine.volume(of: request.scan.paths.first ?? ".", among: reports.map(\.volume))
        volume = found
        freePercent = found.space.value?.freePercent
        urgency = reports.first { $0.volume.deviceNumber == found.deviceNumber }?.pressure.urgency ?? 0
    }

    /// Percent of the inodes that ought to be free at least, whatever is asked for of the bytes.
    private static let inodeTarget = 1.0

    var mount: ForeignText? { volume?.mount }

    var hasTarget: Bool { targetFree != nil || bytes != nil }

    var present: VolumeSpace? { volume.flatMap { reader.space(of: $0).value } }

    /// Whether enough is free, or was freed; never where nothing was asked for.
    ///
    /// - Parameters:
    ///   - freed: what file systems have given back so far.
    ///   - expected: what is still to come back, on top of what is free.
    /// - Returns: whether that is what was asked for.
    func isMet(freed: ByteCount = .zero, expected: ByteCount = .zero) -> Bool {
        if let bytes, freed + expected < bytes { return false }
        if let targetFree {
            guard let space = present else { return false }
            // Without inodes nothing can be made, however many bytes are free.
            guard space.inodeFreePercent >= min(targetFree, Self.inodeTarget) else { return false }
            let available = Double(space.availableBytes.bytes) + Double(expected.bytes)
            return available / max(1, space.usableBytes) * 100 >= targetFree
        }
        return bytes != nil
    }

    /// How many of the first would be enough, as far as their sizes tell.
    func enough(of artifacts: [PlannedArtifact]) -> Int {
        guard hasTarget else { return artifacts.count }
        var sum = ByteCount.zero
        for (place, artifact) in artifacts.enumerated() {
            if isMet(expected: sum) { return place }
            sum = sum + artifact.reclaimableBytes
        }
        return artifacts.count
    }
}
