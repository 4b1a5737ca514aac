internal import Formats
package import Model
internal import Primitives

extension BallastFile.State: WordValue {
    /// What is whole is quiet, what needs making anew stands out.
    package var tone: Tone {
        switch self {
        case .whole: .faint
        case .partial: .caution
        case .foreign: .danger
        }
    }
}
extension BallastRefusal.Reason: WordValue {}
extension BallastOutcome.Action: WordValue {}

extension BallastRefusal: Record {
    package init() { self.init(.disabled, "") }
    package static let recordName = "ballast_refusal"
    package static let fields: [Field<BallastRefusal>] = [
        Field("reason_code", \.reason, "Stable code."),
        Field("sentence", \.sentence, "The reason for people."),
        Field(optional: "hint", \.hint, "What to try."),
    ]
}

extension BallastFile: Record {
    package init() { self.init(index: 0, state: .whole) }
    package static let recordName = "ballast_file"
    package static let fields: [Field<BallastFile>] = [
        Field("index", \.index, "Its number in the pool."),
        Field(derived: "name", "Its name.") { BallastFile.name($0.index) },
        Field("state", \.state, "Whether it is whole, unfinished, or not ours.", heading: "STATE"),
        Field("bytes", \.size, "Bytes of its content.", heading: "SIZE", text: { $0.size.text }),
        Field(
            "allocated_bytes", \.allocated, "Blocks that it really takes.", heading: "ALLOCATED",
            text: { $0.allocated.text }),
        Field(
            optional: "created_at", \.createdText, "When it was made (RFC 3339); left out where it does not say."),
        Field(optional: "problem", \.problem, "What is wrong with it.", heading: "PROBLEM"),
    ]

    fileprivate var createdText: String? {
        get { createdAt.map { Timestamp.text(milliseconds: $0) } }
        set { createdAt = newValue.flatMap(Timestamp.milliseconds) }
    }
}

extension BallastPool: Record {
    package init() { self.init(mount: ForeignText(""), fileSystem: "", directory: ForeignText("")) }
    package static let recordName = "ballast_pool"
    package static let fields: [Field<BallastPool>] = [
        Field("mount", \.mount, "Where the volume is mounted.", heading: "MOUNT"),
        Field("fs_type", \.fileSystem, "Type of the file system.", heading: "TYPE"),
        Field("directory", \.directory, "Where the files lie, or would."),
        Field("exists", \.exists, "Whether there is a pool."),
        Field("files_wanted", \.fileCount, "How many files it is to have.", heading: "WANTED"),
        Field("file_bytes", \.fileSize, "How large each is to be.", heading: "EACH", text: { $0.fileSize.text }),
        Field(derived: "files_whole", "Files that are whole.", heading: "WHOLE") { $0.count(of: .whole) },
        Field(derived: "files_partial", "Files that are unfinished or were cut.", heading: "PARTIAL") {
            $0.count(of: .partial)
        },
        Field(derived: "files_foreign", "Files of that name that are not ours.", heading: "FOREIGN") {
            $0.count(of: .foreign)
        },
        Field(
            derived: "allocated_bytes", "What ballast really takes on the disk.", heading: "ALLOCATED",
            text: { $0.allocated.bytes > 0 ? $0.allocated.text : "-" }
        ) { $0.allocated },
        Field("floor_percent", \.floorPercent, "Percent that stays free when ballast is made.", heading: "FLOOR%"),
        Field(
            "free_percent", \.freePercent, "Percent that is free, as df has it.", heading: "FREE%",
            text: { $0.freePercent.value.map { $0.text(decimals: 1) } ?? "-" }),
        Field("files", \.files, "What lies there, by index."),
        Field(
            optional: "refusal", \.refusal, "Why no more can be made, or why the pool cannot be looked at.",
            heading: "WHY NOT", text: { $0.refusal?.reason.rawValue ?? "-" }),
    ]
}

extension BallastStatus: Record {
    package static let recordName = "ballast_status"
    package static let fields: [Field<BallastStatus>] = [
        Field("pools", \.pools, "One a volume."),
        Field(derived: "allocated_bytes", "What ballast really takes on all of them.") { $0.allocated },
    ]
}

extension BallastOutcome: Record {
    package init() { self.init(mount: ForeignText(""), directory: ForeignText(""), action: .provision) }
    package static let recordName = "ballast_outcome"
    package static let fields: [Field<BallastOutcome>] = [
        Field("mount", \.mount, "Where the volume is mounted.", heading: "MOUNT"),
        Field("directory", \.directory, "The pool."),
        Field("action", \.action, "What was asked for."),
        Field("dry_run", \.isDryRun, "Nothing was done; it was only asked what would be."),
        Field("made", \.made, "Indexes of files that were made.", heading: "MADE", text: { String($0.made.count) }),
        Field(
            "rebuilt", \.rebuilt, "Indexes of files that were made anew.", heading: "REBUILT",
            text: { String($0.rebuilt.count) }),
        Field(
            "released", \.released, "Indexes of files that were released.", heading: "RELEASED",
            text: { String($0.released.count) }),
        Field("bytes", \.bytes, "Blocks of those files.", heading: "BYTES", text: { $0.bytes.text }),
        Field(
            "freed_bytes", \.freedBytes,
            "What the volume had free a few milliseconds later; some give it back only with their next commit.",
            heading: "FREED", text: { $0.freedBytes.text }),
        Field("seconds", \.seconds, "How long it took.", heading: "SECONDS", text: { $0.seconds.text(decimals: 3) }),
        Field(
            optional: "refusal", \.refusal, "Why it is less than was asked for.", heading: "WHY NOT MORE",
            text: { $0.refusal?.reason.rawValue ?? "-" }),
    ]
}

extension BallastReport: Record {
    package static let recordName = "ballast_report"
    package static let fields: [Field<BallastReport>] = [
        Field("outcomes", \.outcomes, "One a volume."),
        Field(derived: "files", "Files that were made, made anew or released.") { $0.count },
        Field(derived: "bytes", "Blocks of those files.") { $0.bytes },
    ]
}
