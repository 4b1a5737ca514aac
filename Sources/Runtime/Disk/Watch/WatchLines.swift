internal import DiskDefence
internal import Model
internal import Planning
internal import Primitives
internal import Synchronization
internal import SystemCalls

/// What the threads of a watch pass to each other; nobody waits for whoever is slower.
final class WatchLines: Sendable {
    /// For the scanner; the newest wins.
    let orders = BoundedQueue<ScanOrder>(limit: 2, overflow: .dropOldest)
    /// For the executor; the newest wins.
    let batches = BoundedQueue<DeletionBatch>(limit: 64, overflow: .dropOldest)
    /// For the logger; what it cannot take is counted.
    let events = BoundedQueue<DiskEvent>(limit: 1024, overflow: .refuse)
    /// For the monitor: what came of its steps.
    let notes = BoundedQueue<WatchNote>(limit: 64, overflow: .dropOldest)
    /// For the scanner: what came of its scans.
    let results = BoundedQueue<[ScanResult]>(limit: 64, overflow: .dropOldest)
    /// For whoever looks on.
    let told = BoundedQueue<DiskEvent>(limit: 1024, overflow: .refuse)
    private let stopping = Atomic<Bool>(false)
    private let begunAgain = Atomic<Int>(0)

    /// Times that a thread failed and began again.
    var respawns: Int { begunAgain.load(ordering: .relaxed) }
    func countRespawn() { begunAgain.wrappingAdd(1, ordering: .relaxed) }

    /// Whether everything is to end as soon as it can be left.
    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    /// Ends everything: what waits is not begun.
    func stop() {
        stopping.store(true, ordering: .relaxed)
        orders.close()
        notes.close()
    }
}

/// What the monitor is told.
enum WatchNote: Sendable {
    /// Somebody wants a scan now.
    case ask
    /// A scan, and what was removed after it, is done.
    case scanned(brought: Bool, cost: Double)
    /// Room was made on a volume.
    case removed(ForeignText, count: Int, bytes: ByteCount)
}

/// What a scan found that may go.
struct DeletionBatch: Sendable {
    var scan: DiskScan
    var order: ScanOrder
    /// Directories that were walked, and entries seen in each.
    var places: [ScanResult]
    /// Processor seconds of the scan.
    var cost: Double
}
