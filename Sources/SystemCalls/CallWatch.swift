internal import CLinux
internal import Synchronization

/// Something that is read of one process below `/proc`.
package struct ProcCall: Hashable, Sendable {
    package var pid: Int32
    /// As below `/proc/PID`; `pipe` stands for opening the pipe at a standard stream.
    package var file: String
}

/// Says which file below `/proc` a thread reads right now, and which it is to leave alone.
///
/// Some locks of the kernel are held for as long as a process hangs in the midst of execve(2) or of a page fault, as it
/// does where a file system no longer answers; whoever reads about that process then hangs as well.
package final class CallWatch: Sendable {
    package let avoided: Set<ProcCall>
    private let avoidedPIDs: Set<Int32>
    /// How often a call began or ended: odd within a call.
    private let turns = Atomic<UInt>(0)
    private let pid = Atomic<Int32>(0)
    /// Where the file's name stands, ended by a NUL.
    private let file = Atomic<UInt>(0)
    private let thread = Atomic<Int32>(0)
    private let isGivenUp = Atomic<Bool>(false)

    package init(avoiding avoided: Set<ProcCall> = []) {
        self.avoided = avoided
        avoidedPIDs = Set(avoided.map(\.pid))
    }

    /// Says whose calls follow: those of the thread that calls this.
    func enter() { thread.store(gettid(), ordering: .relaxed) }

    /// Begins a call.
    ///
    /// - Throws: `timedOut` where it is to be left alone, and for every call once the thread was given up.
    @inline(__always)
    func begin(_ pid: Int32, _ file: StaticString) throws(ErrorNumber) {
        if !avoidedPIDs.isEmpty, avoidedPIDs.contains(pid), avoided.contains(ProcCall(pid: pid, file: "\(file)")) {
            throw .timedOut
        }
        if isGivenUp.load(ordering: .relaxed) { throw .timedOut }
        self.pid.store(pid, ordering: .relaxed)
        self.file.store(UInt(bitPattern: file.utf8Start), ordering: .relaxed)
        turn()
    }

    @inline(__always)
    func end() { turn() }

    /// One thread alone counts, so that nothing has to be locked for it.
    @inline(__always)
    private func turn() { turns.store(turns.load(ordering: .relaxed) &+ 1, ordering: .releasing) }

    /// How many calls began or ended until now.
    var progress: UInt { turns.load(ordering: .acquiring) }

    /// The call under way; nil between two.
    var current: ProcCall? {
        guard !progress.isMultiple(of: 2),
            let name = UnsafePointer<CChar>(bitPattern: file.load(ordering: .relaxed))
        else { return nil }
        return ProcCall(pid: pid.load(ordering: .relaxed), file: String(cString: name))
    }

    /// Whether the thread waits inside the kernel, and not merely for a processor.
    var isBlocked: Bool {
        let path = "/proc/self/task/\(thread.load(ordering: .relaxed))/stat"
        // A state that cannot be read excuses no silence.
        guard let text = try? FileSystem.read(path, limit: 4096), let close = text.lastIndex(of: UInt8(ascii: ")")),
            close + 2 < text.count
        else { return true }
        return text[close + 2] != UInt8(ascii: "R")
    }

    /// Makes every further call fail, so that what was left behind comes to an end if it ever goes on.
    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }
}
