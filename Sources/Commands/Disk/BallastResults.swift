internal import Model
internal import Primitives
internal import Reporting

/// One file of one pool, as `disk ballast verify` lists it.
struct BallastFileRow: Record {
    var mount = ForeignText("")
    var file = BallastFile()

    static let recordName = "ballast_file_row"
    static let fields: [Field<BallastFileRow>] = [
        Field("mount", \.mount, "Where the volume is mounted.", heading: "MOUNT"),
        Field(derived: "name", "Its name.", heading: "NAME") { BallastFile.name($0.file.index) },
        Field("state", \.file.state, "Whether it is whole, unfinished, or not ours.", heading: "STATE"),
        Field("bytes", \.file.size, "Bytes of its content.", heading: "SIZE", text: { $0.file.size.text }),
        Field(
            "allocated_bytes", \.file.allocated, "Blocks that it really takes.", heading: "ALLOCATED",
            text: { $0.file.allocated.text }),
        Field(optional: "problem", \.file.problem, "What is wrong with it.", heading: "PROBLEM"),
    ]
}

/// What `disk ballast verify` answers.
struct BallastVerification: Record {
    var files: [BallastFileRow] = []

    init() {}

    init(_ status: BallastStatus) {
        files = status.pools.flatMap { pool in pool.files.map { BallastFileRow(mount: pool.mount, file: $0) } }
    }

    func count(_ state: BallastFile.State) -> Int { files.filter { $0.file.state == state }.count }

    /// Files that are not whole.
    var bad: Int { files.count - count(.whole) }

    var headline: String {
        if files.isEmpty { return "There is no ballast." }
        return bad == 0 ? "All \(files.count) files are whole." : "\(bad) of \(files.count) files are not whole."
    }

    static let recordName = "ballast_verification"
    static let fields: [Field<BallastVerification>] = [
        Field("files", \.files, "Everything that bears a name of a pool."),
        Field(derived: "whole", "Files that are whole.") { $0.count(.whole) },
        Field(derived: "partial", "Files that are unfinished or were cut.") { $0.count(.partial) },
        Field(derived: "foreign", "Files that are not ours.") { $0.count(.foreign) },
    ]
}
