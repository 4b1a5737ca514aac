internal import Formats
package import Model
internal import Primitives

extension Reversal.Kind: WordValue {}

extension ControlGroupChange: Record {
    package static let recordName = "control_group_change"
    package static let fields: [Field<ControlGroupChange>] = [
        Field("directory", \.directory, "The control group."),
        Field("file", \.file, "The file in it that was written."),
        Field("before", \.before, "What stood there before."),
        Field("after", \.after, "What was written."),
        Field(optional: "moved_from", \.movedFrom, "The group from which the process was moved into this one."),
    ]
}

extension Reversal: Record {
    package init() { self.init(.resume) }
    package static let recordName = "reversal"
    package static let fields: [Field<Reversal>] = [
        Field("kind", \.kind, "What takes it back."),
        Field(optional: "niceness", \.niceness, "The niceness that it had."),
        Field(optional: "control_group", \.controlGroup, "What was changed in which control group."),
    ]
}

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
        Field(
            optional: "memory_available_gained_bytes", \.availableGained,
            "Memory that the machine had available after it more than before; negative for less."),
        Field(optional: "observed_seconds", \.observedSeconds, "For how long was looked whether anything suffered."),
        Field(optional: "suffered", \.suffered, "What suffered by it, one sentence each."),
        Field(
            optional: "recovered", \.recovered,
            "Whether it gave back what was hoped for; left out where nothing was tried that could show it."),
        Field(optional: "reversal", \.reversal, "How tend processes undo takes it back; left out where nothing can."),
    ]
}
