/// One kind of thing that a tool leaves behind, and what shows that the tool really made it.
///
/// From an artifact pack (Packs/artifacts/README.md). A name alone is never enough: one of the evidences must hold.
package struct ArtifactPattern: Sendable, Equatable {
    /// What becomes of it at most; the raw values are those of packs.
    package enum Action: String, Sendable, CaseIterable {
        /// May be removed.
        case delete
        /// A person decides, always.
        case review
        /// Only ever listed.
        case report

        package func isGentler(than other: Action) -> Bool {
            let order = Self.allCases
            return (order.firstIndex(of: self) ?? 0) > (order.firstIndex(of: other) ?? 0)
        }
    }

    /// What it is to its project; the raw values are those of packs and machine output.
    package enum Kind: String, Sendable, CaseIterable {
        case build, dependencies, cache, bytecode, test, temporary, editor, log
        case coreDump = "core_dump"
        case worktree, transcript
    }

    /// `tool.thing`, such as `cargo.target`.
    package var id: String
    package var tool: String
    /// One line for people, without a full stop.
    package var summary: String
    /// Names, exact or with `*` and `?`.
    package var names: [String]
    package var isDirectory: Bool
    package var kind: Kind
    package var action: Action
    /// The command that makes it again; empty where nothing does.
    package var again: String
    /// Seconds that this typically takes; nil where nothing makes it again.
    package var rebuildSeconds: Double?
    /// Whether making it again downloads something.
    package var needsNetwork: Bool
    /// How surely name and evidence together mean this, 0...1.
    package var confidence: Double
    /// Files inside that the tool holds locked while it works, as relative paths.
    package var locks: [String]
    /// Any one of them suffices.
    package var evidence: [GeneratorEvidence]
    /// The pack file that it comes from.
    package var source: String

    package init(
        id: String, tool: String = "", summary: String = "", names: [String], isDirectory: Bool = true,
        kind: Kind = .build, action: Action = .delete, again: String = "", rebuildSeconds: Double? = nil,
        needsNetwork: Bool = false, confidence: Double = 0.9, locks: [String] = [], evidence: [GeneratorEvidence],
        source: String = ""
    ) {
        self.id = id
        self.tool = tool
        self.summary = summary
        self.names = names
        self.isDirectory = isDirectory
        self.kind = kind
        self.action = action
        self.again = again
        self.rebuildSeconds = rebuildSeconds
        self.needsNetwork = needsNetwork
        self.confidence = confidence
        self.locks = locks
        self.evidence = evidence
        self.source = source
    }
}

/// What must be seen for one way of being sure; all that is given here must hold.
///
/// Names and parts of relative paths are exact or have `*` and `?`.
package struct GeneratorEvidence: Sendable, Equatable {
    /// Any of these in the directory that holds it.
    package var beside: [String] = []
    package var notBeside: [String] = []
    /// Any of these relative paths inside.
    package var inside: [String] = []
    package var allInside: [String] = []
    package var notInside: [String] = []
    /// Any of these in the directory that holds it, or in one above.
    package var above: [String] = []
    /// Name of the directory that holds it.
    package var parent: [String] = []
    /// The thing is exactly this below somebody's home.
    package var home: [String] = []
    /// The thing is exactly this absolute path.
    package var root: [String] = []
    /// It holds a `CACHEDIR.TAG` with the signature of the Cache Directory Tagging Specification.
    package var hasCacheTag = false
    /// git ignores it, and tracks nothing below it.
    package var isIgnored = false
    /// More than half of the plain files directly within match one of these.
    package var mostly: [String] = []
    /// It is a file that begins as an ELF core dump does.
    package var isCoreDump = false

    package init() {}

    /// Whether nothing at all is asked for, so that the name would be enough.
    package var isEmpty: Bool { self == GeneratorEvidence() }

    /// What was seen, for people.
    package var sentence: String {
        var parts: [String] = []
        func add(_ names: [String], _ words: String) {
            guard !names.isEmpty else { return }
            parts.append("\(words) \(names.joined(separator: " or "))")
        }
        add(beside, "beside")
        add(inside, "with")
        if !allInside.isEmpty { parts.append("with \(allInside.joined(separator: " and "))") }
        add(above, "below")
        add(parent, "in")
        add(home, "at home in")
        add(root, "at")
        if hasCacheTag { parts.append("with a cache directory tag") }
        if isIgnored { parts.append("ignored by git, nothing tracked in it") }
        add(mostly, "mostly of")
        if isCoreDump { parts.append("beginning as a core dump") }
        add(notBeside, "not beside")
        add(notInside, "without")
        return parts.joined(separator: ", ")
    }
}
