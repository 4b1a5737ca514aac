internal import Model
internal import Primitives
internal import SystemCalls

/// Reads what processes use, one after the other, for one thread of a `BusySurvey`.
struct BusyReader {
    let survey: BusySurvey
    let proc: ProcFileSystem
    private(set) var busy = BusyFiles()
    private var numbers: [Int32] = []
    /// More descriptors of one process are not looked at; it counts as unreadable then.
    private static let descriptors = 200_000
    private static let mappings = 32 << 20
    private static let turns = 5

    init(survey: BusySurvey, proc: ProcFileSystem) {
        self.survey = survey
        self.proc = proc
    }

    /// Looks at one process, several times where it refuses: while it becomes another program (execve(2)) nobody without
    /// CAP_SYS_PTRACE may read it, for less than a millisecond.
    mutating func survey(_ pid: Int32) {
        for turn in 1...Self.turns {
            do throws(ErrorNumber) {
                try look(at: pid)
                busy.processes += 1
                return
            } catch  where error.isGone {
                return
            } catch {
                guard turn < Self.turns, owner(of: pid) == survey.userID else { return noteUnread(pid) }
                Clocks.sleep(seconds: 0.002)
            }
        }
    }

    /// - Throws: `ErrorNumber` where something of it may not be read: then nothing is known of the rest.
    private mutating func look(at pid: Int32) throws(ErrorNumber) {
        guard let name = try programName(pid) else { return }
        for (link, use) in Self.links {
            try note(pid, link, nil, FileHolder(pid: pid, use: use, name: name))
        }
        guard try proc.descriptors(pid: pid, into: &numbers, limit: Self.descriptors) else { throw .malformed }
        let holder = FileHolder(pid: pid, use: .open, name: name)
        for number in numbers {
            do throws(ErrorNumber) {
                try note(pid, "fd", number, holder)
            } catch  where error.isGone {
                // Closed since it was listed.
                continue
            }
        }
        let (bytes, isCut) = try proc.readPages(pid: pid, "maps", limit: Self.mappings)
        guard !isCut else { throw .malformed }
        bytes.withUnsafeBufferPointer { noteMapped($0, FileHolder(pid: pid, use: .mapped, name: name)) }
    }

    private static let links: [(StaticString, FileHolder.Use)] = [
        ("cwd", .workingDirectory), ("root", .rootDirectory), ("exe", .program),
    ]

    /// One link of a process: what it leads to and where that lies.
    private mutating func note(
        _ pid: Int32, _ link: StaticString, _ entry: Int32?, _ holder: FileHolder
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
        // Devices are no candidates, and terminals are everywhere.
        guard !text.starts(with: Self.devices) else { return }
        busy.add(ForeignText(Self.withoutDeletion(text)), holder)
        // A file on a server that does not answer has its path still.
        if let target = try? proc.status(pid: pid, link, entry) { busy.add(target.identity, holder) }
    }

    private static let devices = Array("/dev/".utf8)

    /// The kernel adds this to the path of what was removed.
    private static let deletion = Array(" (deleted)".utf8)

    private static func withoutDeletion(_ path: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        Array(path.suffix(deletion.count).elementsEqual(deletion) ? path.dropLast(deletion.count) : path[...])
    }

    /// Lines of `/proc/PID/maps` that name a file: `from-to perms offset major:minor inode path`.
    ///
    /// Each file is noted once, by its path: consecutive lines mostly name the same one.
    private mutating func noteMapped(_ bytes: UnsafeBufferPointer<UInt8>, _ holder: FileHolder) {
        var last = UnsafeBufferPointer(rebasing: bytes[..<0])
        var (start, slash, place) = (0, -1, 0)
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "/"), slash < 0 { slash = place }
            place += 1
            guard byte == UInt8(ascii: "\n") || place == bytes.count else { continue }
            let end = byte == UInt8(ascii: "\n") ? place - 1 : place
            if slash >= 0 {
                let path = UnsafeBufferPointer(rebasing: bytes[slash..<end])
                if !path.elementsEqual(last) {
                    last = path
                    noteMapped(path, bytes[start..<slash], holder)
                }
            }
            (start, slash) = (place, -1)
        }
    }

    private mutating func noteMapped(
        _ path: UnsafeBufferPointer<UInt8>, _ head: Slice<UnsafeBufferPointer<UInt8>>, _ holder: FileHolder
    ) {
        guard !path.starts(with: Self.devices) else { return }
        busy.add(ForeignText(Self.withoutDeletion(path)), holder)
        let words = head.split(separator: UInt8(ascii: " "))
        guard words.count >= 5, let device = LockTable.device(words[3]),
            let inode = UInt64(String(decoding: words[4], as: UTF8.self))
        else { return }
        busy.add(FileIdentity(device: device, inode: inode), holder)
    }

    // MARK: Who it is

    /// Whom a process belongs to; nil where it has ended.
    private func owner(of pid: Int32) -> UInt32? {
        // Everybody may read this of everybody, as long as they live.
        guard let status = try? proc.read(pid: pid, "status") else { return nil }
        return KernelText.value(of: "Uid:", in: status).map { UInt32(truncatingIfNeeded: $0) }
    }

    private mutating func noteUnread(_ pid: Int32) {
        // What ended meanwhile uses nothing.
        // Init may have more rights than any other process, in containers too, and nobody works in it.
        guard pid != 1, let owner = owner(of: pid) else { return }
        guard owner == survey.userID else {
            busy.othersUnread += 1
            return
        }
        let name = name(of: pid)
        guard !survey.selfHiding.contains(String(decoding: name.bytes, as: UTF8.self)) else { return }
        busy.unreadable.append(FileHolder(pid: pid, use: .unreadable, name: name))
    }

    private func name(of pid: Int32) -> ForeignText {
        // Without a name it is told of by its number.
        guard let bytes = try? proc.read(pid: pid, "comm") else { return ForeignText("") }
        return ForeignText(Array(bytes.prefix { $0 != UInt8(ascii: "\n") }))
    }

    /// The name of a process by `/proc/PID/stat`; nil for kernel threads, which have no program and no files: PF_KTHREAD is
    /// bit 21 of field 9.
    private func programName(_ pid: Int32) throws(ErrorNumber) -> ForeignText? {
        let text = try proc.read(pid: pid, "stat")
        guard let open = text.firstIndex(of: UInt8(ascii: "(")), let close = text.lastIndex(of: UInt8(ascii: ")")),
            open < close
        else { throw .malformed }
        // Blanks before fields 3 to 9.
        var (place, field, flags) = (close + 1, 2, UInt64(0))
        while place < text.count, field < 10 {
            if text[place] == UInt8(ascii: " ") {
                field += 1
            } else if field == 9 {
                let digit = text[place] &- UInt8(ascii: "0")
                guard digit < 10, flags < UInt64(UInt32.max) else { throw .malformed }
                flags = flags * 10 + UInt64(digit)
            }
            place += 1
        }
        guard field == 10 else { throw .malformed }
        guard flags & 0x0020_0000 == 0 else { return nil }
        let name = text[(open + 1)..<close]
        // Here, and not in `comm`, line feeds and backslashes are written with a backslash.
        return name.contains(UInt8(ascii: "\\")) ? self.name(of: pid) : ForeignText(Array(name))
    }
}
