internal import Formats
package import Model
internal import Primitives

extension SocketUse: Record {
    package static let recordName = "socket_use"
    package static let fields: [Field<SocketUse>] = [
        Field("listening", \.listening, "Sockets that it listens on."),
        Field("established", \.established, "Connections of either direction."),
        Field("clients", \.clients, "Connections that others made to what it listens on."),
        Field("receive_queue_bytes", \.receiveQueue, "Received and not read by it yet."),
        Field("send_queue_bytes", \.sendQueue, "Sent by it and not taken by the other side yet."),
        Field("stuck", \.stuck, "Connections with something to read at both looks and no byte moved between."),
        Field("backlog", \.backlog, "Connections that wait to be accepted."),
        Field("backlog_limit", \.backlogLimit, "How many may wait."),
        Field("moved_bytes", \.moved, "Acknowledged and received on its TCP connections within the window."),
        Field("last_received_seconds", \.lastReceived, "Since anything was received on its TCP connections, or null."),
        Field("last_sent_seconds", \.lastSent, "Since anything was sent on its TCP connections, or null."),
    ]
}

extension DescriptorUse: Record {
    package static let recordName = "descriptor_use"
    package static let fields: [Field<DescriptorUse>] = [
        Field("count", \.count, "Open at the last look."),
        Field("opened", \.opened, "Opened within the window."),
        Field("closed", \.closed, "Closed within the window."),
        Field("writing", \.writing, "Regular files open for writing."),
        Field("locks", \.locks, "File locks that it holds or waits for."),
        Field("files_at_risk", \.filesAtRisk, "Files open for writing that a sudden end may damage."),
    ]
}

extension ControlGroupUse: Record {
    package static let recordName = "control_group_use"
    package static let fields: [Field<ControlGroupUse>] = [
        Field("layout", \.layout, "How this machine arranges control groups."),
        Field("quota_cores", \.quota, "Processors' worth of time allowed; null for no limit."),
        Field("cpuset_processors", \.processors, "Processors of its cpuset; null for no limit."),
        Field("throttled_seconds", \.throttled, "Time within the window without quota left."),
        Field("memory_bytes", \.memory, "Memory of the group."),
        Field("memory_high_bytes", \.memoryHigh, "Above it the group is slowed down; null for no limit."),
        Field("memory_limit_bytes", \.memoryLimit, "Above it something is ended; null for no limit."),
        Field("frozen", \.isFrozen, "It or a group above is frozen."),
        Field("storage", \.storage, "Bytes of the group from and to storage within the window."),
        Field("tasks", \.tasks, "Tasks of the group."),
        Field("task_limit", \.taskLimit, "How many tasks it may have; null for no limit."),
    ]
}

extension Pressure: Record {
    package static let recordName = "pressure"
    package static let fields: [Field<Pressure>] = [
        Field("cpu_some", \.processorSome, "Share of the window in which some waited for a processor."),
        Field("memory_some", \.memorySome, "Share in which some waited for memory."),
        Field("memory_full", \.memoryFull, "Share in which all waited for memory."),
        Field("io_some", \.storageSome, "Share in which some waited for storage."),
        Field("io_full", \.storageFull, "Share in which all waited for storage."),
    ]
}

extension EffectiveCores: Record {
    package static let recordName = "effective_cores"
    package static let fields: [Field<EffectiveCores>] = [
        Field("cores", \.cores, "How many processors it could use at once."),
        Field("bound", \.bound, "What bounds them."),
        Field("affinity", \.affinity, "Processors of its affinity."),
        Field("cpuset", \.cpuset, "Processors of its cpuset; null for no limit."),
        Field("quota", \.quota, "Processors' worth of its quota; null for no limit."),
    ]
}

extension TerminalUse: Record {
    package static let recordName = "terminal_use"
    package static let fields: [Field<TerminalUse>] = [
        Field("name", \.name, "Its name below /dev."),
        Field("last_read_seconds", \.lastRead, "Since something was typed and read."),
        Field("last_written_seconds", \.lastWritten, "Since something was written to it."),
        Field("foreground", \.isForeground, "The process is of its foreground group."),
    ]
}

extension DirectoryUse: Record {
    package static let recordName = "directory_use"
    package static let fields: [Field<DirectoryUse>] = [
        Field("deleted", \.isDeleted, "Removed since."),
        Field("filesystem", \.filesystem, "Type of its filesystem."),
        Field("last_change_seconds", \.lastChange, "Since it or something directly in it changed."),
        Field("entries", \.entries, "How many things in it were looked at."),
        Field("whole", \.isWhole, "Whether those are all."),
    ]
}

extension RepositoryState: Record {
    package static let recordName = "repository"
    package static let fields: [Field<RepositoryState>] = [
        Field("kind", \.kind, "A repository, a linked worktree, or one that its repository no longer knows."),
        Field("root", \.root, "Its top directory, escaped."),
        Field("branch", \.branch, "Checked out; empty on a detached head, escaped."),
        Field("locked", \.isLocked, "Its index is locked."),
        Field(optional: "operation", \.operation, "What is unfinished."),
        Field("last_change_seconds", \.lastChange, "Since its head, index or log changed, or null."),
    ]
}

extension Companion: Record {
    package static let recordName = "companion"
    package static let fields: [Field<Companion>] = [
        Field("pid", \.pid, "Process id."),
        Field("category", \.category, "A shell or an editor."),
        Field("quiet_seconds", \.quiet, "Since its terminal was used, or null."),
    ]
}

extension ProcessOrigin: Record {
    package static let recordName = "origin"
    package static let fields: [Field<ProcessOrigin>] = [
        Field("session_leader", \.sessionLeader, "What became of the leader of its session."),
        Field("group_leader", \.groupLeader, "What became of the leader of its process group."),
        Field("adopter", \.adopter, "Who adopted it, if anybody."),
        Field("login_open", \.isLoginOpen, "Whether its login session is still open; null where it belongs to none."),
    ]
}

extension DeepScanSummary.Skip: Record {
    package static let recordName = "skip"
    package static let fields: [Field<DeepScanSummary.Skip>] = [
        Field("probe", \.probe, "Which probe."),
        Field("reason", \.reason, "Why it did not run."),
        Field("count", \.count, "Of how many processes."),
    ]
}

extension DeepScanSummary.Cost: Record {
    package static let recordName = "cost"
    package static let fields: [Field<DeepScanSummary.Cost>] = [
        Field("probe", \.probe, "Which probe."),
        Field("count", \.count, "Of how many processes."),
        Field("seconds", \.seconds, "Own processor time of all of them together."),
    ]
}

extension DeepScanSummary: Record {
    package static let recordName = "deep_scan"
    package static let fields: [Field<DeepScanSummary>] = [
        Field("budget_seconds", \.budget, "What it might take at most."),
        Field("wall_seconds", \.wall, "What it took."),
        Field("cpu_seconds", \.processorSeconds, "Own processor time."),
        Field(derived: "cpu_share", "Own processor time as a share of one core.") { $0.share },
        Field("window_seconds", \.window, "From the first look to the last."),
        Field("looks", \.looks, "How often each process was looked at."),
        Field("suspects", \.suspects, "Processes that were looked at."),
        Field("ran", \.ran, "Probes that ran."),
        Field("skipped", \.skipped, "Probes that were chosen and did not run, and why."),
        Field("costs", \.costs, "What each probe took."),
        Field("pressure", \.pressure, "The machine's own within the window."),
        Field("failures", \.failures, "What could not be read at all."),
    ]
}
