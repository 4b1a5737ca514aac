internal import Formats
package import Model
internal import Primitives

extension Viewer: Record {
    package init() { self.init(pid: 0, userID: 0, chain: []) }
    package static let recordName = "viewer"
    package static let fields: [Field<Viewer>] = [
        Field("pid", \.pid, "tend's own process."),
        Field("uid", \.userID, "The user who looks."),
        Field("chain", \.chain, "tend and its ancestors, nearest first."),
    ]
}

extension ScanStage: Record {
    package init() { self.init(name: "", seconds: 0) }
    package static let recordName = "stage"
    package static let fields: [Field<ScanStage>] = [
        Field("name", \.name, "Which stage of the scan."),
        Field("seconds", \.seconds, "How long it took."),
        Field("refused", \.refused, "Processes it was not permitted to read."),
        Field(optional: "failure", \.failure, "Why the whole stage was unavailable."),
    ]
}

extension SupervisorAnswer: Record {
    package init() { self.init(kind: "", manager: 0) }
    package static let recordName = "supervisor_answer"
    package static let fields: [Field<SupervisorAnswer>] = [
        Field("type", \.kind, "What kind of supervisor."),
        Field("manager", \.manager, "The process that was asked; 0 where none is known."),
        Field("unit", \.unit, "What it runs; empty where the answer is about all of it, escaped."),
        Field(optional: "main_pid", \.mainPID, "The unit's main process; 0 for none."),
        Field(optional: "control_pid", \.controlPID, "The process of a command that changes the unit; 0 for none."),
        Field("main_is_guess", \.isGuess, "Whether the supervisor merely guessed the main process."),
        Field("cgroup", \.controlGroup, "The unit's control group, as the supervisor names it, escaped."),
        Field(optional: "state", \.state, "The unit's state in the supervisor's words."),
        Field(optional: "restart_policy", \.restartPolicy, "When it is started again, in the supervisor's words."),
        Field("address", \.address, "How its tool reaches this supervisor, escaped."),
        Field(optional: "failure", \.failure, "Why there is no answer."),
    ]
}

extension SupervisorMark: Record {
    package init() { self.init(kind: "") }
    package static let recordName = "supervisor_mark"
    package static let fields: [Field<SupervisorMark>] = [
        Field("type", \.kind, "What kind of supervisor."),
        Field("unit", \.unit, "Its name for what it started; empty where the mark holds none, escaped."),
        Field("address", \.address, "How its tool reaches this supervisor, escaped."),
        Field(optional: "started_pid", \.startedPID, "The process that the supervisor itself started."),
    ]
}

extension RespawnLoop: Record {
    package static let recordName = "respawns"
    package static let fields: [Field<RespawnLoop>] = [
        Field("times", \.times, "How often it was started again after its end."),
        Field("seconds", \.seconds, "From the first end to its present start."),
        Field(optional: "parent", \.parent, "The process that starts it; absent where none is to be seen."),
        Field("parent_title", \.parentTitle, "What that is; empty where it is not known."),
    ]
}

extension Declaration: Record {
    package static let recordName = "declared"
    package static let fields: [Field<Declaration>] = [
        Field("id", \.id, "By which it is taken back."),
        Field("until", \.until, "Milliseconds since 1970 at which it expires."),
        Field(optional: "reason", \.reason, "Why, redacted."),
    ]
}

/// How long ago one terminal was used.
struct TerminalQuiet: Record {
    var terminal: Int32 = 0
    var seconds = 0.0
    static let recordName = "terminal_quiet"
    static let fields: [Field<TerminalQuiet>] = [
        Field("tty", \.terminal, "Device number of the terminal."),
        Field("seconds", \.seconds, "Seconds since it was last used."),
    ]
}

extension HostFacts: Record {
    package init() {
        self.init(
            hostID: "", bootID: "", kernel: "", capturedAt: 0, uptime: 0, window: 0, samples: 0, ticksPerSecond: 100,
            pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero, initStartTicks: 0,
            hasSystemd: false, viewer: Viewer())
    }

    /// The quiet times as a list in the order of the terminals, so that a recording is the same byte for byte.
    var quietTerminals: [TerminalQuiet] {
        get {
            terminalQuiet.sorted { $0.key < $1.key }.map { TerminalQuiet(terminal: $0.key, seconds: $0.value) }
        }
        set { terminalQuiet = Dictionary(newValue.map { ($0.terminal, $0.seconds) }) { first, _ in first } }
    }

    package static let recordName = "host"
    package static let fields: [Field<HostFacts>] = [
        Field("host_id", \.hostID, "Keyed hash of the machine id."),
        Field("boot_id", \.bootID, "The kernel's boot id."),
        Field("kernel", \.kernel, "Kernel release."),
        Field("captured_at", \.capturedAt, "Milliseconds since 1970 at the last sample."),
        Field("uptime_seconds", \.uptime, "Seconds since boot at the last sample."),
        Field("window_seconds", \.window, "Seconds from the first sample to the last."),
        Field("samples", \.samples, "Samples taken."),
        Field("ticks_per_second", \.ticksPerSecond, "Clock ticks a second."),
        Field("page_size", \.pageSize, "Bytes a page."),
        Field("processors", \.processors, "Processors online."),
        Field("memory_total_bytes", \.memoryTotal, "Memory of the machine."),
        Field("memory_available_bytes", \.memoryAvailable, "Memory available without swapping."),
        Field("init_start_ticks", \.initStartTicks, "Start tick of PID 1."),
        Field("systemd", \.hasSystemd, "Whether systemd runs the machine."),
        Field("viewer", \.viewer, "Who looked."),
        Field("terminal_quiet", \.quietTerminals, "Seconds since each terminal was used."),
        Field(optional: "supervisors", \.supervisors, "What supervisors said of what they run, where any was asked."),
        Field(
            optional: "anomaly_share", \.anomalyShare,
            "Share of the machine's own measures that were unusual for it; left out where that is not known."),
        Field(
            optional: "unread_pids", \.unread,
            "Processes of which the kernel said nothing, for they hang inside it; left out for none."),
        Field(optional: "deep_scan", \.deepScan, "What the deep scan did and took, if there was one."),
        Field("stages", \.stages, "What the scan did, how long it took, what it could not read."),
    ]
}
