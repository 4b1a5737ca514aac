package import Primitives
internal import Synchronization
internal import SystemCalls

/// What directories held when they were last walked, so that one that has not changed since need not be read again.
///
/// For whoever walks the same trees again and again. Only names are kept: each file is asked for its status anew, for
/// writing to it changes no directory, and what is written through a mapping is told to nobody. A directory is the same if
/// its device, inode, modification and change are; and only one that was changed well before the walk began is kept, for
/// two changes within a tick of the kernel's clock show the same time. utimensat(2) sets the modification, never the
/// change. Everything is forgotten once somebody has set the clock, and what lay on a file system once that is unmounted.
///
/// One walk at a time; another that begins meanwhile does without.
package final class TreeIndex: @unchecked Sendable {
    // `@unchecked Sendable`: `lock` guards what is in `state`, each shard its own; numbers are atomic.
    let limit: Int
    /// Nanoseconds by which a directory's change must precede the walk: more than the coarsest times of any file system.
    private let margin: Int64
    private let lock = Lock()
    private let state: State?
    private let shards: [Shard]
    private let held = Atomic<Int>(0)
    /// Walks after which a directory that none of them met is forgotten.
    private static let turns: UInt32 = 16

    /// What one directory held.
    private struct Record {
        var modified: Int64
        var changed: Int64
        var names: [UInt8]
        var root: UInt32
        /// The last walk that met it.
        var turn: UInt32

        /// Bytes of memory: the names as they are allocated, and a place in a table that is half full.
        var cost: Int { ((names.count + 32 + 15) & ~15) + 144 }
    }

    private final class Shard: @unchecked Sendable {
        // `@unchecked Sendable`: its lock guards the records.
        private let lock = Lock()
        private var records: [FileIdentity: Record] = [:]

        func locked<Value>(_ body: (inout [FileIdentity: Record]) -> Value) -> Value {
            lock.lock()
            defer { lock.unlock() }
            return body(&records)
        }
    }

    private final class State {
        /// Whether somebody has set the clock since this was asked last.
        let clockWasSet: () -> Bool
        let unmounts: UnmountWatch
        var roots: [ForeignText: (root: IndexedRoot, watch: Int32, turn: UInt32)] = [:]
        var turn: UInt32 = 0
        var isWalking = false
        var lastRoot: UInt32 = 0
        /// Names of patterns for which the marks at names hold.
        var patterns: [String] = []

        init(clockWasSet: @escaping () -> Bool, unmounts: UnmountWatch) {
            self.clockWasSet = clockWasSet
            self.unmounts = unmounts
        }
    }

    /// - Parameters:
    ///   - limit: memory that it takes at most; directories beyond are not remembered.
    ///   - margin: how long before a walk a directory must have been changed last to be remembered.
    package convenience init(limit: ByteCount = ByteCount(48 << 20), margin: Duration = .seconds(3)) {
        self.init(limit: limit, margin: margin, clockWasSet: (try? ClockWatch()).map { clock in { clock.wasSet() } })
    }

    /// The same with another way to know of a clock that was set.
    init(limit: ByteCount, margin: Duration, clockWasSet: (() -> Bool)?) {
        self.limit = Int(limit.bytes)
        self.margin = margin.components.seconds * 1_000_000_000 + margin.components.attoseconds / 1_000_000_000
        shards = (0..<16).map { _ in Shard() }
        // Without these nobody tells what is the same, so nothing is remembered and every walk reads everything.
        if let clockWasSet, let unmounts = try? UnmountWatch() {
            state = State(clockWasSet: clockWasSet, unmounts: unmounts)
        } else {
            state = nil
        }
    }

    /// Memory that it takes.
    package var bytes: ByteCount { ByteCount(UInt64(held.load(ordering: .relaxed))) }

    /// Directories that it remembers.
    package var directories: Int {
        shards.reduce(0) { sum, shard in sum + shard.locked { $0.count } }
    }

    // MARK: Walks

    /// One walk with it.
    struct Turn {
        let number: UInt32
        /// Directories that were changed before this may be remembered, in nanoseconds since 1970.
        let safeBefore: Int64
    }

    /// Begins a walk.
    ///
    /// - Returns: nil where another one is under way, or nothing can be remembered here.
    func begin(_ patterns: [String]) -> Turn? {
        locked { state in
            guard !state.isWalking else { return nil }
            if state.clockWasSet() || state.patterns != patterns { forgetAll(state) }
            forgetUnmounted(state)
            state.patterns = patterns
            state.isWalking = true
            state.turn += 1
            return Turn(number: state.turn, safeBefore: Clocks.wallNanoseconds() - margin)
        }
    }

    /// Enters a root that is held open.
    ///
    /// - Returns: nil where nothing below it can be remembered.
    func enter(
        _ path: ForeignText, _ number: Int32, _ status: DirectoryReader.EntryStatus, _ turn: Turn
    ) -> IndexedRoot? {
        locked { state in
            // While it is open its file system stays: whatever ended before is known now.
            forgetUnmounted(state)
            if let known = state.roots[path], known.root.identity == status.identity {
                state.roots[path]?.turn = turn.number
                return known.root
            }
            forget([path], state)
            // Without a watch nobody would tell that something else is mounted there.
            guard DirectoryNumber.keepsTimes(number), let watch = try? state.unmounts.add(number) else { return nil }
            state.lastRoot += 1
            let root = IndexedRoot(number: state.lastRoot, identity: status.identity)
            state.roots[path] = (root, watch, turn.number)
            return root
        }
    }

    /// Ends a walk: what a whole walk of its root has not met is forgotten.
    func end(_ turn: Turn, isCut: Bool) {
        locked { state in
            state.isWalking = false
            let walked = isCut ? [] : Set(state.roots.values.filter { $0.turn == turn.number }.map(\.root.number))
            sweep { $0.turn != turn.number && (walked.contains($0.root) || turn.number - $0.turn > Self.turns) }
            forget(state.roots.filter { turn.number - $0.value.turn > Self.turns }.map(\.key), state)
        }
    }

    // MARK: Directories

    /// What a directory holds; nil where it has to be read.
    func names(_ status: DirectoryReader.EntryStatus, _ root: IndexedRoot, _ turn: Turn) -> EntryNames? {
        guard status.identity.device == root.identity.device else { return nil }
        return shard(status.identity).locked { records in
            guard let place = records.index(forKey: status.identity),
                records.values[place].changed == status.changed, records.values[place].modified == status.modified
            else { return nil }
            records.values[place].turn = turn.number
            records.values[place].root = root.number
            return EntryNames(records.values[place].names)
        }
    }

    /// Whether a directory may be remembered: it was changed well before the walk, and lies on its root's file system.
    func accepts(_ status: DirectoryReader.EntryStatus, _ root: IndexedRoot, _ turn: Turn) -> Bool {
        status.identity.device == root.identity.device && status.changed < turn.safeBefore
    }

    /// Remembers what a directory holds that was read since it had this status.
    func remember(
        _ names: EntryNames, _ status: DirectoryReader.EntryStatus, _ number: Int32, _ root: IndexedRoot, _ turn: Turn
    ) {
        guard names.isWhole, !DirectoryNumber.isEncrypted(number) else { return }
        let record = Record(
            modified: status.modified, changed: status.changed,
            names: names.bytes.withUnsafeBufferPointer { Array($0) }, root: root.number, turn: turn.number)
        shard(status.identity).locked { records in
            let more = record.cost - (records[status.identity]?.cost ?? 0)
            if held.wrappingAdd(more, ordering: .relaxed).newValue <= limit {
                records[status.identity] = record
            } else {
                held.wrappingSubtract(more, ordering: .relaxed)
            }
        }
    }

    // MARK: Forgetting

    private func forgetAll(_ state: State) { forget(Array(state.roots.keys), state) }

    private func forgetUnmounted(_ state: State) {
        guard let ended = state.unmounts.ended() else { return forgetAll(state) }
        guard !ended.isEmpty else { return }
        forget(state.roots.filter { ended.contains($0.value.watch) }.map(\.key), state)
    }

    private func forget(_ roots: [ForeignText], _ state: State) {
        let gone = roots.compactMap { state.roots.removeValue(forKey: $0) }
        guard !gone.isEmpty else { return }
        // Two paths may lead to one directory, and share its watch.
        for watch in Set(gone.map(\.watch)) where !state.roots.values.contains(where: { $0.watch == watch }) {
            state.unmounts.remove(watch)
        }
        let numbers = Set(gone.map(\.root.number))
        sweep { numbers.contains($0.root) }
    }

    private func sweep(_ isStale: (Record) -> Bool) {
        for shard in shards {
            shard.locked { records in
                let freed = records.values.reduce(0) { isStale($1) ? $0 + $1.cost : $0 }
                guard freed > 0 else { return }
                records = records.filter { !isStale($0.value) }
                held.wrappingSubtract(freed, ordering: .relaxed)
            }
        }
    }

    // MARK: Locks

    private func shard(_ identity: FileIdentity) -> Shard { shards[Int(identity.inode & 15)] }

    private func locked<Value>(_ body: (State) -> Value?) -> Value? {
        lock.lock()
        defer { lock.unlock() }
        return state.flatMap(body)
    }
}

/// A root that an index remembers directories of, as long as its file system stays mounted.
final class IndexedRoot: Sendable {
    /// No two have the same, whatever their paths.
    let number: UInt32
    let identity: FileIdentity

    init(number: UInt32, identity: FileIdentity) {
        self.number = number
        self.identity = identity
    }
}
