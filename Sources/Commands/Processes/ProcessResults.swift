internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import Reporting

/// What `processes scan` answers.
struct ProcessScanResult: Record {
    var processes: [PlannedProcess] = []
    var stages: [ScanStage] = []

    init() {}

    init(processes: [PlannedProcess], stages: [ScanStage]) {
        self.processes = processes
        self.stages = stages
    }

    static let recordName = "scan"
    static let fields: [Field<ProcessScanResult>] = [
        Field("processes", \.processes, "Every process, in PID order."),
        Field("stages", \.stages, "What the scan did, how long it took, what it could not read."),
    ]
}

/// What `processes verify` answers.
struct VerifyResult: Record {
    var sessionID = ""
    var actions: [VerifiedAction] = []

    static let recordName = "verify"
    static let fields: [Field<VerifyResult>] = [
        Field("session_id", \.sessionID, "The session."),
        Field("actions", \.actions, "Its actions, compared with the machine as it is now."),
    ]
}

/// One session as lists show it.
struct SessionRow: Record {
    var sessionID = ""
    var domain = ""
    var command = ""
    var state = ""
    var startedAt: Int64 = 0
    var updatedAt: Int64 = 0
    var hostID = ""
    var bootID = ""
    var version = ""
    var mode = ""
    var packs = ""
    var redaction = ""

    init() {}

    init(_ session: SessionRecord) {
        sessionID = session.id.text
        domain = session.domain
        command = session.command
        state = session.state.rawValue
        startedAt = session.startedAt
        updatedAt = session.updatedAt
        hostID = session.hostID
        bootID = session.bootID
        version = session.version
        mode = session.mode
        packs = session.packs
        redaction = session.redaction
    }

    static let recordName = "session"
    static let fields: [Field<SessionRow>] = [
        Field("session_id", \.sessionID, "The session's id.", heading: "SESSION"),
        Field("domain", \.domain, "Domain.", heading: "DOMAIN"),
        Field("command", \.command, "The command that made it.", heading: "COMMAND"),
        Field("state", \.state, "planned, applying, done, interrupted or shadow.", heading: "STATE"),
        Field(
            "started_at", \.startedAt, "Milliseconds since 1970.", heading: "STARTED",
            text: { Timestamp.text(milliseconds: $0.startedAt) }),
        Field(
            "updated_at", \.updatedAt, "Milliseconds since 1970.", heading: "UPDATED",
            text: { Timestamp.text(milliseconds: $0.updatedAt) }),
        Field("host_id", \.hostID, "Keyed hash of the machine id."),
        Field("boot_id", \.bootID, "The kernel's boot id."),
        Field("version", \.version, "Version of tend."),
        Field("mode", \.mode, "Policy mode at the time.", heading: "MODE"),
        Field("packs", \.packs, "Packs that judged."),
        Field("redaction", \.redaction, "Redaction that its texts went through."),
    ]
}

/// What `processes agent status` answers: what was planned, done and left open.
struct SessionStatus: Record {
    var session = SessionRow()
    var done: [StatusRow] = []
    var pending: [StatusRow] = []
    var open: [StatusRow] = []
    var budget: BudgetStanding?

    static let recordName = "status"
    static let fields: [Field<SessionStatus>] = [
        Field("session", \.session, "The session."),
        Field("done", \.done, "Actions with an outcome."),
        Field("pending", \.pending, "Intended and without an outcome: interrupted or running."),
        Field("open", \.open, "Recommended and not acted on."),
        Field(optional: "error_budget", \.budget, "What may still go by itself, over all runs."),
    ]
}

/// One line of a session's status.
struct StatusRow: Record {
    var decisionID = ""
    var pid: Int32 = 0
    var command = ""
    var action = ""
    var result = ""

    static let recordName = "status_row"
    static let fields: [Field<StatusRow>] = [
        Field("pid", \.pid, "Process id.", heading: "PID"),
        Field("action", \.action, "What was asked for or is recommended.", heading: "ACTION"),
        Field("result", \.result, "How it ended; pending or open where it did not.", heading: "RESULT"),
        Field("command", \.command, "Its arguments, redacted.", heading: "COMMAND"),
        Field("decision_id", \.decisionID, "What tend explain answers to.", heading: "DECISION"),
    ]
}
