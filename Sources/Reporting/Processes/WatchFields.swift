internal import Formats
package import Model
internal import Primitives

extension WatchEvent: Record {
    package static let recordName = "watch_event"
    package static let fields: [Field<WatchEvent>] = [
        Field("event", \.kind, "What happened.", heading: "EVENT"),
        Field("at", \.at, "Milliseconds since 1970."),
        Field("level", \.level, "How much it matters.", heading: "LEVEL"),
        Field(optional: "pid", \.pid, "Process id.", heading: "PID"),
        Field(optional: "start_id", \.startID, "Boot and start tick."),
        Field(optional: "title", \.title, "What people call it."),
        Field(optional: "command", \.command, "Its arguments, redacted."),
        Field(optional: "abandoned", \.abandoned, "P(abandoned) + P(zombie)."),
        Field(optional: "recommendation", \.recommendation, "What is recommended."),
        Field("sentence", \.sentence, "The same for people.", heading: "WHAT HAPPENED"),
    ]
}

extension WatchEvent.Kind: WordValue {}
extension WatchLevel: WordValue {}
