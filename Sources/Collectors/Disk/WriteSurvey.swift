package import Model
package import Primitives
package import SystemCalls

/// Looks twice at what every process has sent to storage (proc_pid_io(5)).
///
/// The kernel charges a byte to whoever made the page dirty, whichever file system it is of, and not at all on those kept in
/// memory. What a process that ended has written is added to whoever waited for it: that is taken off again.
package struct WriteSurvey: Sendable {
    package var procRoot: String
    private let projects: ProjectFinder
    /// Descriptors of one process that are looked at.
    private static let descriptors = 4096

    package init(procRoot: String = "/proc", homes: [ForeignText]) {
        self.procRoot = procRoot
        projects = ProjectFinder(homes: homes)
    }

    /// What one look has seen of a process.
    package struct Count: Sendable, Equatable {
        package var parent: Int32
        package var startTicks: UInt64
        /// Bytes since its start, less those that it took back; may be below zero.
        package var net: Reading<Int64>
    }

    /// The counters of all processes; kernel threads write for others and are left out.
    ///
    /// - Throws: `SystemCallError` where there is no `/proc`.
    package func counts() throws(SystemCallError) -> [Int32: Count] {
        let proc = try ProcFileSystem(root: procRoot)
        var pids: [Int32] = []
        do throws(ErrorNumber) {
            try proc.processIDs(into: &pids)
        } catch {
            throw SystemCallError(call: "getdents64", on: procRoot, error)
        }
        var counts: [Int32: Count] = [:]
        for pid in pids {
            guard let stat = Self.stat(pid, proc), !stat.isKernelThread else { continue }
            counts[pid] = Count(parent: stat.parent, startTicks: stat.startTicks, net: Self.net(pid, proc))
        }
        return counts
    }

    /// All processes, with what each wrote since an earlier look.
    package func observe(since first: [Int32: Count]) throws(SystemCallError) -> [WriterObservation] {
        let last = try counts()
        let inherited = Self.inherited(first, last)
        let proc = try ProcFileSystem(root: procRoot)
        return last.sorted { $0.key < $1.key }.map { pid, count in
            var process = WriterObservation(pid: pid)
            (process.parent, process.startTicks) = (count.parent, count.startTicks)
            process.written = Self.written(first[pid], count, less: inherited[pid] ?? 0)
            describe(&process, proc)
            return process
        }
    }

    // MARK: Arithmetic

    static func written(_ first: Count?, _ last: Count, less inherited: Int64) -> Reading<ByteCount> {
        let before: Int64
        if let first, first.startTicks == last.startTicks {
            guard let net = first.net.value else { return .unavailable(first.net.reason ?? .notCollected) }
            before = net
        } else {
            // Begun between both looks: all of it was written since.
            before = 0
        }
        return last.net.map { ByteCount(UInt64(max(0, $0 &- before &- inherited))) }
    }

    /// What processes that ended had written before the first look, by the one that has it on its own account now.
    static func inherited(_ first: [Int32: Count], _ last: [Int32: Count]) -> [Int32: Int64] {
        func isThere(_ pid: Int32) -> Bool {
            guard let before = first[pid], let now = last[pid] else { return false }
            return before.startTicks == now.startTicks
        }
        var inherited: [Int32: Int64] = [:]
        for (pid, count) in first where !isThere(pid) {
            var heir = count.parent
            var steps = 0
            while heir > 0, !isThere(heir), let above = first[heir], steps < 64 {
                heir = above.parent
                steps += 1
            }
            if isThere(heir) { inherited[heir, default: 0] += max(0, count.net.value ?? 0) }
        }
        return inherited
    }

    // MARK: Reading

    private static func stat(_ pid: Int32, _ proc: ProcFileSystem) -> ProcStat? {
        // It ended, or its text is cut off by its end: either way it is gone.
        guard let bytes = try? proc.read(pid: pid, "stat") else { return nil }
        return try? ProcStat(parsing: bytes)
    }

    private static func net(_ pid: Int32, _ proc: ProcFileSystem) -> Reading<Int64> {
        do throws(ErrorNumber) {
            guard let storage = StorageProbe.parse(try proc.read(pid: pid, "io")) else {
                return .unavailable(.malformed)
            }
            return .measured(Int64(clamping: storage.written.bytes) - Int64(clamping: storage.cancelled.bytes))
        } catch  where error.isGone {
            return .unavailable(.gone)
        } catch {
            return .unavailable(error.isRefused ? .notPermitted : .malformed)
        }
    }

    private func describe(_ process: inout WriterObservation, _ proc: ProcFileSystem) {
        let pid = process.pid
        // What cannot be read stays empty: names help, and nothing is decided by them.
        if let bytes = try? proc.read(pid: pid, "comm") {
            process.name = ForeignText(Array(bytes.prefix { $0 != UInt8(ascii: "\n") }))
        }
        if let text = try? proc.readWhole(pid: pid, "cmdline", limit: 1 << 16) {
            process.arguments = ForeignText(text.bytes)
        }
        if let link = try? proc.readLink(pid: pid, "exe") { process.executable = ForeignText(Array(link)) }
        // Only those that may have written are looked at more closely.
        guard process.written.value != .zero else { return }
        if let link = try? proc.readLink(pid: pid, "cwd") { process.workingDirectory = ForeignText(Array(link)) }
        if let place = try? proc.status(pid: pid, "cwd") { process.devices.insert(place.identity.device) }
        lookAtFiles(&process, proc)
        process.project = projects.project(
            workingDirectory: process.workingDirectory, files: process.files.map(\.path))
    }

    private func lookAtFiles(_ process: inout WriterObservation, _ proc: ProcFileSystem) {
        let pid = process.pid
        var numbers: [Int32] = []
        // More than the limit: those that were listed are told of.
        guard (try? proc.descriptors(pid: pid, into: &numbers, limit: Self.descriptors)) != nil else { return }
        for number in numbers {
            // A file that is closed meanwhile is no file any more.
            guard let mode = try? proc.linkMode(pid: pid, "fd", number), mode & 0o200 != 0,
                let target = try? proc.status(pid: pid, "fd", number), target.isRegularFile,
                let link = try? proc.readLink(pid: pid, "fd", number), link.first == UInt8(ascii: "/")
            else { continue }
            process.devices.insert(target.identity.device)
            process.files.append(
                WrittenFile(
                    path: ForeignText(Array(link)), bytes: ByteCount(target.size), pid: pid, name: process.name))
        }
    }
}
