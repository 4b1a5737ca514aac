package import Model
package import Planning

extension SignatureSource: WordValue {}

extension PlannedSignature: Record {
    package static let recordName = "signature_match"
    package static let fields: [Field<PlannedSignature>] = [
        Field("name", \.name, "Name of the signature."),
        Field("version", \.version, "Its version."),
        Field("source", \.source, "Whose it is."),
        Field("expects", \.expects, "What such a process usually is."),
        Field("score", \.score, "Share of its criteria that hold, 0.5 to 1."),
        Field("held", \.held, "Criteria that hold, beside program, category and level."),
        Field("missed", \.missed, "Criteria that do not hold or could not be read."),
        Field("heard", \.isHeard, "Whether it weighed anything: false where the facts say the opposite."),
    ]
}

extension SignatureTally: Record {
    package static let recordName = "signature_tally"
    package static let fields: [Field<SignatureTally>] = [
        Field("name", \.name, "Name of the signature.", heading: "SIGNATURE"),
        Field("version", \.version, "Its version when it was last met.", heading: "VERSION"),
        Field("source", \.source, "Whose it is.", heading: "SOURCE"),
        Field("expects", \.expects, "What such a process usually is.", heading: "EXPECTS"),
        Field("sessions", \.sessions, "Plans that listed a process which fits it.", heading: "PLANS"),
        Field("processes", \.processes, "Different processes that fit it.", heading: "PROCESSES"),
        Field("end_recommended", \.endRecommended, "Of these, last recommended to be ended.", heading: "ADVISED"),
        Field("contradicted", \.contradicted, "Of these, where the facts said the opposite.", heading: "CONTRADICTED"),
        Field("stopped", \.stopped, "Stops that were carried out.", heading: "STOPPED"),
        Field("respawned", \.respawned, "Stops after which the same program was there again.", heading: "UNDONE"),
    ]
}

extension SignatureStatistics: Record {
    package static let recordName = "signature_statistics"
    package static let fields: [Field<SignatureStatistics>] = [
        Field("sessions", \.sessions, "Plans that were read."),
        Field("unreadable", \.unreadable, "Sessions whose plan is gone or of another version."),
        Field("candidates", \.candidates, "Different processes among their candidates."),
        Field("novel", \.novel, "Of these, how many fit no signature."),
        Field("signatures", \.signatures, "Each signature that was met, the most processes first."),
        Field("patterns", \.patterns, "The most frequent command patterns that no signature knows."),
    ]
}

extension PatternTally: Record {
    package static let recordName = "pattern_tally"
    package static let fields: [Field<PatternTally>] = [
        Field("pattern", \.pattern, "The words that tell the program, redacted."),
        Field("processes", \.processes, "Processes among candidates; never too few."),
        Field("processes_too_many", \.processesTooMany, "By how much that may be too many."),
        Field("stopped", \.stopped, "Stops that were carried out; never too few."),
        Field("respawned", \.respawned, "Stops after which the same program was there again; never too few."),
        Field("respawning", \.respawning, "Processes that were started again each time they ended; never too few."),
        Field(
            "stops_too_many", \.stopsTooMany, "By how much each of these three may be too many, with 99 % certainty."),
    ]
}

extension SignatureDraft: Record {
    package static let recordName = "signature_draft"
    package static let fields: [Field<SignatureDraft>] = [
        Field("name", \.name, "Name of the draft; empty where none could be made.", heading: "SIGNATURE"),
        Field("stops", \.stops, "Processes that people stopped and that did not come back.", heading: "STOPS"),
        Field("command", \.command, "A command line of them, redacted.", heading: "COMMAND"),
        Field("toml", \.toml, "The signature as text for a pack."),
        Field(optional: "obstacle", \.obstacle, "Why no signature can be made of them.", heading: "OBSTACLE"),
    ]
}
