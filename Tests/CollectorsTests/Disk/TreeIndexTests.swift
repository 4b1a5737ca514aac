import DiskDefence
import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

/// Walks with an index beside walks without.
@Suite(.enabled(if: StrangeTree.python != nil, "python3 is not installed"))
struct TreeIndexTests {
    private static let patterns = Result { PatternIndex(try ArtifactPacks.load().patterns) }
    /// Longer than a tick of the kernel's clock.
    private static let margin = Duration.milliseconds(50)

    private func walk(_ path: String, _ index: TreeIndex?, patterns: PatternIndex? = nil) throws -> TreeWalkResult {
        var settings = TreeWalkSettings()
        settings.userID = Host.effectiveUserID
        settings.notesMarkers = true
        settings.openDirectories = 16
        settings.places.homes = [ForeignText("\(path)/group0")]
        return TreeWalk(
            settings: settings, index: try patterns ?? Self.patterns.get(), busy: BusyFiles(), remembering: index
        ).run([ForeignText(path)])
    }

    /// Expects that walking with the index finds what a full walk finds.
    ///
    /// - Returns: what it found.
    @discardableResult
    private func expectSame(
        _ path: String, _ index: TreeIndex, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> TreeWalkResult {
        var (full, indexed) = (try walk(path, nil), try walk(path, index))
        for _ in 0..<20 where Picture(indexed) != Picture(full) {
            // Blocks of what was just written may be counted anew once they are on the disk.
            let again = try walk(path, nil)
            if Picture(full) == Picture(again) { break }
            (full, indexed) = (again, try walk(path, index))
        }
        #expect(Picture(indexed) == Picture(full), sourceLocation: sourceLocation)
        return indexed
    }

    private func settle() { Clocks.sleep(seconds: 0.07) }

    // MARK: Whatever happens

    @Test(arguments: [("/tmp", 1), ("/dev/shm", 2)])
    func `after any change a walk with the index finds what a full one finds`(place: String, seed: Int) throws {
        let tree = try TemporaryTree(below: place)
        try expectSameWhateverChanges(tree.path, seed: seed, batches: 50)
    }

    @Test(arguments: LoopbackVolume.possible(of: [.xfs, .btrfs]))
    func `the same holds on every file system of which directories are remembered`(kind: LoopbackVolume.Kind) throws {
        let volume = try LoopbackVolume(kind)
        try expectSameWhateverChanges(volume.path, seed: 7, batches: 10)
    }

    /// Makes twenty random changes in each batch.
    private func expectSameWhateverChanges(_ path: String, seed: Int, batches: Int) throws {
        try ProjectTree.make(in: path)
        let index = TreeIndex(margin: Self.margin)
        settle()
        #expect(try expectSame(path, index).artifacts.count >= 60)
        var (known, all) = (UInt64(0), UInt64(0))
        for batch in 0..<batches {
            try ProjectTree.change(20, seed: seed * 1000 + batch, in: path)
            // Now and then what has just been changed is walked at once.
            if batch % 3 > 0 { settle() }
            let found = try expectSame(path, index)
            known += found.unchangedDirectories
            all += found.directories
        }
        #expect(known * 2 > all, "\(known) of \(all) directories were known")
        settle()
        #expect(try walk(path, index).artifacts.count >= 10)
        let last = try walk(path, index)
        #expect(last.unchangedDirectories == last.directories && index.directories == Int(last.directories))
    }

    // MARK: What is remembered

    private func smallTree() throws -> TemporaryTree {
        let tree = try TemporaryTree()
        try StrangeTree.run("os.makedirs('a/b'); write('a/one'); write('a/b/two')", in: tree.path)
        return tree
    }

    @Test func `a directory that was changed just now is not remembered, one that rests is`() throws {
        let tree = try smallTree()
        let index = TreeIndex(margin: .seconds(3600))
        #expect(try walk(tree.path, index).unchangedDirectories == 0)
        #expect(try walk(tree.path, index).unchangedDirectories == 0 && index.directories == 0)
        let quick = TreeIndex(margin: Self.margin)
        settle()
        #expect(try walk(tree.path, quick).unchangedDirectories == 0)
        #expect(try walk(tree.path, quick).unchangedDirectories == 3)
    }

    @Test func `a directory whose modification was set back is read again`() throws {
        let tree = try smallTree()
        let index = TreeIndex(margin: Self.margin)
        settle()
        try expectSame(tree.path, index)
        try StrangeTree.run(
            """
            kept = os.stat('a/b'); os.rename('a/b/two', 'a/b/TWO'); write('a/b/three', 100000)
            os.utime('a/b', ns=(kept.st_atime_ns, kept.st_mtime_ns))
            """, in: tree.path)
        let found = try expectSame(tree.path, index)
        #expect(found.files == 3 && found.unchangedDirectories == 2)
    }

    @Test func `what is deleted leaves the index, and what a cut walk did not meet stays`() throws {
        let tree = try smallTree()
        let index = TreeIndex(margin: Self.margin)
        settle()
        _ = try walk(tree.path, index)
        #expect(index.directories == 3 && index.bytes > .zero)
        let cut = TreeWalk(
            settings: TreeWalkSettings(), index: try Self.patterns.get(), busy: BusyFiles(), remembering: index)
        cut.cancel()
        #expect(cut.run([ForeignText(tree.path)]).isCut && index.directories == 3)
        try StrangeTree.run("os.remove('a/b/two'); os.rmdir('a/b')", in: tree.path)
        settle()
        _ = try walk(tree.path, index)
        #expect(index.directories == 2)
        try StrangeTree.run("os.remove('a/one'); os.rmdir('a')", in: tree.path)
        settle()
        _ = try walk(tree.path, index)
        #expect(index.directories == 1)
    }

    @Test func `a root that nobody walks any more is forgotten`() throws {
        let (old, new) = (try smallTree(), try smallTree())
        let index = TreeIndex(margin: Self.margin)
        settle()
        _ = try walk(old.path, index)
        for _ in 0..<20 { _ = try walk(new.path, index) }
        #expect(index.directories == 3)
        #expect(try walk(old.path, index).unchangedDirectories == 0)
    }

    @Test func `it takes no more memory than it may, and what has no room is read`() throws {
        let tree = try TemporaryTree()
        try ProjectTree.make(in: tree.path)
        let index = TreeIndex(limit: ByteCount(20_000), margin: Self.margin)
        settle()
        for _ in 0..<3 {
            let found = try expectSame(tree.path, index)
            #expect(found.indexBytes <= ByteCount(20_000) && found.indexBytes == index.bytes)
        }
        #expect(index.directories > 10 && index.directories < 150)
    }

    @Test func `other patterns find what they look for in directories that are known`() throws {
        let tree = try smallTree()
        let index = TreeIndex(margin: Self.margin)
        settle()
        for _ in 0..<2 { _ = try walk(tree.path, index) }
        var evidence = GeneratorEvidence()
        evidence.beside = ["b"]
        let pattern = ArtifactPattern(id: "test.one", names: ["one"], isDirectory: false, evidence: [evidence])
        #expect(try walk(tree.path, index, patterns: PatternIndex([pattern])).artifacts.count == 1)
    }

    @Test func `nothing is remembered once somebody has set the clock`() throws {
        let tree = try smallTree()
        let wasSet = Flag()
        let index = TreeIndex(
            limit: ByteCount(1 << 20), margin: Self.margin,
            clockWasSet: {
                defer { wasSet.isUp = false }
                return wasSet.isUp
            })
        settle()
        for _ in 0..<2 { _ = try walk(tree.path, index) }
        wasSet.isUp = true
        #expect(try walk(tree.path, index).unchangedDirectories == 0)
        #expect(try walk(tree.path, index).unchangedDirectories == 3)
    }

    @Test func `a second walk at the same time does without the index`() throws {
        let index = TreeIndex()
        let turn = try #require(index.begin([]))
        #expect(index.begin([]) == nil)
        index.end(turn, isCut: true)
        #expect(index.begin([]) != nil)
    }

    // MARK: File systems

    @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), "\(LoopbackVolume.reason)"))
    func `what was changed while it was not mounted is read again, whatever its times`() throws {
        let volume = try LoopbackVolume(.ext4)
        try StrangeTree.run("os.makedirs('a/b'); write('a/b/two', 5000); write('a/b/three')", in: volume.path)
        let index = TreeIndex(margin: Self.margin)
        settle()
        for _ in 0..<2 { try expectSame(volume.path, index) }
        // This takes a name out of the directory and leaves its times alone.
        try volume.changeImage(["debugfs", "-w", "-R", "ln a/b/two a/b/four"])
        let found = try expectSame(volume.path, index)
        #expect(found.files == 3)
    }

    @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), "\(LoopbackVolume.reason)"))
    func `a mount over a directory that is known is noticed`() throws {
        let volume = try LoopbackVolume(.tmpfs)
        let above = String(volume.path.dropLast("/mount".count))
        let index = TreeIndex(margin: Self.margin)
        settle()
        for _ in 0..<2 { #expect(try expectSame(above, index).mountPoints == 1) }
        try volume.unmount()
        #expect(try expectSame(above, index).mountPoints == 0)
        try volume.mountAgain()
        let found = try expectSame(above, index)
        #expect(found.mountPoints == 1 && found.unchangedDirectories == 1)
    }
}

/// All that a walk has found, so that two can be compared.
private struct Picture: Equatable {
    var artifacts: [ArtifactObservation]
    var numbers: [UInt64]
    var unread: [String]
    var markers: [String]
    var isCut: Bool

    init(_ result: TreeWalkResult) {
        artifacts = result.artifacts
        numbers = [result.files, result.directories, result.allocatedBytes.bytes, result.mountPoints]
        unread = result.unread.map { "\($0.path.bytes) \($0.error.rawValue)" }
        markers = result.markers.map { "\($0.folder.bytes) \($0.name)" }
        isCut = result.isCut
    }
}

private final class Flag {
    var isUp = false
}
