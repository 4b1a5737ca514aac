internal import Collectors
internal import Decision
internal import DiskDefence
internal import Effects
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import SystemCalls

/// The thread that removes what scans found, as far as the policy lets it; where it does not, it tells what it would have done.
final class BatchExecutor {
    /// Seconds between two times that interrupted removals are finished and kept ones expire.
    private static let settleInterval = 3600.0

    /// More proposals than this are told of once more.
    private static let remembered = 50_000

    private let setup: WatchSetup
    private let engine: DiskEngine
    private let lines: WatchLines
    private let desk: PolicyDesk
    private var circuit = RemovalCircuit()
    /// What was told of already, by decision: once is enough.
    private var proposed: Set<String> = []
    private var settledAt = -Double.infinity

    init(_ setup: WatchSetup, _ lines: WatchLines, _ desk: PolicyDesk) throws(TendError) {
        self.setup = setup
        self.lines = lines
        self.desk = desk
        engine = try setup.makeEngine()
        engine.hearEvent = { [events = lines.events] in events.offer($0) }
    }

    /// Works until no more batches come.
    func run() throws(TendError) {
        while lines.batches.isOpen {
            settleIfDue()
            if let batch = lines.batches.take(seconds: 1) { execute(batch) }
        }
        while !lines.isStopping, let batch = lines.batches.take() { execute(batch) }
    }

    private func settleIfDue() {
        let now = Clocks.monotonicSeconds()
        guard !setup.isDryRun, now - settledAt >= Self.settleInterval else { return }
        settledAt = now
        do throws(TendError) {
            // Whoever took the mode back meant what was begun as well.
            try engine.settleEarlier(removes: isRemoving)
        } catch {
            fail("settle", error)
        }
    }

    /// Whether the mode lets something be removed now; a change by command counts at once.
    private var isRemoving: Bool {
        guard !setup.isDryRun else { return false }
        desk.adopt(engine.journal.mode(of: "disk"))
        return [.canary, .enforce].contains(desk.mode)
    }

    private func fail(_ what: String, _ error: TendError) {
        lines.events.offer(DiskEvent(failed: what, error, at: Clocks.wallMilliseconds()))
    }

    // MARK: One batch

    private func execute(_ batch: DeletionBatch) {
        var request = RemovalRequest {
            Host.randomBytes(4).map { String(UInt16($0) | 0x100, radix: 16).suffix(2) }.joined()
        }
        request.includesReview = false
        let approved = RemovalApproval.approve(batch.scan.candidates, request).approved
        let brought: Bool
        let report: RemovalReport
        if isRemoving {
            report = remove(approved, batch)
            brought = report.freedBytes > .zero
        } else {
            report = propose(approved)
            brought = tell(report)
        }
        lines.results.offer(results(batch, report))
        lines.notes.offer(.scanned(brought: brought, cost: batch.cost))
    }

    /// What would be removed if the mode let it.
    private func propose(_ approved: [ApprovedRemoval]) -> RemovalReport {
        var report = RemovalReport()
        report.isDryRun = true
        for removal in approved {
            let outcome = ArtifactOutcome(
                result: .wouldDo, reasonCode: setup.isDryRun ? "dry_run" : desk.mode.rawValue,
                sentence:
                    "Would be removed; \(setup.isDryRun ? "this is a dry run" : "disk is in \(desk.mode.rawValue)").")
            report.add(RemovalReport.Row(removal.artifact, outcome))
        }
        return report
    }

    /// Tells of what was not told before, the most worthwhile first.
    ///
    /// - Returns: whether there was something new.
    private func tell(_ report: RemovalReport) -> Bool {
        func key(_ row: RemovalReport.Row) -> String {
            row.decisionID.isEmpty ? "\(row.path.sanitised) \(row.bytes.bytes)" : row.decisionID
        }
        let fresh = report.removed.filter { !proposed.contains(key($0)) }
        for row in fresh.prefix(setup.watch.hypothetical) {
            lines.events.offer(DiskEvent(row, at: Clocks.wallMilliseconds()))
        }
        if proposed.count > Self.remembered { proposed = [] }
        proposed.formUnion(fresh.prefix(setup.watch.hypothetical).map(key))
        return !fresh.isEmpty
    }

