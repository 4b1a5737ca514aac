internal import Model
internal import Primitives
internal import SystemCalls

/// Who holds which pipe, and whether anybody is at the other end.
struct PipeHolders {
    private struct Holder {
        var pid: Int32
        var descriptor: Int32
    }

    private var holders: [UInt64: [Holder]] = [:]
    /// Those of pipes that have a path, by its file.
    private var namedHolders: [FileIdentity: [Holder]] = [:]
    /// Whether the open files of every process could be read.
    var isComplete = true

    mutating func add(_ inode: UInt64, pid: Int32, descriptor: Int32) {
        holders[inode, default: []].append(Holder(pid: pid, descriptor: descriptor))
    }

    mutating func add(named pipe: FileIdentity, pid: Int32, descriptor: Int32) {
        namedHolders[pipe, default: []].append(Holder(pid: pid, descriptor: descriptor))
    }

    /// The other processes that can write into what a process reads: the pipe at its input, and any that has a path.
    ///
    /// Its end would end them, or lose what they say. Each is named once.
    /// - Complexity: one look at each descriptor of these pipes, whoever holds it.
    func writers(into files: OpenFiles, of pid: Int32, _ kernel: ProcFileSystem) -> [Int32] {
        var found: Set<Int32> = []
        if case .pipe(let inode) = files.input {
            found.formUnion(writers(among: holders[inode] ?? [], kernel))
        }
        for pipe in files.namedPipes {
            let ends = namedHolders[pipe] ?? []
            guard ends.contains(where: { $0.pid == pid && allows($0, 0o400, kernel) }) else { continue }
            found.formUnion(writers(among: ends, kernel))
        }
        return found.subtracting([pid]).sorted()
    }

    private func writers(among ends: [Holder], _ files: ProcFileSystem) -> [Int32] {
        ends.filter { allows($0, 0o200, files) }.map(\.pid)
    }

    /// Whether a descriptor was opened so; where its mode cannot be read, or it has gone, nothing is known to hold.
    private func allows(_ holder: Holder, _ bit: UInt32, _ files: ProcFileSystem) -> Bool {
        guard let mode = try? files.linkMode(pid: holder.pid, "fd", holder.descriptor) else { return false }
        return mode & bit != 0
    }

    /// What the pipe at a standard stream is: dead where nobody but the process itself holds the other end.
    ///
    /// Where no other process is seen to hold that, the kernel itself says whether anybody does, unreadable ones included. It
    /// is not asked otherwise: whoever writes from memory that does not come keeps everybody from opening the pipe.
    func kind(of inode: UInt64, pid: Int32, descriptor: Int32, files: ProcFileSystem) -> StreamKind {
        let isInput = descriptor == 0
        if hasOtherEnd(inode, isInput: isInput, files, among: { $0 != pid }) { return .pipe }
        let lost: PollRequest.Events = isInput ? .hangUp : .error
        do {
            let events = try files.poll(pid: pid, descriptor: descriptor, events: isInput ? .readable : .writable)
            if !events.isDisjoint(with: lost) { return .deadPipe }
        } catch {
            // A named pipe without a reader refuses writers in this way.
            return !isInput && error == .noReader ? .deadPipe : .unknown
        }
        guard hasOtherEnd(inode, isInput: isInput, files, among: { $0 == pid }) else { return .pipe }
        return isComplete ? .deadPipe : .unknown
    }

    /// Whether one of the processes holds the end opposite to a standard stream.
    private func hasOtherEnd(
        _ inode: UInt64, isInput: Bool, _ files: ProcFileSystem, among isWanted: (Int32) -> Bool
    ) -> Bool {
        let wantedBit: UInt32 = isInput ? 0o200 : 0o400
        return holders[inode, default: []].contains { holder in
            isWanted(holder.pid) && allows(holder, wantedBit, files)
        }
    }
}
