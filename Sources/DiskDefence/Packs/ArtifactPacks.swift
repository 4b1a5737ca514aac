internal import Formats
package import Model
package import PackFiles
package import Primitives

/// What tools leave behind, from the packs within the binary and those beside it.
package struct ArtifactPacks: Sendable {
    /// In the order of their files; one that replaces another of its id stands in its place.
    package private(set) var patterns: [ArtifactPattern] = []
    /// Programs that hide themselves from everybody by design and keep no files of projects open, as the kernel names them.
    package private(set) var selfHiding: Set<String> = []
    /// Names the packs that judged: their version, and a checksum of all their bytes.
    package let version: String
    private var places: [String: Int] = [:]

    /// Reads the packs within the binary, then the others.
    ///
    /// - Parameter additions: the machine's first, the user's last; a pattern replaces an earlier one of its id.
    /// - Returns: all of them, checked.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    package static func load(adding additions: [PackFile] = []) throws(TendError) -> ArtifactPacks {
        try ArtifactPacks(EmbeddedPacks.files(below: "artifacts/") + additions)
    }

    init(_ files: [PackFile]) throws(TendError) {
        version = "artifacts 1/\(PackFile.checksum(files))"
        for file in files { try add(file) }
    }

    private mutating func add(_ file: PackFile) throws(TendError) {
        let root = PackTable(
            try TOMLDocument.parse(file.bytes, file: file.path), file: file.path, subject: "a pack of artifacts")
        try root.requireVersion(1)
        try root.allow(["version", "pattern", "self_hiding"])
        for table in try root.tables("self_hiding", "programs that hide themselves") { try addSelfHiding(table) }
        var own: Set<String> = []
        for table in try root.tables("pattern", "a pattern") {
            let pattern = try ArtifactPattern(table)
            guard own.insert(pattern.id).inserted else {
                throw table.error(
                    "the pattern `\(pattern.id)` stands twice in this file", line: table.line(of: "id"),
                    hint: "give one of them another id")
            }
            if let place = places[pattern.id] {
                patterns[place] = pattern
            } else {
                places[pattern.id] = patterns.count
                patterns.append(pattern)
            }
        }
    }

    private mutating func addSelfHiding(_ table: PackTable) throws(TendError) {
        try table.allow(["program", "because"])
        _ = try table.string("because")
        let names = try table.words("program")
        guard !names.isEmpty else { throw table.error("`program` is missing from \(table.subject)") }
        for name in names {
            guard name.utf8.count <= Self.longestName else {
                throw table.error(
                    "`\(name)` is no program as the kernel names it", line: table.line(of: "program"),
                    hint: "write its first \(Self.longestName) characters, as /proc/PID/comm has them")
            }
            selfHiding.insert(name)
        }
    }

    /// TASK_COMM_LEN without the byte that ends it.
    private static let longestName = 15

    /// The pattern of an id; nil where there is none, as for a record of other packs.
    package func pattern(_ id: String) -> ArtifactPattern? {
        places[id].map { patterns[$0] }
    }
}

extension ArtifactPattern {
    private static let keys = [
        "id", "tool", "summary", "directory", "file", "class", "action", "again", "rebuild", "needs_network",
        "confidence", "locks", "example", "counter", "evidence",
    ]

    init(_ table: PackTable) throws(TendError) {
        try table.allow(Self.keys)
        let id = try table.string("id")
        guard table.has("directory") != table.has("file") else {
            throw table.error(
                "the pattern `\(id)` needs either `directory` or `file`", hint: "directory = [\"name\"]")
        }
        let action: Action = try table.named("action")
        let again = try table.text("again")
        let rebuild = try table.text("rebuild")
        self.init(
            id: id, tool: try table.string("tool"), summary: try table.string("summary"),
            names: try table.words(table.has("directory") ? "directory" : "file"), isDirectory: table.has("directory"),
            kind: try table.named("class"), action: action, again: again,
            needsNetwork: try table.bool("needs_network") ?? false,
            confidence: try table.number("confidence", in: 0...1), locks: try table.words("locks"), evidence: [],
            source: "\(table.file):\(table.line)")
        if let duration = HumanDuration.parse(rebuild), !rebuild.isEmpty {
            rebuildSeconds = duration / .seconds(1)
        } else if !rebuild.isEmpty {
            throw table.error("`rebuild` of `\(id)` is no duration: `\(rebuild)`", hint: "write 30s, 5m or 2h")
        }
        guard action != .delete || (!again.isEmpty && rebuildSeconds != nil) else {
            throw table.error(
                "the pattern `\(id)` may delete what nothing makes again",
                hint: "say with `again` and `rebuild` how it is made again, or use action = \"review\"")
        }
        for table in try table.tables("evidence", "evidence of `\(id)`") {
            evidence.append(try GeneratorEvidence(table))
        }
        guard !evidence.isEmpty, !names.isEmpty else {
            throw table.error(
                "the pattern `\(id)` has no evidence: a name is never enough",
                hint: "add [[pattern.evidence]] with what its tool leaves beside or inside it")
        }
    }
}

extension PackTable {
    /// A text that must be there and may be empty.
    fileprivate func text(_ key: String) throws(TendError) -> String {
        guard let value = table[key]?.string, value.isEmpty else { return try string(key) }
        return ""
    }
}

extension GeneratorEvidence {
    fileprivate init(_ table: PackTable) throws(TendError) {
        try table.allow([
            "beside", "not_beside", "inside", "all_inside", "not_inside", "above", "parent", "home", "root", "tag",
            "ignored", "mostly", "magic",
        ])
        self.init()
        beside = try table.words("beside")
        notBeside = try table.words("not_beside")
        inside = try table.words("inside")
        allInside = try table.words("all_inside")
        notInside = try table.words("not_inside")
        above = try table.words("above")
        parent = try table.words("parent")
        home = try table.words("home")
        root = try table.words("root")
        hasCacheTag = try table.bool("tag") ?? false
        isIgnored = try table.bool("ignored") ?? false
        mostly = try table.words("mostly")
        if let magic = try table.optionalString("magic") {
            guard magic == "elf_core" else { throw table.unknown(magic, "magic", among: ["elf_core"]) }
            isCoreDump = true
        }
        var positive = self
        (positive.notBeside, positive.notInside) = ([], [])
        guard !positive.isEmpty else {
            throw table.error(
                "\(table.subject) asks for nothing that its tool leaves", hint: "add `beside`, `inside`, `home`, `tag`…"
            )
        }
    }
}