    private func remove(_ approved: [ApprovedRemoval], _ batch: DeletionBatch) -> RemovalReport {
        var report = RemovalReport()
        circuit.wait(until: Clocks.monotonicSeconds())
        do throws(TendError) {
            // A person who cleans right now goes first.
            let lock = try engine.journal.lock("disk watch")
            defer { withExtendedLifetime(lock) {} }
            let volumes = try engine.watchedVolumes()
            for (mount, group) in try groups(approved, volumes) {
                try remove(group, mount, volumes, batch, into: &report)
            }
        } catch {
            fail("remove", error)
        }
        return report
    }

    private func remove(
        _ approved: [ApprovedRemoval], _ mount: ForeignText, _ volumes: [Volume], _ batch: DeletionBatch,
        into all: inout RemovalReport
    ) throws(TendError) {
        var report = RemovalReport()
        let remover = ArtifactRemover(
            sight: engine.sight(DiskScanRequest(paths: [])), now: Clocks.monotonicSeconds)
        var begun: Set<String> = []
        var run = RemovalRun(
            limit: max(0, batch.order.batch - all.removed.count), circuit: circuit,
            isEnough: { [self] _, _ in isEnough(mount, volumes, batch) },
            isInterrupted: { [lines] in lines.isStopping }
        ) { [self] removal, _ throws(TendError) in
            guard isRemoving, let mode = desk.requestDeletion(at: Clocks.monotonicSeconds()) else {
                return ArtifactOutcome(
                    result: .blocked, reasonCode: "policy", sentence: "disk is in \(desk.mode.rawValue) by now.")
            }
            begun.insert(removal.artifact.decisionID)
            let outcome = try engine.removeRecorded(removal, remover, approver: mode.rawValue)
            // What failed halfway is gone in part, and counts as well.
            if ![.blocked, .gone].contains(outcome.result) { desk.recordDeletion(at: Clocks.monotonicSeconds()) }
            return outcome
        }
        defer { circuit = run.circuit }
        try run.run(approved, into: &report)
        lines.notes.offer(.removed(mount, count: report.removed.count, bytes: report.freedBytes))
        engine.noteLeft(report, below: mount, tried: begun)
        for row in report.removed + report.skipped { all.add(row) }
    }

    /// Whether the volume has come back to green; where it is green, and will not stay so, a batch is what is wanted.
    private func isEnough(_ mount: ForeignText, _ volumes: [Volume], _ batch: DeletionBatch) -> Bool {
        let control = setup.settings.control
        guard batch.order.level > .green, let volume = volumes.first(where: { $0.mount == mount }),
            let space = engine.reader.space(of: volume).value
        else { return false }
        return space.scarcestFreePercent >= min(100, control.greenMinimum + control.recoveryMargin)
    }

    /// By volume, in the order in which each volume first appears.
    private func groups(
        _ approved: [ApprovedRemoval], _ volumes: [Volume]
    ) throws(TendError) -> [(mount: ForeignText, removals: [ApprovedRemoval])] {
        let paths = approved.map { String(decoding: $0.artifact.path.bytes, as: UTF8.self) }
        var groups: [(mount: ForeignText, removals: [ApprovedRemoval])] = []
        for (volume, removal) in zip(try engine.volumes(of: paths, among: volumes), approved) {
            guard let mount = volume?.mount else { continue }
            if let place = groups.firstIndex(where: { $0.mount == mount }) {
                groups[place].removals.append(removal)
            } else {
                groups.append((mount, [removal]))
            }
        }
        return groups
    }

    /// What came of each place that was scanned.
    private func results(_ batch: DeletionBatch, _ report: RemovalReport) -> [ScanResult] {
        batch.places.map { place in
            var result = place
            for row in report.removed where row.path.isBelow(place.path) {
                result.reclaimed = result.reclaimed + row.bytes
                result.candidates += 1
            }
            for row in report.skipped where row.path.isBelow(place.path) {
                guard !["target_met", "policy", "interrupted"].contains(row.outcome.reasonCode ?? "") else { continue }
                result.candidates += 1
                result.rejected += 1
            }
            return result
        }
    }
}
