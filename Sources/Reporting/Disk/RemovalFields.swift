internal import Formats
package import Model
package import Planning
internal import Primitives

extension RemovalTarget: Record {
    package static let recordName = "removal_target"
    package static let fields: [Field<RemovalTarget>] = [
        Field("path", \.path, "Where it lay."),
        Field("device", \.identity.device, "Device number of it."),
        Field("inode", \.identity.inode, "Inode number of it."),
        Field("is_directory", \.isDirectory, "Whether it is a directory."),
        Field("trash", \.trash, "The directory that it is moved into first."),
        Field(optional: "keep_until_ms", \.keepUntil, "Until when it is kept there."),
    ]
}

extension Quarantine: Record {
    package init() { self.init(path: ForeignText(""), until: 0) }
    package static let recordName = "quarantine"
    package static let fields: [Field<Quarantine>] = [
        Field("path", \.path, "Where it lies now."),
        Field("until_ms", \.until, "Milliseconds since 1970 after which it is removed."),
    ]
}

extension ArtifactOutcome: Record {
    package init() { self.init(result: .pending, sentence: "") }
    package static let recordName = "artifact_outcome"
    package static let fields: [Field<ArtifactOutcome>] = [
        Field("result", \.result, "How it ended."),
        Field(optional: "reason_code", \.reasonCode, "Stable code that says why."),
        Field("sentence", \.sentence, "The same for people."),
        Field(
            "freed_bytes", \.freedBytes, "What the file system has more after it, by its own count.",
            text: { $0.freedBytes.text }),
        Field("files", \.files, "Files that were removed."),
        Field("directories", \.directories, "Directories that were removed."),
        Field("seconds", \.seconds, "How long it took."),
        Field(optional: "quarantine", \.quarantine, "Where it is kept; left out where it is gone."),
    ]
}

extension RemovalReport.Row: Record {
    package static let recordName = "removal"
    package static let fields: [Field<RemovalReport.Row>] = [
        Field("path", \.path, "Where it lay.", heading: "PATH"),
        Field("pattern", \.pattern, "What it is, by its pattern.", heading: "PATTERN"),
        Field("bytes", \.bytes, "What it took when it was seen.", heading: "SIZE", text: { $0.bytes.text }),
        Field(
            derived: "result", "How it ended.", heading: "RESULT"
        ) { $0.outcome.result },
        Field(
            derived: "reason_code", "Stable code that says why; empty for plain success.", heading: "WHY"
        ) { $0.outcome.reasonCode ?? "" },
        Field(derived: "sentence", "The same for people.") { $0.outcome.sentence },
        Field("decision_id", \.decisionID, "What tend disk explain --id answers to."),
        Field("outcome", \.outcome, "All of what came of it."),
    ]
}

extension RemovalReport: Record {
    package static let recordName = "removal_report"
    package static let fields: [Field<RemovalReport>] = [
        Field("session_id", \.sessionID, "The session that it was recorded in; empty for none."),
        Field("removed", \.removed, "What was removed, or would be."),
        Field("skipped", \.skipped, "What was left, and why."),
        Field("ballast", \.ballast, "Ballast that was given back first."),
        Field("freed_bytes", \.freedBytes, "What the file systems have more now."),
        Field(optional: "free_percent_before", \.freePercentBefore, "Free percent of the volume before."),
        Field(optional: "free_percent_after", \.freePercentAfter, "Free percent of the volume now."),
        Field(optional: "target_met", \.isTargetMet, "Whether what was asked for is reached."),
        Field("dry_run", \.isDryRun, "Whether nothing was done on purpose."),
        Field("interrupted", \.isInterrupted, "Whether it was interrupted."),
        Field("circuit_open", \.isBroken, "Whether failures one after the other ended it."),
        Field("problems", \.problems, "What could not be scanned."),
    ]
}

extension ProtectionRow.Source: WordValue {}

extension ProtectionRow: Record {
    package init() { self.init(path: ForeignText(""), source: .marker) }
    package static let recordName = "protection"
    package static let fields: [Field<ProtectionRow>] = [
        Field("path", \.path, "The directory, or the pattern of the settings.", heading: "PATH"),
        Field("source", \.source, "What protects it.", heading: "BY"),
        Field("result", \.result, "Whether it is protected, or what came of changing that.", heading: "RESULT"),
        Field("sentence", \.sentence, "The same for people.", heading: "WHAT"),
    ]
}
