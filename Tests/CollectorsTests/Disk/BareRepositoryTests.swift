import Collectors
import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

/// Repositories without a work tree within candidates.
struct BareRepositoryTests {
    private let tree: TemporaryTree

    init() throws { tree = try TemporaryTree() }

    /// What a walk notes of a repository in `out`, which holds these directories and files.
    private func repository(_ directories: [String], _ files: [String]) throws -> ForeignText? {
        for directory in directories { try FileSystem.makeDirectories("\(tree.path)/out/\(directory)") }
        for file in files + ["made"] { try FileSystem.replace("\(tree.path)/out/\(file)", with: []) }
        var evidence = GeneratorEvidence()
        evidence.inside = ["made"]
        var settings = TreeWalkSettings()
        settings.userID = Host.effectiveUserID
        let pattern = ArtifactPattern(id: "our.out", names: ["out"], evidence: [evidence])
        let walk = TreeWalk(settings: settings, index: PatternIndex([pattern]), busy: BusyFiles())
        let artifacts = walk.run([ForeignText(tree.path)]).artifacts
        return try #require(artifacts.first).obstacles.repository
    }

    @Test func `what has a head, objects and references is a repository`() throws {
        let found = try repository(["a/kept.git/objects/pack", "a/kept.git/refs/heads"], ["a/kept.git/HEAD"])
        #expect(found == ForeignText("\(tree.path)/out/a/kept.git"))
    }

    @Test func `a candidate may be one itself`() throws {
        #expect(try repository(["objects", "refs"], ["HEAD"]) == ForeignText("\(tree.path)/out"))
    }

    @Test(arguments: [
        (["a/objects", "a/refs"], [String]()), (["a/objects"], ["a/HEAD"]), (["a/objects", "b/refs"], ["a/HEAD"]),
        (["a/objects"], ["a/HEAD", "a/refs"]),
    ])
    func `what lacks one of them is none`(directories: [String], files: [String]) throws {
        #expect(try repository(directories, files) == nil)
    }
}
