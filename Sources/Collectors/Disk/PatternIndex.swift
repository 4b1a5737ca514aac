package import Model
internal import Primitives

/// Which patterns a name may belong to, looked up at every entry of a walk, and what they ask for.
///
/// Exact names by hash, the others by their first or last letter: a name that belongs to none costs some nanoseconds.
package final class PatternIndex: Sendable {
    package let patterns: [ArtifactPattern]
    /// What each pattern asks for, in the order of the patterns.
    let rules: [[EvidenceRule]]
    /// Every name that a pattern gives to files, in their order.
    let fileNames: [String]
    private let directories: NameTable
    private let files: NameTable

    package init(_ patterns: [ArtifactPattern]) {
        self.patterns = patterns
        rules = patterns.map { $0.evidence.map(EvidenceRule.init) }
        fileNames = patterns.filter { !$0.isDirectory }.flatMap(\.names)
        directories = NameTable(patterns.enumerated().filter { $1.isDirectory }.map { ($0, $1.names) })
        files = NameTable(patterns.enumerated().filter { !$1.isDirectory }.map { ($0, $1.names) })
    }

    /// Places of the patterns whose name it is, in their order; mostly none.
    func candidates(_ name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) -> [Int] {
        isDirectory ? directories.places(of: name) : files.places(of: name)
    }

    /// Whether it is a name that a pattern gives to files.
    func isFileName(_ name: UnsafeBufferPointer<UInt8>) -> Bool { files.contains(name) }
}

/// One way of being sure of a pattern, read once so that thousands of things can be asked for it.
///
/// A class, for each question would copy a dozen lists otherwise.
final class EvidenceRule: Sendable {
    let beside, notBeside, inside, allInside, notInside, above: [PathPattern]
    let home, root: [PathPattern]
    let parent, mostly: [NamePattern]
    let hasCacheTag, isIgnored, isCoreDump, isEmpty: Bool

    init(_ evidence: GeneratorEvidence) {
        beside = evidence.beside.map(PathPattern.init)
        notBeside = evidence.notBeside.map(PathPattern.init)
        inside = evidence.inside.map(PathPattern.init)
        allInside = evidence.allInside.map(PathPattern.init)
        notInside = evidence.notInside.map(PathPattern.init)
        above = evidence.above.map(PathPattern.init)
        home = evidence.home.map(PathPattern.init)
        root = evidence.root.map(PathPattern.init)
        parent = evidence.parent.map(NamePattern.init)
        mostly = evidence.mostly.map(NamePattern.init)
        hasCacheTag = evidence.hasCacheTag
        isIgnored = evidence.isIgnored
        isCoreDump = evidence.isCoreDump
        isEmpty = evidence.isEmpty
    }
}
