import Formats
import Model
import PackFiles
import Primitives
import SystemCalls

@testable import DiskDefence

/// A machine of Scenarios/disk: what a scan finds on it, and what became of each thing in the two weeks after.
struct LabelledTree {
    struct Artifact {
        var observation: ArtifactObservation
        var pattern: ArtifactPattern
        var isAbandoned: Bool
        var because: String

        /// Whether it is a project's own, and a scan sees when something else of that was modified.
        var showsItsProject: Bool { observation.projectNewest != nil && pattern.belongsToProject(observation) }
    }

    static let now: Int64 = 1_800_000_000_000_000_000
    let name: String
    var artifacts: [Artifact] = []

    /// All trees of a set, `fit` or `held-out`.
    static func all(_ set: String) throws -> [LabelledTree] {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/Scenarios/disk/" + set
        let packs = try ArtifactPacks.load()
        return try FileSystem.names(in: root).sorted()
            .map { try LabelledTree(file: root + "/" + $0, packs) }
    }

    private init(file: String, _ packs: ArtifactPacks) throws {
        name = String(file.split(separator: "/").suffix(2).joined(separator: "/").dropLast(5))
        let document = try TOMLDocument.parse(FileSystem.read(file), file: file)
        let root = PackTable(document, file: file, subject: "a labelled tree")
        try root.requireVersion(1)
        try root.allow(["version", "about", "artifact"])
        for table in try root.tables("artifact", "an artifact") { artifacts.append(try Artifact(table, packs)) }
    }
}

extension LabelledTree.Artifact {
    private enum Label: String, CaseIterable {
        case abandoned
        case inUse = "in_use"
    }

    fileprivate init(_ table: PackTable, _ packs: ArtifactPacks) throws {
        try table.allow([
            "path", "pattern", "age", "project", "size", "files", "signs", "held", "tracked", "is", "because",
        ])
        let id = try table.string("pattern")
        guard let pattern = packs.pattern(id) else { throw table.error("no pattern `\(id)`") }
        var seen = ArtifactObservation(path: ForeignText(try table.string("path")))
        seen.pattern = id
        seen.newest = try Self.then(table, "age")
        if table.has("project") { seen.projectNewest = try Self.then(table, "project") }
        seen.evidence = Self.evidence(pattern, isInProject: table.has("project"))
        seen.allocatedBytes = try table.byteCount("size")
        seen.reclaimableBytes = seen.allocatedBytes
        seen.files = UInt64(try table.integer("files", in: 0...10_000_000))
        let signs = try table.words("signs")
        seen.structure.hasFingerprints = signs.contains("fingerprints")
        seen.structure.hasDeps = signs.contains("deps")
        seen.structure.hasBuild = signs.contains("build")
        seen.structure.objectFiles = signs.contains("objects") ? seen.files * 2 / 3 + 1 : 0
        seen.obstacles.isTracked = .measured(try table.bool("tracked") ?? false)
        if try table.bool("held") == true {
            seen.obstacles.holder = FileHolder(pid: 4242, use: .open, name: ForeignText("tool"))
        }
        observation = seen
        self.pattern = pattern
        let label: Label = try table.named("is")
        isAbandoned = label == .abandoned
        because = try table.string("because")
    }

    private static func then(_ table: PackTable, _ key: String) throws -> Int64 {
        let text = try table.string(key)
        guard let age = HumanDuration.parse(text) else { throw table.error("`\(key)` is no duration: `\(text)`") }
        return LabelledTree.now - Int64(age / .nanoseconds(1))
    }

    /// The evidence that would have held: the first that fits whether it lies in a project.
    private static func evidence(_ pattern: ArtifactPattern, isInProject: Bool) -> Int {
        pattern.evidence.firstIndex {
            ($0.home.isEmpty && $0.root.isEmpty && $0.parent.isEmpty) == isInProject
        } ?? 0
    }
}
