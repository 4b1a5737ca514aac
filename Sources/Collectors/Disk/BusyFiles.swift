package import Model
package import Primitives

/// Files and directories that processes use, by what they are and by where they lie.
///
/// By what they are: whoever walks a tree meets each of them, whatever path the process knows it by (containers, bind
/// mounts, renamed directories). By path: for what was removed while it was open, and for a batch of trees without a walk.
package struct BusyFiles: Sendable {
    package private(set) var holders: [FileIdentity: FileHolder] = [:]
    /// Where used files lie, as the kernel words it, and who uses them; each once.
    private var places: [ForeignText: FileHolder] = [:]
    /// The same in the order of the paths, once all of them are known.
    private var paths: [(path: ForeignText, holder: FileHolder)] = []
    /// Processes of the same user that could not be read: what they use is unknown.
    package var unreadable: [FileHolder] = []
    /// How many processes of other users could not be read.
    package var othersUnread = 0
    /// How many processes were looked at.
    package var processes = 0
    /// Low bits of the inodes that are used, as a bit field: almost every file is told from them by one look.
    private var bits = [UInt64](repeating: 0, count: 1 << 10)

    package init() {}

    mutating func add(_ identity: FileIdentity, _ holder: FileHolder) {
        bits[Int(identity.inode >> 6 & 1023)] |= 1 << (identity.inode & 63)
        // The same holder whatever the order of reading: the one with the lowest PID.
        if let known = holders[identity], known.pid <= holder.pid { return }
        holders[identity] = holder
    }

    /// A lock says more than that its holder has the file open.
    mutating func addLock(_ identity: FileIdentity, pid: Int32) {
        guard var known = holders[identity], known.pid == pid else {
            return add(identity, FileHolder(pid: pid, use: .locked, name: ForeignText("")))
        }
        known.use = .locked
        holders[identity] = known
    }

    mutating func add(_ path: ForeignText, _ holder: FileHolder) {
        if let known = places[path], known.pid <= holder.pid { return }
        places[path] = holder
    }

    /// Takes in what was found of other processes.
    mutating func add(_ other: BusyFiles) {
        for (identity, holder) in other.holders { add(identity, holder) }
        for (path, holder) in other.places { add(path, holder) }
        unreadable += other.unreadable
        othersUnread += other.othersUnread
        processes += other.processes
    }

    /// Puts everything into an order that is always the same.
    mutating func sort() {
        paths = places.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.map { ($0.key, $0.value) }
        unreadable.sort { $0.pid < $1.pid }
    }

    /// Who uses a file; nil for nobody.
    @inline(__always)
    package func holder(of identity: FileIdentity) -> FileHolder? {
        guard bits[Int(identity.inode >> 6 & 1023)] >> (identity.inode & 63) & 1 == 1 else { return nil }
        return holders[identity]
    }

    /// Who uses a path or something below it; nil for nobody.
    ///
    /// - Complexity: O(log *n*) of the paths in use.
    package func holder(below path: ForeignText) -> FileHolder? {
        var (low, high) = (0, paths.count)
        while low < high {
            let middle = (low + high) / 2
            if paths[middle].path.bytes.lexicographicallyPrecedes(path.bytes) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        // What begins with the path stands together; what is not below it (`a-b` beside `a`) stands between.
        while low < paths.count, paths[low].path.bytes.starts(with: path.bytes) {
            if paths[low].path.isBelow(path) { return paths[low].holder }
            low += 1
        }
        return nil
    }
}
