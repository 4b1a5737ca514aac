internal import Decision
internal import Formats
package import Model
package import Planning
internal import Primitives

extension ArtifactDecision: WordValue {
    /// What is removed is dangerous, what needs a person stands out, the rest is quiet.
    package var tone: Tone {
        switch self {
        case .keep: .faint
        case .review: .caution
        case .delete: .danger
        }
    }
}
extension ArtifactPattern.Kind: WordValue {}

extension ExpectedArtifactLoss: Record {
    package static let recordName = "expected_loss"
    package static let fields: [Field<ExpectedArtifactLoss>] = [
        Field("keep", \.keep, "Of keeping it."),
        Field("review", \.review, "Of having a person look."),
        Field("delete", \.delete, "Of deleting it."),
    ]
}

extension ArtifactFactors: Record {
    package static let recordName = "factors"
    package static let fields: [Field<ArtifactFactors>] = [
        Field("location", \.location, "How likely things there may go, 0 to 1."),
        Field("name", \.name, "How surely name and evidence tell what it is."),
        Field("age", \.age, "How stale it is."),
        Field("size", \.size, "How much it brings."),
        Field("structure", \.structure, "How much it looks like output."),
    ]
}

extension PlannedArtifact: Record {
    package static let recordName = "artifact"
    package static let fields: [Field<PlannedArtifact>] = thingFields + judgementFields + decisionFields

    private static let thingFields: [Field<PlannedArtifact>] = [
        Field("path", \.path, "Where it lies.", heading: "PATH"),
        Field("pattern", \.pattern, "What it is, by its pattern.", heading: "PATTERN"),
        Field("tool", \.tool, "The tool that made it."),
        Field("summary", \.summary, "What it is, for people."),
        Field("class", \.kind, "What it is to its project.", heading: "CLASS"),
        Field("again", \.again, "The command that makes it again; empty where nothing does."),
        Field(optional: "rebuild_seconds", \.rebuildSeconds, "How long that typically takes."),
        Field(
            "bytes", \.bytes, "Allocated blocks of all of it, hard links once.", heading: "SIZE",
            text: { $0.bytes.text }),
        Field(
            "reclaimable_bytes", \.reclaimableBytes,
            "What removing it gives back: without files that are linked from elsewhere.",
            text: { $0.reclaimableBytes.text }),
        Field("files", \.files, "Files in it."),
        Field("directories", \.directories, "Directories in it, itself among them."),
        Field(
            "age_seconds", \.ageSeconds, "Seconds since the newest modification in it.", heading: "AGE",
            text: { HumanDuration.text(seconds: $0.ageSeconds) }),
        Field(
            optional: "project_age_seconds", \.projectAgeSeconds,
            "Seconds since anything else of its project was modified; left out where it belongs to none."),
        Field("is_directory", \.isDirectory, "Whether it is a directory."),
        Field("device", \.identity.device, "Device number of it."),
        Field("inode", \.identity.inode, "Inode number of it."),
        Field("modified_ns", \.modified, "Modification of the thing itself, nanoseconds since 1970."),
        Field("newest_ns", \.newest, "Newest modification in it, nanoseconds since 1970."),
    ]

    private static let judgementFields: [Field<PlannedArtifact>] = [
        Field("score", \.score, "Weighted sum of the factors, 0 to 1.", heading: "SCORE"),
        Field("factors", \.factors, "The five factors."),
        Field("urgency", \.urgency, "Of its volume when it was judged, 0 to 1."),
        Field(
            "posterior_abandoned", \.posteriorAbandoned, "Probability that nobody will miss it.",
            heading: "P(ABANDONED)"),
        Field("expected_loss", \.expectedLoss, "Expected loss of each decision."),
        Field("ledger", \.ledger, "Everything that led to that probability."),
        Field(derived: "evidence", "The terms of the ledger, heaviest first.") { EvidenceRow.rows($0.ledger) },
    ]

    private static let decisionFields: [Field<PlannedArtifact>] = [
        Field("choice", \.choice, "What evidence and losses alone advise."),
        Field("decision", \.decision, "What is advised after all gates.", heading: "DECISION"),
        Field("gates", \.gates, "What stands between judgement and removal."),
        Field(
            derived: "vetoes", "Each of which is enough to keep it.", heading: "WHY NOT",
            text: { artifact in artifact.gates.map(\.reasonCode).joined(separator: ", ") }
        ) { artifact in
            artifact.vetoes.map { ArtifactVeto(veto: $0.gate, reasonCode: $0.reasonCode, sentence: $0.sentence) }
        },
        Field("decision_id", \.decisionID, "What tend disk explain --id answers to.", heading: "DECISION ID"),
    ]
}

/// One veto as rows show it.
struct ArtifactVeto: Record {
    var veto = ""
    var reasonCode = ""
    var sentence = ""

    static let recordName = "veto"
    static let fields: [Field<ArtifactVeto>] = [
        Field("veto", \.veto, "Which."),
        Field("reason_code", \.reasonCode, "Stable code of the reason."),
        Field("sentence", \.sentence, "The reason for people."),
    ]
}

extension DiskScan.Problem: Record {
    package init() { self.init(path: ForeignText(""), code: "", sentence: "") }
    package static let recordName = "problem"
    package static let fields: [Field<DiskScan.Problem>] = [
        Field("path", \.path, "What it is about."),
        Field("error_code", \.code, "Stable code."),
        Field("sentence", \.sentence, "What went wrong, for people."),
    ]
}

extension DiskScan: Record {
    package static let recordName = "disk_scan"
    package static let fields: [Field<DiskScan>] = [
        Field("session_id", \.sessionID, "The session that it was recorded in; empty for none."),
        Field("roots", \.roots, "The directories that were scanned."),
        Field("candidates", \.candidates, "What was found, most worth removing first."),
        Field("problems", \.problems, "What could not be done."),
        Field("files", \.files, "Files that were seen."),
        Field("directories", \.directories, "Directories that were read."),
        Field("allocated_bytes", \.allocatedBytes, "Allocated blocks of everything that was seen."),
        Field("mount_points", \.mountPoints, "Mount points that were not entered."),
        Field("urgency", \.urgency, "Of the most pressing volume."),
        Field("processes", \.processes, "Processes that were asked for what they use."),
        Field("cut", \.isCut, "Whether it was ended before it was done."),
        Field("packs", \.packs, "The packs that judged."),
        Field("seconds", \.seconds, "How long it took."),
        Field("unchanged_directories", \.unchangedDirectories, "Directories that a watch did not have to read again."),
        Field(
            optional: "plan", \.plan, "Which watched places were chosen, and why; null where somebody named the paths."),
    ]
}
