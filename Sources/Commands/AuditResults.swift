internal import Formats
internal import History
internal import Primitives
internal import Reporting

/// One entry of the audit log as lists show it.
struct AuditRow: Record {
    var sequence: Int64 = 0
    var at: Int64 = 0
    var kind = ""
    var sessionID: String?
    var body = RecordedBody()

    init() {}

    init(_ entry: AuditEntry) {
        sequence = entry.sequence
        at = entry.at
        kind = entry.kind
        sessionID = entry.session?.text
        body = RecordedBody(entry.body.bytes)
    }

    static let recordName = "audit_entry"
    static let fields: [Field<AuditRow>] = [
        Field("sequence", \.sequence, "Number of the entry, from 1 without gaps.", heading: "SEQ"),
        Field(
            "at", \.at, "Milliseconds since 1970.", heading: "AT", text: { Timestamp.text(milliseconds: $0.at) }),
        Field("kind", \.kind, "What kind of event.", heading: "KIND", text: { ForeignText($0.kind).sanitised }),
        Field("session_id", \.sessionID, "Its session; null for events that belong to none.", heading: "SESSION"),
        Field("body", \.body, "What is recorded of it; its members depend on the kind.", heading: "WHAT"),
    ]
}

/// The body of a recorded event: JSON of many shapes.
struct RecordedBody: FieldValue {
    private var value = JSONValue.null

    init() {}

    /// What somebody has made of an entry need not be JSON any more; it is then shown as a text.
    init(_ bytes: [UInt8]) {
        value = (try? JSONParser.parse(bytes)) ?? .string(ForeignText(bytes).escaped)
    }

    static var shape: Shape { .anything }
    func write(to writer: inout JSONWriter) { writer.value(value) }
    static func read(_ value: JSONValue) throws(TendError) -> RecordedBody {
        var body = RecordedBody()
        body.value = value
        return body
    }
    var text: String { ForeignText(value.bytes()).sanitised }
}

/// What `audit verify` answers.
struct AuditVerification: Record {
    var entries = 0
    var problems: [Problem] = []

    init() {}

    init(_ report: AuditReport) {
        entries = report.entries
        problems = report.problems.map { Problem($0) }
    }

    var isIntact: Bool { problems.isEmpty }

    static let recordName = "audit_verification"
    static let fields: [Field<AuditVerification>] = [
        Field("entries", \.entries, "Entries in the log.", heading: "ENTRIES"),
        Field(derived: "intact", "Whether every entry is as it was recorded.", heading: "INTACT") { $0.isIntact },
        Field("problems", \.problems, "Every place where the log is not as it was recorded."),
    ]

    /// One entry that is not what was recorded.
    struct Problem: Record {
        var sequence: Int64 = 0
        var kind = ""
        var sentence = ""

        init() {}

        init(_ problem: AuditProblem) {
            sequence = problem.sequence
            kind = problem.kind.rawValue
            sentence = problem.sentence
        }

        static let recordName = "audit_problem"
        static let fields: [Field<Problem>] = [
            Field("sequence", \.sequence, "Number of the entry.", heading: "SEQ"),
            Field(
                "kind", \.kind, "changed, removed, reordered, inserted, truncated or bad_signature.", heading: "KIND"),
            Field("sentence", \.sentence, "The same for people.", heading: "PROBLEM"),
        ]
    }
}
