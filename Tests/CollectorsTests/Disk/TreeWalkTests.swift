import Collectors
import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

/// Walks of trees beside what du and find count of them.
@Suite(.enabled(if: StrangeTree.python != nil, "python3 is not installed"))
struct TreeWalkTests {
    private let tree: TemporaryTree

    init() throws { tree = try TemporaryTree() }

    private func walk(
        _ path: String? = nil, threads: Int = 2, patterns: [ArtifactPattern] = [], open: Int = 256
    ) -> TreeWalkResult {
        var settings = TreeWalkSettings()
        settings.threads = threads
        settings.openDirectories = open
        settings.userID = Host.effectiveUserID
        return TreeWalk(settings: settings, index: PatternIndex(patterns), busy: BusyFiles())
            .run([ForeignText(path ?? tree.path)])
    }

    /// Expects that a walk sees what du and find see.
    private func expectCounted(threads: Int = 2, open: Int = 256, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let counts = ["-type d", "! -type d"].map {
            "print(len(subprocess.check_output('find . \($0) -printf x', shell=True)))"
        }
        let found = try StrangeTree.run(counts.joined(separator: "\n"), in: tree.path).split(separator: "\n")
        // Blocks of what was just written may be counted anew once they are on the disk.
        var (before, result) = (UInt64(0), TreeWalkResult())
        for _ in 0..<10 {
            before = try StrangeTree.allocated(tree.path)
            result = walk(threads: threads, open: open)
            if try StrangeTree.allocated(tree.path) == before { break }
        }
        #expect(result.allocatedBytes == ByteCount(before), sourceLocation: sourceLocation)
        #expect(String(result.directories) == found[0], sourceLocation: sourceLocation)
        #expect(String(result.files) == found[1], sourceLocation: sourceLocation)
        #expect(result.unread.isEmpty && !result.isCut, sourceLocation: sourceLocation)
    }

    @Test(arguments: 1...12)
    func `any tree is sized as du sizes it`(seed: Int) throws {
        try StrangeTree.run("tree(\(seed))", in: tree.path)
        // Few open directories: most have to be opened anew from above.
        try expectCounted(threads: 1 + seed % 4, open: seed % 3 == 0 ? 2 : 256)
    }

    @Test func `names may be any bytes, and as long as they can be`() throws {
        try StrangeTree.run("hostile()", in: tree.path)
        try expectCounted()
    }

    @Test func `a tree may be deeper than any path is long`() throws {
        // Three thousand levels of 200 bytes each: 600 kB of path.
        try StrangeTree.run(
            "number = chain(3000, 'd' * 200)\nwrite('end', 100000, number)\nos.close(number)", in: tree.path)
        try expectCounted(open: 8)
    }

    @Test func `a directory may hold a hundred thousand files`() throws {
        try StrangeTree.run(
            "for number in range(100000): os.close(os.open(str(number), os.O_CREAT | os.O_WRONLY))", in: tree.path)
        try expectCounted()
    }

    @Test func `links in a circle end`() throws {
        try StrangeTree.run(
            "os.makedirs('a/b'); os.symlink('..', 'a/b/up'); os.symlink('b', 'a/c'); os.symlink('self', 'self')",
            in: tree.path)
        try expectCounted()
    }

    @Test func `pipes and sockets are counted and never opened`() throws {
        try StrangeTree.run(
            "os.mkfifo('pipe'); s = socket.socket(socket.AF_UNIX); s.bind('socket'); s.close(); write('file')",
            in: tree.path)
        #expect(walk().files == 3)
        try expectCounted()
    }

    // MARK: Candidates

    private var pattern: ArtifactPattern {
        var evidence = GeneratorEvidence()
        evidence.inside = ["mark"]
        return ArtifactPattern(id: "test.junk", names: ["junk"], evidence: [evidence])
    }

    private func junk(_ script: String) throws -> ArtifactObservation {
        try StrangeTree.run("os.mkdir('junk'); write('junk/mark')\n\(script)", in: tree.path)
        let artifacts = walk(patterns: [pattern]).artifacts
        try #require(artifacts.count == 1)
        return artifacts[0]
    }

    @Test func `a file linked twice inside is counted once, and given back`() throws {
        let found = try junk("write('junk/a', 1 << 20); os.link('junk/a', 'junk/b')")
        #expect(found.allocatedBytes == ByteCount(try StrangeTree.allocated("\(tree.path)/junk")))
        #expect(found.reclaimableBytes == found.allocatedBytes)
    }

    @Test func `a file linked from outside is counted, and not given back`() throws {
        let found = try junk("write('junk/a', 1 << 20); os.link('junk/a', 'outside')")
        #expect(found.allocatedBytes == ByteCount(try StrangeTree.allocated("\(tree.path)/junk")))
        let kept = try #require(try FileSystem.metadata("\(tree.path)/outside"))
        #expect(kept.size >= 1 << 20)
        #expect(found.allocatedBytes.bytes - found.reclaimableBytes.bytes >= 1 << 20)
    }

    @Test func `a sparse file counts what it takes, not what it shows`() throws {
        let found = try junk("with open('junk/a', 'wb') as file: file.truncate(1 << 40)")
        #expect(found.allocatedBytes < ByteCount(1 << 20))
        #expect(found.allocatedBytes == ByteCount(try StrangeTree.allocated("\(tree.path)/junk")))
    }

    @Test func `a candidate is found below a path that is no text, and longer than a path may be`() throws {
        try StrangeTree.run(
            """
            number = chain(30, b'\\xff\\n' * 100)
            os.mkdir('junk', dir_fd=number)
            below = os.open('junk', os.O_RDONLY, dir_fd=number)
            write('mark', 10, below)
            """, in: tree.path)
        let artifact = try #require(walk(patterns: [pattern]).artifacts.first)
        #expect(artifact.path.bytes.count > 6000)
        // Looked at alone, by that path, it is the same.
        var settings = TreeWalkSettings()
        settings.userID = Host.effectiveUserID
        let alone = TreeWalk(settings: settings, index: PatternIndex([pattern]), busy: BusyFiles()).run([artifact.path])
        #expect(alone.artifacts.map(\.path) == [artifact.path] && alone.unread.isEmpty)
        #expect(alone.artifacts.first?.identity == artifact.identity)
    }

    @Test func `the threads that walk do not change what is found`() throws {
        try StrangeTree.run(
            "tree(99)\nfor n in range(30): os.mkdir(f'p{n}'); os.mkdir(f'p{n}/junk'); write(f'p{n}/junk/mark')",
            in: tree.path)
        let one = walk(threads: 1, patterns: [pattern])
        #expect(one.artifacts.count == 30)
        for threads in 2...6 {
            let several = walk(threads: threads, patterns: [pattern])
            #expect(several.artifacts == one.artifacts && several.allocatedBytes == one.allocatedBytes)
        }
    }
}
