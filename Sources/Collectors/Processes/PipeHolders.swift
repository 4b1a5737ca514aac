internal import Model
internal import SystemCalls

/// Who holds which pipe, and whether anybody is at the other end.
struct PipeHolders {
    private struct Holder {
        var pid: Int32
        var descriptor: Int32
    }

    private var holders: [UInt64: [Holder]] = [:]
    /// Whether the open files of every process could be read.
    var isComplete = true

    mutating func add(_ inode: UInt64, pid: Int32, descriptor: Int32) {
        holders[inode, default: []].append(Holder(pid: pid, descriptor: descriptor))
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
            guard isWanted(holder.pid) else { return false }
            // Where the mode cannot be read the end may be either; a holder that has gone holds nothing.
            guard let mode = try? files.linkMode(pid: holder.pid, "fd", holder.descriptor) else { return false }
            return mode & wantedBit != 0
        }
    }
}
