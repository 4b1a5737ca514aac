internal import Model
internal import Primitives
package import SystemCalls

/// Looks once at all processes for the files and directories that they use: for a whole batch of candidates.
///
/// - Complexity: O(processes, their descriptors and mappings); nothing per candidate.
package struct BusySurvey: Sendable {
    package var procRoot: String
    /// The user whose candidates they are.
    package var userID: UInt32
    /// Programs that hide themselves from everybody by design and keep no files of projects open, such as `ssh-agent`.
    package var selfHiding: Set<String>
    /// More descriptors of one process are not looked at; it counts as unreadable then.
    private static let descriptors = 200_000
    private static let mappings = 32 << 20

    package init(procRoot: String = "/proc", userID: UInt32, selfHiding: Set<String> = []) {
        self.procRoot = procRoot
        self.userID = userID
        self.selfHiding = selfHiding
    }

    /// Looks; this program itself is left out.
    ///
    /// - Throws: `SystemCallError` where there is no `/proc`: then nothing is known of any file.
    package func look() throws(SystemCallError) -> BusyFiles {
        let proc = try ProcFileSystem(root: procRoot)
        var busy = BusyFiles()
        var pids: [Int32] = []
        do throws(ErrorNumber) {
            try proc.processIDs(into: &pids)
        } catch {
            throw SystemCallError(call: "getdents64", on: procRoot, error)
        }
        guard !pids.isEmpty else { throw SystemCallError(call: "getdents64", on: procRoot, .malformed) }
        var numbers: [Int32] = []
        for pid in pids where pid != Host.processID { survey(pid, proc, &numbers, &busy) }
        try locks(&busy)
        busy.sortPaths()
        return busy
    }

    /// Looks at one process, several times where it refuses: while it becomes another program (execve(2)) nobody without
    /// CAP_SYS_PTRACE may read it, for less than a millisecond.
    private func survey(_ pid: Int32, _ proc: ProcFileSystem, _ numbers: inout [Int32], _ busy: inout BusyFiles) {
        for turn in 1...Self.turns {
            do throws(ErrorNumber) {
                try look(at: pid, proc, &numbers, &busy)
                busy.processes += 1
                return
            } catch  where error.isGone {
                return
            } catch {
                guard turn < Self.turns, owner(of: pid, proc) == userID else { return noteUnread(pid, proc, &busy) }
                Clocks.sleep(seconds: 0.002)
            }
        }
    }

    private static let turns = 5

    /// Whom a process belongs to; nil where it has ended.
    private func owner(of pid: Int32, _ proc: ProcFileSystem) -> UInt32? {
        // Everybody may read this of everybody, as long as they live.
        guard let status = try? proc.read(pid: pid, "status") else { return nil }
        return KernelText.value(of: "Uid:", in: status).map { UInt32(truncatingIfNeeded: $0) }
    }

    /// - Throws: `ErrorNumber` where something of it may not be read: then nothing is known of the rest.
    private func look(
        at pid: Int32, _ proc: ProcFileSystem, _ numbers: inout [Int32], _ busy: inout BusyFiles
    ) throws(ErrorNumber) {
        guard try !isKernelThread(pid, proc) else { return }
        let name = Self.name(pid, proc)
        for (link, use) in Self.links {
            try note(pid, link, nil, FileHolder(pid: pid, use: use, name: name), proc, &busy)
        }
        guard try proc.descriptors(pid: pid, into: &numbers, limit: Self.descriptors) else { throw .malformed }
        let holder = FileHolder(pid: pid, use: .open, name: name)
        for number in numbers {
            do throws(ErrorNumber) {
                try note(pid, "fd", number, holder, proc, &busy)
            } catch  where error.isGone {
                // Closed since it was listed.
                continue
            }
        }
        let (bytes, isCut) = try proc.readWhole(pid: pid, "maps", limit: Self.mappings)
        guard !isCut else { throw .malformed }
        Self.mapped(bytes, FileHolder(pid: pid, use: .mapped, name: name), &busy)
    }

    private static let links: [(StaticString, FileHolder.Use)] = [
        ("cwd", .workingDirectory), ("root", .rootDirectory), ("exe", .program),
    ]

    /// One link of a process: what it leads to and where that lies.
    private func note(
        _ pid: Int32, _ link: StaticString, _ entry: Int32?, _ holder: FileHolder, _ proc: ProcFileSystem,
        _ busy: inout BusyFiles
    ) throws(ErrorNumber) {
        let text: UnsafeBufferPointer<UInt8>
        do throws(ErrorNumber) {
            text = try proc.readLink(pid: pid, link, entry)
        } catch  where error.isTooLong {
            // Its path does not fit; what it is tells all the same.
            busy.add(try proc.status(pid: pid, link, entry).identity, holder)
            return
        }
        // A socket, a pipe, an anonymous inode: no path.
        guard text.first == UInt8(ascii: "/"), text.count > 1 else { return }
        let path = Self.withoutDeletion([UInt8](text))
        // Devices are no candidates, and terminals are everywhere.
        guard !path.starts(with: Self.devices) else { return }
        busy.add(ForeignText(path), holder)
        // A file on a server that does not answer has its path still.
        if let target = try? proc.status(pid: pid, link, entry) { busy.add(target.identity, holder) }
    }

    private static let devices = Array("/dev/".utf8)

    /// The kernel adds this to the path of what was removed.
    private static let deletion = Array(" (deleted)".utf8)

    private static func withoutDeletion(_ path: [UInt8]) -> [UInt8] {
        path.suffix(deletion.count).elementsEqual(deletion) ? Array(path.dropLast(deletion.count)) : path
    }

    /// Lines of `/proc/PID/maps` that name a file: `from-to perms offset major:minor inode path`.
    ///
    /// Each file is noted once, by its path: consecutive lines mostly name the same one.
    private static func mapped(_ bytes: [UInt8], _ holder: FileHolder, _ busy: inout BusyFiles) {
        var last: ArraySlice<UInt8> = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let slash = line.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let path = line[slash...]
            guard !path.elementsEqual(last) else { continue }
            last = path
            guard !path.starts(with: devices) else { continue }
            busy.add(ForeignText(withoutDeletion(Array(path))), holder)
            let words = line[..<slash].split(separator: UInt8(ascii: " "))
            if words.count >= 5, let device = LockTable.device(words[3]),
                let inode = UInt64(String(decoding: words[4], as: UTF8.self))
            {
                busy.add(FileIdentity(device: device, inode: inode), holder)
            }
        }
    }

    /// Files that anybody holds locked, whoever they belong to (proc_locks(5)); without the file nothing is locked.
    private func locks(_ busy: inout BusyFiles) throws(SystemCallError) {
        do {
            for lock in LockTable.parse(try FileSystem.read("\(procRoot)/locks")) where lock.pid != Host.processID {
                busy.addLock(lock.identity, pid: lock.pid)
            }
        } catch  where error.isGone {
            return
        }
    }

    // MARK: Who it is

    private func noteUnread(_ pid: Int32, _ proc: ProcFileSystem, _ busy: inout BusyFiles) {
        // What ended meanwhile uses nothing.
        // Init may have more rights than any other process, in containers too, and nobody works in it.
        guard pid != 1, let owner = owner(of: pid, proc) else { return }
        let name = Self.name(pid, proc)
        guard owner == userID else {
            busy.othersUnread += 1
            return
        }
        guard !selfHiding.contains(String(decoding: name.bytes, as: UTF8.self)) else { return }
        busy.unreadable.append(FileHolder(pid: pid, use: .unreadable, name: name))
    }

    private static func name(_ pid: Int32, _ proc: ProcFileSystem) -> ForeignText {
        // Without a name it is told of by its number.
        guard let bytes = try? proc.read(pid: pid, "comm") else { return ForeignText("") }
        return ForeignText(Array(bytes.prefix { $0 != UInt8(ascii: "\n") }))
    }

    /// Kernel threads have no program and no files; PF_KTHREAD is bit 21 of field 9 of `/proc/PID/stat`.
    private func isKernelThread(_ pid: Int32, _ proc: ProcFileSystem) throws(ErrorNumber) -> Bool {
        let text = try proc.read(pid: pid, "stat")
        guard let close = text.lastIndex(of: UInt8(ascii: ")")) else { throw .malformed }
        let fields = text[(close + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 7)
        guard fields.count > 6, let flags = UInt64(String(decoding: fields[6], as: UTF8.self)) else {
            throw .malformed
        }
        return flags & 0x0020_0000 != 0
    }
}
