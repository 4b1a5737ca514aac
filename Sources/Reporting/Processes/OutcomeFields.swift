internal import Formats
package import Model
internal import Primitives

extension ActionOutcome: Record {
    package init() { self.init(result: .pending, sentence: "") }
    package static let recordName = "outcome"
    package static let fields: [Field<ActionOutcome>] = [
        Field("result", \.result, "How it ended."),
        Field(optional: "reason_code", \.reasonCode, "Stable code that says why."),
        Field("sentence", \.sentence, "The same for people."),
        Field(optional: "signal", \.signal, "The last signal that was sent."),
        Field(optional: "died", \.died, "Whether the process ended."),
        Field(optional: "seconds", \.seconds, "Seconds from the first signal to its end."),
        Field(optional: "memory_freed_bytes", \.memoryFreed, "Resident memory that it held and holds no longer."),
        Field(optional: "respawned_as", \.respawnedAs, "PID of a successor that appeared right after."),
    ]
}
