internal import Collectors
internal import DiskDefence
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// The thread that scans: chooses places, has the engine look and judge, and hands on what may go.
final class PlaceScanner {
    /// What makes a decision the same as one that was recorded before.
    private struct Known: Hashable {
        var path: ForeignText
        var newest: Int64
        var bytes: ByteCount
        var decision: String
    }

    private let setup: WatchSetup
    private let engine: DiskEngine
    private let lines: WatchLines
    private let desk: PolicyDesk
    private var scheduler: ScanScheduler
    private var known: [Known: String] = [:]
    private var recordedAt = -Double.infinity
    private var places = WatchPlaces()
    /// Seconds after which a scan is recorded though it shows nothing new.
    private static let recordInterval = 600.0
    /// More decisions than this are recorded once more.
    private static let remembered = 50_000
    /// What directories held; what has not changed is not read again.
    private let index = TreeIndex()

    init(_ setup: WatchSetup, _ lines: WatchLines, _ desk: PolicyDesk) throws(TendError) {
        self.setup = setup
        self.lines = lines
        self.desk = desk
        engine = try setup.makeEngine()
        engine.hearEvent = { [events = lines.events] in events.offer($0) }
        scheduler = ScanScheduler(settings: setup.watch.scan)
    }

    /// Scans as it is ordered, until there are no more orders.
    func run() throws(TendError) {
        while lines.orders.isOpen {
            learn()
            if let order = lines.orders.take(seconds: 1) { try scan(order) }
        }
        while !lines.isStopping, let order = lines.orders.take() { try scan(order) }
        lines.batches.close()
    }

    private func learn() {
        for results in lines.results.takeAll().elements {
            scheduler.record(results, at: Clocks.monotonicSeconds())
        }
    }

    private func scan(_ order: ScanOrder) throws(TendError) {
        let begin = Clocks.processorSeconds()
        var batch: DeletionBatch?
        defer {
            if let batch {
                lines.batches.offer(batch)
            } else {
                lines.notes.offer(.scanned(brought: false, cost: Clocks.processorSeconds() - begin))
            }
        }
        let volumes = try engine.watchedVolumes()
        let found = try places.find(engine.watchedPatterns(setup.paths), volumes, engine)
        scheduler.watch(found.map { ForeignText($0.path) })
        let mounts = Dictionary(found.map { (ForeignText($0.path), $0.mount) }) { first, _ in first }
        let plan = scheduler.plan(at: Clocks.monotonicSeconds()) { path in
            // Room elsewhere does not help a volume that is short of it.
            order.pressed.isEmpty || mounts[path].map(order.pressed.contains) ?? false
        }
        guard let scan = scan(plan, order, volumes) else { return }
        batch = DeletionBatch(
            scan: scan, order: order, places: Self.results(scan, plan), cost: Clocks.processorSeconds() - begin)
    }

    /// - Returns: nil where nothing was scanned; why is an event.
    private func scan(_ plan: ScanPlan, _ order: ScanOrder, _ volumes: [Volume]) -> DiskScan? {
        guard !plan.chosen.isEmpty else { return nil }
        var request = DiskScanRequest(paths: plan.chosen.map { String(decoding: $0.path.bytes, as: UTF8.self) })
        request.urgencies = Self.urgencies(order, volumes)
        request.penalty = desk.penalty
        request.index = index
        request.watch = { [lines] _ in !lines.isStopping }
        do throws(TendError) {
            var scan = try engine.scan(request)
            scan.plan = plan
            guard !scan.isCut else { return nil }
            return setup.isDryRun ? scan : recorded(scan, order)
        } catch {
            lines.events.offer(DiskEvent(failed: "scan", error, at: Clocks.wallMilliseconds()))
            return nil
        }
    }

    /// Urgency by each of a volume's mount points.
    private static func urgencies(_ order: ScanOrder, _ volumes: [Volume]) -> [ForeignText: Double] {
        var urgencies = order.urgencies
        for volume in volumes {
            for mount in volume.alsoAt { urgencies[mount] = order.urgencies[volume.mount] }
        }
        return urgencies
    }

    /// Records the scan, and of its decisions those that are new; one that shows nothing new only now and then.
    private func recorded(_ scan: DiskScan, _ order: ScanOrder) -> DiskScan {
        let now = Clocks.monotonicSeconds()
        let isNews = scan.candidates.contains { known[Self.key($0)] == nil }
        guard isNews || order.cause == .asked || now - recordedAt >= Self.recordInterval else {
            var scan = scan
            for place in scan.candidates.indices {
                scan.candidates[place].decisionID = known[Self.key(scan.candidates[place])] ?? ""
            }
            return scan
        }
        recordedAt = now
        let recorded = engine.record(scan, command: "disk watch", version: setup.version) { [known] artifact in
            known[Self.key(artifact)]
        }
        // Other places were scanned before and will be again.
        known = known.filter { entry in !scan.roots.contains { entry.key.path.isBelow($0) } }
        if known.count > Self.remembered { known = [:] }
        for artifact in recorded.candidates where !artifact.decisionID.isEmpty {
            known[Self.key(artifact)] = artifact.decisionID
        }
        return recorded
    }

    private static func key(_ artifact: PlannedArtifact) -> Known {
        Known(
            path: artifact.path, newest: artifact.newest, bytes: artifact.bytes, decision: artifact.decision.rawValue)
    }

    /// One result for each place that was scanned; what was got there is filled in later.
    private static func results(_ scan: DiskScan, _ plan: ScanPlan) -> [ScanResult] {
        plan.chosen.map { item in
            ScanResult(path: item.path, reads: scan.entries[item.path].map { Int(clamping: $0) } ?? 0)
        }
    }
}
