internal import Model
internal import Primitives
internal import SystemCalls

/// What all processes of a deep scan share, each read once when first needed.
final class DeepShared {
    let paths: HostPaths
    let files: DeepFiles
    let settings: DeepScanSettings
    private let clock: () -> Double
    private let inspector: ProcessInspector
    private var mountTables: [[UInt8]: MountTable] = [:]
    private var socketTables: SocketTables?
    private var groupUses: [ForeignText: ControlGroupUse] = [:]
    private var socketFailure: String?
    private var lastRepository: (pid: Int32, state: Reading<RepositoryState?>)?
    private var lockCounts: Reading<[Int32: Int]>?
    private lazy var ownMountNamespace = (try? files.proc.readLink(pid: Host.processID, "ns/mnt")).map { [UInt8]($0) }
    private(set) lazy var controlGroups = ControlGroupTree(procRoot: paths.proc)
    /// Threads that were given up because what they read did not come back.
    private(set) var stuck = 0
    /// More than one file system that does not answer is a reason to leave the others alone.
    var isStuck: Bool { stuck > 1 }

    init(paths: HostPaths, files: DeepFiles, settings: DeepScanSettings, clock: @escaping () -> Double) {
        self.paths = paths
        self.files = files
        self.settings = settings
        self.clock = clock
        inspector = ProcessInspector(files: files.proc, settings: ProcessCollectorSettings())
    }

    /// A sentence for each thing that could not be read at all.
    var failures: [String] {
        (stuck > 0 ? ["reading below a file system did not come back in time (\(stuck) times)"] : [])
            + (socketFailure.map { [$0] } ?? [])
    }

    /// Seconds that only rise.
    var now: Double { clock() }

    /// The repository around a process's working directory; two probes ask for it, one after the other.
    func repository(_ context: DeepContext) -> Reading<RepositoryState?> {
        if let (pid, state) = lastRepository, pid == context.pid { return state }
        let state = RepositoryProbe.state(context)
        lastRepository = (context.pid, state)
        return state
    }

    /// What a process's groups allow and use at this look; many processes share theirs.
    func use(_ groups: ControlGroupFigures) -> ControlGroupUse {
        if let known = groupUses[groups.lines] { return known }
        let use = groups.use
        groupUses[groups.lines] = use
        return use
    }

    /// Forgets what is of one moment.
    func beginLook() {
        groupUses.removeAll()
        socketTables = nil
        lockCounts = nil
    }

    /// The kernel's sockets at this look: asked once for all processes.
    func sockets() -> SocketTables {
        if let socketTables { return socketTables }
        let tables = SocketTables.read(timeout: settings.socketTimeout, withQueues: true)
        socketTables = tables
        if let failure = tables.failure { socketFailure = failure }
        return tables
    }

    /// File locks held or waited for, by process.
    func locks() -> Reading<[Int32: Int]> {
        if let lockCounts { return lockCounts }
        let counts = SmallFile.reading("\(paths.proc)/locks", limit: 4 << 20).map(FileLocks.counts)
        lockCounts = counts
        return counts
    }

    func sharesNetwork(_ pid: Int32) -> Reading<Bool> { inspector.sharesNetwork(pid) }

    /// Whether a process sees the mounts that tend sees.
    func sharesMounts(_ pid: Int32) -> Reading<Bool> {
        guard let ownMountNamespace else { return .unavailable(.notSupported) }
        return DeepFiles.reading { () throws(ErrorNumber) in
            try files.proc.readLink(pid: pid, "ns/mnt").elementsEqual(ownMountNamespace)
        }
    }

    /// The mounts that a process sees; read once for each namespace.
    func mounts(of pid: Int32) -> Reading<MountTable> {
        DeepFiles.reading { () throws(ErrorNumber) in
            let namespace = [UInt8](try files.proc.readLink(pid: pid, "ns/mnt"))
            if let known = mountTables[namespace] { return known }
            let table = MountTable(parsing: try files.proc.readPages(pid: pid, "mountinfo", limit: 8 << 20).bytes)
            mountTables[namespace] = table
            return table
        }
    }

    /// Does something below file systems that may be stuck, on a thread of its own.
    func bounded<Value: Sendable>(_ body: @escaping @Sendable () -> Reading<Value>) -> Reading<Value> {
        guard !isStuck else { return .unavailable(.timedOut) }
        guard let reading = BoundedCall.run(timeout: .seconds(settings.fileTimeout), body) else {
            stuck += 1
            return .unavailable(.timedOut)
        }
        return reading
    }
}

/// Small files by path.
enum SmallFile {
    /// Reads a file; one that is not there is `not_supported`, as what it would say is.
    static func reading(_ path: String, limit: Int = 64 << 10) -> Reading<[UInt8]> {
        do {
            return .measured(try FileSystem.read(path, limit: limit))
        } catch {
            return .unavailable(error.isGone ? .notSupported : Unavailability(error))
        }
    }
}

/// `/proc/locks` (proc_locks(5)).
enum FileLocks {
    /// How many locks each process holds or waits for.
    ///
    /// `1: POSIX  ADVISORY  WRITE 412 08:01:131 0 EOF`, and with `->` behind the number for one that waits.
    static func counts(_ bytes: [UInt8]) -> [Int32: Int] {
        var counts: [Int32: Int] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            var words = line.split(separator: UInt8(ascii: " "))[...]
            words = words.dropFirst()
            if words.first?.elementsEqual("->".utf8) == true { words = words.dropFirst() }
            // Locks of open file descriptions belong to no process (-1), those of other namespaces to 0.
            guard let word = words.dropFirst(3).first, let pid = Int32(String(decoding: word, as: UTF8.self)), pid > 0
            else { continue }
            counts[pid, default: 0] += 1
        }
        return counts
    }
}
