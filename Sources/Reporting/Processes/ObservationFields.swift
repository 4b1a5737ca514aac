package import Formats
package import Model
package import Primitives

extension StreamKind: WordValue {}
extension Listener.Kind: WordValue {}
extension FileAtRisk.Kind: WordValue {}

extension ProcessState: FieldValue {
    package static var shape: Shape { .words(allCases.map { String($0.rawValue) }) }
    package func write(to writer: inout JSONWriter) { writer.string(text) }
    package static func read(_ value: JSONValue) throws(TendError) -> ProcessState {
        guard let text = value.string, text.count == 1, let state = text.first.flatMap({ ProcessState(rawValue: $0) })
        else { throw unexpected(value, expected: "a state letter") }
        return state
    }
    package var text: String { String(rawValue) }
}

extension FileIdentity: Record {
    package init() { self.init(device: 0, inode: 0) }
    package static let recordName = "file_identity"
    package static let fields: [Field<FileIdentity>] = [
        Field("device", \.device, "Device number of its filesystem."),
        Field("inode", \.inode, "Inode number."),
    ]
}

extension StorageCounters: Record {
    package init() { self.init(read: .zero, written: .zero) }
    package static let recordName = "storage"
    package static let fields: [Field<StorageCounters>] = [
        Field("read_bytes", \.read, "Bytes that came from storage."),
        Field("written_bytes", \.written, "Bytes that went to storage."),
    ]
}

extension ProcessCounters: Record {
    package init() { self.init(state: .unknown) }
    package static let recordName = "counters"
    package static let fields: [Field<ProcessCounters>] = [
        Field("sample", \.sample, "Which sample of the scan, from 0."),
        Field("state", \.state, "State letter of /proc/PID/stat."),
        Field("user_ticks", \.userTicks, "Clock ticks spent in user mode."),
        Field("system_ticks", \.systemTicks, "Clock ticks spent in the kernel."),
        Field("threads", \.threads, "Threads."),
        Field("rss_bytes", \.residentMemory, "Resident memory in bytes."),
        Field("vsize_bytes", \.virtualMemory, "Address space in bytes."),
        Field("minor_faults", \.minorFaults, "Page faults without input."),
        Field("major_faults", \.majorFaults, "Page faults that read storage."),
        Field("storage", \.storage, "Bytes from and to storage."),
        Field("file_offsets", \.fileOffsets, "Sum of the offsets of its regular files."),
        Field("socket_bytes", \.socketBytes, "Bytes acknowledged and received on its TCP connections."),
        Field(
            optional: "run_delay_ns", \.runDelay,
            "Nanoseconds for which its first thread waited for a processor; of processes that were ready to run."),
    ]
}

extension Listener: Record {
    package init() { self.init(kind: .tcp) }
    package static let recordName = "listener"
    package static let fields: [Field<Listener>] = [
        Field("kind", \.kind, "tcp, tcp6 or unix."),
        Field("port", \.port, "TCP port; 0 for a unix socket."),
        Field("path", \.path, "Path of a unix socket; empty for TCP."),
    ]
}

extension Client: Record {
    package init() { self.init(pid: 0) }
    package static let recordName = "client"
    package static let fields: [Field<Client>] = [
        Field("pid", \.pid, "The process at the far end; 0 where it is on another machine or unknown.")
    ]
}

extension FileAtRisk: Record {
    package init() { self.init(kind: .sqlite, path: ForeignText("")) }
    package static let recordName = "file_at_risk"
    package static let fields: [Field<FileAtRisk>] = [
        Field("kind", \.kind, "What kind of file."),
        Field("path", \.path, "Its path."),
    ]
}

extension DescriptorSummary: Record {
    package init() {
        self.init(
            standardInput: .unknown, standardOutput: .unknown, count: 0, listeners: .unavailable(.notCollected),
            clients: .unavailable(.notCollected))
    }
    package static let recordName = "descriptors"
    package static let fields: [Field<DescriptorSummary>] = [
        Field("stdin", \.standardInput, "Where standard input leads."),
        Field("stdout", \.standardOutput, "Where standard output leads."),
        Field("count", \.count, "Open descriptors."),
        Field("listeners", \.listeners, "What it listens on."),
        Field(
            "clients", \.clients, "Established connections to its listeners, and who is at the far end of its pipes."),
        Field("files_at_risk", \.filesAtRisk, "Files open for writing that a sudden end may damage."),
    ]
}

extension HostProgram: FieldValue {
    package static var shape: Shape { .anything }
    package func write(to writer: inout JSONWriter) {
        guard case .named(let marker, let pid, let isAlive) = self else { return writer.null() }
        writer.beginObject()
        writer.key("marker")
        writer.string(marker)
        writer.key("pid")
        writer.integer(pid)
        writer.key("alive")
        writer.bool(isAlive)
        writer.endObject()
    }
    package static func read(_ value: JSONValue) throws(TendError) -> HostProgram {
        if value.isNull { return .none }
        guard let marker = value["marker"]?.string, let pid = value["pid"], let alive = value["alive"]?.bool else {
            throw unexpected(value, expected: "null or marker, pid and alive")
        }
        return .named(marker: marker, pid: try Int32.read(pid), isAlive: alive)
    }
    package var text: String {
        guard case .named(let marker, let pid, let isAlive) = self else { return "-" }
        return "\(marker) \(pid) \(isAlive ? "alive" : "dead")"
    }
}

