internal import Formats
package import Model
internal import Primitives

extension DiskEvent.Kind: WordValue {}

extension DiskEvent: Record {
    package init() { self.init(at: 0, kind: .record) }

    package static let recordName = "disk_event"
    package static let fields: [Field<DiskEvent>] = [
        Field("at", \.at, "Milliseconds since 1970.", heading: "AT", text: { Timestamp.text(milliseconds: $0.at) }),
        Field("kind", \.kind, "What it is about.", heading: "KIND"),
        Field("subject", \.subject, "The volume or the path; empty where it is about neither.", heading: "WHERE"),
        Field("result", \.result, "What came of it, in a stable word.", heading: "RESULT"),
        Field(optional: "reason_code", \.reason, "Stable code that says why.", heading: "WHY"),
        Field(optional: "pattern", \.pattern, "Pattern of the artifact.", heading: "PATTERN"),
        Field(
            optional: "bytes", \.bytes, "What was freed, moved or found.", heading: "BYTES",
            text: { $0.bytes?.text ?? "-" }),
        Field(optional: "free_percent", \.freePercent, "Free percent of the volume.", heading: "FREE%"),
        Field(optional: "count", \.count, "How many things it sums up.", heading: "COUNT"),
        Field(optional: "decision_id", \.decisionID, "What tend disk explain --id answers to.", heading: "DECISION"),
        Field(
            "sentence", \.sentence, "The same for people.", heading: "WHAT",
            text: { ForeignText($0.sentence).sanitised }),
    ]
}
