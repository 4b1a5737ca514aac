internal import Model
internal import Primitives
internal import SystemCalls

/// Who holds which pipe, and whether anybody is at the other end.
///
/// A class, for each descriptor's mode is looked at once, whoever asks: a thousand processes may share one pipe.
final class PipeHolders {
    /// A pipe by its number, or by its file where it has a path.
    private enum Pipe: Hashable {
        case number(UInt64)
        case named(FileIdentity)
    }

    private struct Holder {
        var pid: Int32
        var descriptor: Int32
    }

    private struct Ends {
        var readers: Set<Int32> = []
        var writers: Set<Int32> = []
    }

    private var holders: [Pipe: [Holder]] = [:]
    private var known: [Pipe: Ends] = [:]
    /// Whether the open files of every process could be read.
    var isComplete = true

    func add(_ inode: UInt64, pid: Int32, descriptor: Int32) {
        holders[.number(inode), default: []].append(Holder(pid: pid, descriptor: descriptor))
    }

    func add(named pipe: FileIdentity, pid: Int32, descriptor: Int32) {
        holders[.named(pipe), default: []].append(Holder(pid: pid, descriptor: descriptor))
    }

    /// The other processes at the far ends of a process's pipes: who can write into what it reads, and who reads what it
    /// writes.
    ///
    /// Of pipes without a path only its input and output are followed. Its end would end the others, lose what they say, or
    /// leave them without what they wait for. Each is named once.
    func partners(of files: OpenFiles, of pid: Int32, _ kernel: ProcFileSystem) -> [Int32] {
        var found: Set<Int32> = []
        if case .pipe(let inode) = files.input { found.formUnion(ends(.number(inode), kernel).writers) }
        if case .pipe(let inode) = files.output { found.formUnion(ends(.number(inode), kernel).readers) }
        for pipe in files.namedPipes {
            let ends = ends(.named(pipe), kernel)
            if ends.readers.contains(pid) { found.formUnion(ends.writers) }
            if ends.writers.contains(pid) { found.formUnion(ends.readers) }
        }
        return found.subtracting([pid]).sorted()
    }

    /// By the modes of the descriptors; where one cannot be read, or has gone, nothing is known to hold.
    private func ends(_ pipe: Pipe, _ kernel: ProcFileSystem) -> Ends {
        if let ends = known[pipe] { return ends }
        var ends = Ends()
        for holder in holders[pipe] ?? [] {
            guard let mode = try? kernel.linkMode(pid: holder.pid, "fd", holder.descriptor) else { continue }
            if mode & 0o400 != 0 { ends.readers.insert(holder.pid) }
            if mode & 0o200 != 0 { ends.writers.insert(holder.pid) }
        }
        known[pipe] = ends
        return ends
    }

    /// What the pipe at a standard stream is: dead where nobody but the process itself holds the other end.
    ///
    /// Where no other process is seen to hold that, the kernel itself says whether anybody does, unreadable ones included. It
    /// is not asked otherwise: whoever writes from memory that does not come keeps everybody from opening the pipe.
    func kind(of inode: UInt64, pid: Int32, descriptor: Int32, files: ProcFileSystem) -> StreamKind {
        let isInput = descriptor == 0
        let ends = ends(.number(inode), files)
        let others = isInput ? ends.writers : ends.readers
        if others.count > 1 || others.contains(where: { $0 != pid }) { return .pipe }
        let lost: PollRequest.Events = isInput ? .hangUp : .error
        do {
            let events = try files.poll(pid: pid, descriptor: descriptor, events: isInput ? .readable : .writable)
            if !events.isDisjoint(with: lost) { return .deadPipe }
        } catch {
            // A named pipe without a reader refuses writers in this way.
            return !isInput && error == .noReader ? .deadPipe : .unknown
        }
        guard others.contains(pid) else { return .pipe }
        return isComplete ? .deadPipe : .unknown
    }
}