extension ProcessObservation: Record {
    package init() {
        self.init(
            identity: ProcessIdentity(pid: 0, startTicks: 0, bootID: "", userID: 0), parent: 0, processGroup: 0,
            session: 0, name: ForeignText(""))
    }
    package static let recordName = "observation"
    package static let fields: [Field<ProcessObservation>] = [
        Field("pid", \.identity.pid, "Process id."),
        Field("start_ticks", \.identity.startTicks, "Clock ticks from boot to its start."),
        Field("uid", \.identity.userID, "Owner."),
        Field("ppid", \.parent, "Parent."),
        Field(optional: "former_ppid", \.formerParent, "Parent at the first sample, where it changed."),
        Field("pgid", \.processGroup, "Process group."),
        Field("sid", \.session, "Session."),
        Field("tty", \.terminal, "Device number of the controlling terminal; 0 without one."),
        Field("tty_foreground", \.terminalForeground, "Foreground process group of the terminal; -1 without one."),
        Field("name", \.name, "The kernel's name for it, escaped."),
        Field("arguments", \.arguments, "The arguments, each ended by \\0, escaped."),
        Field("exe", \.executable, "Program file, escaped."),
        Field("exe_file", \.executableFile, "Device and inode of the program file."),
        Field("cwd", \.workingDirectory, "Working directory, escaped."),
        Field("cwd_deleted", \.workingDirectoryDeleted, "Whether the working directory has been removed."),
        Field("cgroup", \.controlGroups, "Lines of /proc/PID/cgroup, escaped."),
        Field("nice", \.nice, "Niceness."),
        Field("kernel_thread", \.isKernelThread, "Part of the kernel."),
        Field("ignores_hangup", \.ignoresHangup, "SIGHUP is ignored."),
        Field("namespace_pids", \.namespacePIDs, "Its PID in each nested namespace, outermost first."),
        Field("descriptors", \.descriptors, "What its open descriptors say."),
        Field("host_program", \.host, "The program that started it, as its environment names it."),
        Field(optional: "supervisor_marks", \.supervisorMarks, "What supervisors wrote into its environment."),
        Field(optional: "respawns", \.respawns, "How often the record saw it started again after its end."),
        Field(optional: "declared", \.declaration, "Somebody's word that it is wanted, as it held at the scan."),
        Field(optional: "frozen", \.recordedFreeze, "Its control group was seen to be frozen; left out otherwise."),
        Field(
            optional: "never_seen", \.neverSeen,
            "This machine was watched for long enough and never ran such a program; left out otherwise."),
        Field(
            optional: "pss", \.proportionalMemory,
            "Bytes with shared pages divided among those who share them, if asked."),
        Field("counters", \.counters, "The numbers that move, one entry a sample."),
        Field(
            optional: "history", \.recordedHistory,
            "Earlier scans: seconds from boot, ticks, resident bytes, storage bytes or null, threads."),
        Field(optional: "deep", \.deep, "What a deep scan found, if there was one."),
    ]

    fileprivate var recordedFreeze: Bool? {
        get { isFrozen ? true : nil }
        set { isFrozen = newValue ?? false }
    }

    /// Nil where it is not so, so that recordings mention it only then.
    fileprivate var neverSeen: Bool? {
        get { isNovel ? true : nil }
        set { isNovel = newValue ?? false }
    }

    /// Nil where there is none, so that recordings without a past do not mention it.
    fileprivate var recordedHistory: [HistoryPoint]? {
        get { history.isEmpty ? nil : history }
        set { history = newValue ?? [] }
    }
}

/// As a list of five numbers: a past has many of them.
extension HistoryPoint: FieldValue {
    package static var shape: Shape { .list(.optional(.number)) }

    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        writer.number(moment)
        writer.integer(ticks)
        writer.integer(residentMemory.bytes)
        if let storage { writer.integer(storage) } else { writer.null() }
        writer.integer(threads)
        writer.endArray()
    }

    package static func read(_ value: JSONValue) throws(TendError) -> HistoryPoint {
        guard let numbers = value.array, numbers.count == 5 else {
            throw unexpected(value, expected: "a list of five numbers")
        }
        let point = HistoryPoint(
            moment: try Double.read(numbers[0]), ticks: try UInt64.read(numbers[1]),
            residentMemory: try ByteCount.read(numbers[2]),
            storage: numbers[3].isNull ? nil : try UInt64.read(numbers[3]), threads: try Int32.read(numbers[4]))
        guard point.moment >= 0, point.moment < 1e12 else {
            throw unexpected(numbers[0], expected: "seconds from boot")
        }
        return point
    }

    package var text: String { "\(moment.text(decimals: 1)) s" }
}
