internal import Model
package import Planning
internal import Primitives

extension ActionLimits: Record {
    package static let recordName = "limits"
    package static let fields: [Field<ActionLimits>] = [
        Field("min_posterior", \.minimumPosterior, "Least P(abandoned) + P(zombie)."),
        Field(
            optional: "max_blast_radius_bytes", \.bytes,
            "Most resident memory of what is ended, descendants included."),
        Field(
            optional: "max_blast_radius_processes", \.processes,
            "Most processes that are ended, descendants included."),
        Field(optional: "max_kills", \.count, "Most processes that are ended in one run."),
        Field(optional: "only_categories", \.only, "The only categories of programs."),
        Field("exclude_categories", \.excludedCategories, "Categories of programs that are left to a person."),
        Field(
            "require_known_signature", \.requiresKnownSignature,
            "Only known patterns of what is left behind, all of whose criteria hold."),
        Field(
            "abort_on_unknown", \.abortsOnUnknown,
            "Unknown programs are left to a person; the unforeseen ends a run."),
    ]

    /// Nil where there is no limit.
    private var bytes: ByteCount? {
        get { blastRadius < Self.anyBlastRadius ? blastRadius : nil }
        set { blastRadius = newValue ?? Self.anyBlastRadius }
    }

    private var processes: Int? {
        get { blastProcesses < Self.anyKills ? blastProcesses : nil }
        set { blastProcesses = newValue ?? Self.anyKills }
    }

    private var count: Int? {
        get { kills < Self.anyKills ? kills : nil }
        set { kills = newValue ?? Self.anyKills }
    }

    private var only: [ProcessCategory]? {
        get { onlyCategories == ProcessCategory.allCases ? nil : onlyCategories }
        set { onlyCategories = newValue ?? ProcessCategory.allCases }
    }
}
