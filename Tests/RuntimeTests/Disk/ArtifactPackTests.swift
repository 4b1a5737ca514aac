import Collectors
import DiskDefence
import Formats
import Model
import PackFiles
import Primitives
import SystemCalls
import TestSupport
import Testing

/// Every pattern of the packs on trees that its own file describes.
@Suite struct ArtifactPackTests {
    private static let packs = Result { try ArtifactPacks.load() }
    private static let samples = Result { try EmbeddedPacks.files(below: "artifacts/").flatMap(Sample.read) }

    @Test func `there are patterns for every ecosystem, each with evidence and a way back`() throws {
        let patterns = try Self.packs.get().patterns
        #expect(patterns.count >= 120)
        #expect(Set(patterns.map(\.id)).count == patterns.count)
        #expect(patterns.allSatisfy { $0.action != .delete || !$0.again.isEmpty })
        #expect(patterns.allSatisfy { !$0.evidence.contains(where: \.isEmpty) })
    }

    @Test func `every pattern is found in its example, and by no other name`() throws {
        for sample in try Self.samples.get() {
            let found = try Self.found(sample.example)
            #expect(found.contains(sample.id), "\(sample.id) is not found in \(sample.example), but \(found)")
        }
    }

    @Test func `no pattern is found in its look-alike`() throws {
        for sample in try Self.samples.get() {
            let found = try Self.found(sample.counter)
            #expect(!found.contains(sample.id), "\(sample.id) is found in \(sample.counter)")
        }
    }

    /// The ids of the patterns that a scan of a tree finds.
    private static func found(_ paths: [String]) throws -> Set<String> {
        let tree = try SampleTree(paths)
        var settings = TreeWalkSettings()
        settings.userID = Host.effectiveUserID
        settings.places.homes = [ForeignText(tree.home)]
        settings.places.root = ForeignText(tree.root)
        let walk = TreeWalk(settings: settings, index: PatternIndex(try packs.get().patterns), busy: BusyFiles())
        let artifacts = walk.run([ForeignText(tree.root)]).artifacts
        let answers = GitInquiry(tools: ToolBox(environment: ["HOME": tree.home])).ask(artifacts.map(\.path))
        return Set(
            zip(artifacts, answers).compactMap { artifact, answer in
                var settled = artifact
                return settled.settle(isTracked: answer.isTracked, isIgnored: answer.isIgnored) ? settled.pattern : nil
            })
    }
}

/// What a pack says of one pattern for its tests.
private struct Sample {
    var id: String
    var example: [String]
    var counter: [String]

    static func read(_ file: PackFile) throws -> [Sample] {
        let document = try TOMLDocument.parse(file.bytes, file: file.path)
        // One of the files names programs alone.
        return try (document["pattern"]?.array ?? []).compactMap { value in
            let table = try #require(value.table)
            func list(_ key: String) throws -> [String] {
                try #require(table[key]?.array, "\(file.path) lacks `\(key)`").compactMap(\.string)
            }
            return Sample(
                id: try #require(table["id"]?.string), example: try list("example"), counter: try list("counter"))
        }
    }
}

/// A tree with a project, a home and a machine's root in a directory of its own.
private final class SampleTree {
    let directory: TemporaryTree
    let root: String
    let home: String

    init(_ paths: [String]) throws {
        directory = try TemporaryTree()
        root = directory.path
        home = "\(root)/home/ada"
        for path in paths {
            let parts = path.split(separator: ">", maxSplits: 1).map(String.init)
            let isText = parts.count == 2 && parts[0].hasSuffix("=")
            let name = isText ? String(parts[0].dropLast()) : path
            let place =
                name.hasPrefix("~/")
                ? home + name.dropFirst(1) : name.hasPrefix("/") ? root + name : "\(root)/work/shop/\(name)"
            if name.hasSuffix("/") {
                try FileSystem.makeDirectories(String(place.dropLast()))
            } else {
                try FileSystem.makeDirectories(String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)]))
                try FileSystem.replace(place, with: isText ? Array(parts[1].utf8) : [])
            }
        }
    }
}
