package import Model
package import Primitives
internal import Synchronization
package import SystemCalls

/// What a walk is to look for, and how far it may go.
package struct TreeWalkSettings: Sendable {
    /// Threads that walk.
    package var threads = 2
    /// Whether other file systems below the roots are walked too.
    package var crossesDevices = false
    /// Directories that are kept open for their children's sake; deeper and wider trees are opened anew from above.
    package var openDirectories = 256
    /// The user for whom is asked what belongs to somebody else.
    package var userID: UInt32 = 0
    package var places = MachinePlaces()
    /// Whether every marker is told of.
    package var notesMarkers = false
    /// Names of files that protect the directory they lie in.
    package var markers = [".tend-protect", ".sbh-protect"]

    package init() {}
}

/// What a walk has found.
package struct TreeWalkResult: Sendable {
    /// In the order of their paths.
    package var artifacts: [ArtifactObservation] = []
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    /// Allocated blocks of everything that was walked.
    package var allocatedBytes = ByteCount.zero
    /// What could not be read, and why; in the order of their paths.
    package var unread: [(path: ForeignText, error: ErrorNumber)] = []
    /// Directories that are mount points and were not entered.
    package var mountPoints: UInt64 = 0
    /// Directories that a marker protects, where that was asked for; in the order of their paths.
    package var markers: [(folder: ForeignText, name: [UInt8])] = []
    /// Files and directories below each root that was walked to its end, itself among them.
    package var entries: [ForeignText: UInt64] = [:]
    /// Whether it was ended before it was done.
    package var isCut = false
    /// Directories that were not read, for the index knew what they hold; among `directories`.
    package var unchangedDirectories: UInt64 = 0
    /// Memory that the index takes after the walk.
    package var indexBytes = ByteCount.zero

    package init() {}
}

/// How far a walk has come.
package struct TreeWalkProgress: Sendable {
    package var files: UInt64
    package var directories: UInt64
}

/// Walks trees with several threads, sizes everything in them, and finds what patterns describe.
///
/// Directories are opened by name below their open parent (openat2(2): no link is followed, nothing outside is reached, one
/// mount unless asked), so that neither long paths nor what is renamed meanwhile lead elsewhere. Nothing is kept of what has
/// been walked but sums. The result does not depend on the order in which the threads come along.
///
/// - Complexity: O(entries), one stat(2) each; memory O(directories that wait), not O(entries).
package final class TreeWalk: @unchecked Sendable {
    // `@unchecked Sendable`: everything that changes lies in `state`, which the lock guards.
    let settings: TreeWalkSettings
    let index: PatternIndex
    let busy: BusyFiles
    let markers: [[UInt8]]
    let remembering: TreeIndex?
    /// This walk within the index; set before any thread begins.
    private(set) var turn: TreeIndex.Turn?
    private let lock = Lock()
    private var state = State()
    private let files = Atomic<UInt64>(0)
    private let directories = Atomic<UInt64>(0)
    private let isCancelled = Atomic<Bool>(false)

    struct State {
        /// Directories that wait, the newest last.
        var waiting: [WalkFolder] = []
        /// Those that a thread is reading.
        var active = 0
        var openDirectories = 0
        var result = TreeWalkResult()
        /// Files with several links outside candidates.
        var links: Set<FileIdentity> = []
    }

    /// With an index of what earlier walks have seen, unchanged directories are not read again; the result is the same.
    package init(
        settings: TreeWalkSettings, index: PatternIndex, busy: BusyFiles, remembering: TreeIndex? = nil
    ) {
        self.settings = settings
        self.index = index
        self.busy = busy
        self.remembering = remembering
        markers = settings.markers.map { Array($0.utf8) }
    }

    /// Ends it soon; what was found so far is its result.
    package func cancel() { isCancelled.store(true, ordering: .relaxed) }

    package var progress: TreeWalkProgress {
        TreeWalkProgress(
            files: files.load(ordering: .relaxed), directories: directories.load(ordering: .relaxed))
    }

    func count(files: UInt64) {
        self.files.wrappingAdd(files, ordering: .relaxed)
        directories.wrappingAdd(1, ordering: .relaxed)
    }

    /// Walks all roots to the end.
    ///
    /// - Parameters:
    ///   - roots: absolute paths without links, none below another.
    ///   - watch: called about ten times a second while it walks.
    /// - Returns: what was found, all of it or as far as it came.
    package func run(_ roots: [ForeignText], watch: (TreeWalkProgress) -> Void = { _ in }) -> TreeWalkResult {
        turn = remembering?.begin(index.fileNames)
        var result = run(roots.reversed().map { folder(ofRoot: $0) }, watch: watch)
        if let remembering, let turn { remembering.end(turn, isCut: result.isCut) }
        result.indexBytes = remembering?.bytes ?? .zero
        return result
    }

    func run(_ folders: [WalkFolder], watch: (TreeWalkProgress) -> Void) -> TreeWalkResult {
        locked { $0.waiting = folders }
        let threads = (0..<max(1, settings.threads)).map { _ in BackgroundWork { [self] in work() } }
        var turn = 0
        while !isDone {
            Clocks.sleep(seconds: 0.001)
            turn += 1
            if turn % 100 == 0 { watch(progress) }
        }
        for thread in threads { _ = thread.value }
        return locked { state in
            for folder in state.waiting where folder.descriptor >= 0 { DirectoryNumber.close(folder.descriptor) }
            state.waiting = []
            state.result.isCut = isCancelled.load(ordering: .relaxed)
            state.result.artifacts.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
            state.result.markers.sort { $0.folder.bytes.lexicographicallyPrecedes($1.folder.bytes) }
            state.result.unread.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
            return state.result
        }
    }

    func locked<Value>(_ body: (inout State) -> Value) -> Value {
        lock.lock()
        defer { lock.unlock() }
        return body(&state)
    }

    private var isDone: Bool {
        locked { $0.active == 0 && ($0.waiting.isEmpty || isCancelled.load(ordering: .relaxed)) }
    }

    /// Reads one directory after the other until none is left.
    private func work() {
        let desk = WalkDesk()
        while true {
            let folder = locked { state -> WalkFolder? in
                guard !isCancelled.load(ordering: .relaxed), let folder = state.waiting.popLast() else { return nil }
                state.active += 1
                return folder
            }
            if let folder {
                visit(folder, desk)
            } else if isDone {
                return
            } else {
                // Others are reading, and may find more to do.
                Clocks.sleep(seconds: 0.000_05)
            }
        }
    }
}
