import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Effects

/// Removal of whatever can lie in a directory, and of nothing else.
@Suite(.enabled(if: StrangeTree.python != nil, "python3 is not installed"))
struct TreeRemoverTests {
    private let tree: TemporaryTree

    init() throws { tree = try TemporaryTree() }

    private func remove(
        _ name: String = "junk", isInterrupted: @escaping () -> Bool = { false }
    ) throws -> TreeRemover.Result {
        let directory = try DirectoryNumber.open(path: tree.path)
        defer { DirectoryNumber.close(directory) }
        return TreeRemover(isInterrupted: isInterrupted).remove(directory, Array(name.utf8))
    }

    /// Expects that all of `junk` goes and nothing else does.
    private func expectRemoved(
        files: UInt64? = nil, directories: UInt64? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try tree.write("dear", to: "kept")
        let result = try remove()
        #expect(result.isComplete, "\(String(describing: result.failure))", sourceLocation: sourceLocation)
        if let files { #expect(result.files == files, sourceLocation: sourceLocation) }
        if let directories { #expect(result.directories == directories, sourceLocation: sourceLocation) }
        #expect(!FileSystem.exists("\(tree.path)/junk"), sourceLocation: sourceLocation)
        #expect(FileSystem.exists("\(tree.path)/kept"), sourceLocation: sourceLocation)
    }

    @Test func `names may be any bytes`() throws {
        try StrangeTree.run("os.mkdir('junk'); hostile('junk')", in: tree.path)
        try expectRemoved(files: 11, directories: 12)
    }

    @Test(arguments: [100, 127, 128, 129, 3000])
    func `a tree of any depth goes, with few directories open`(depth: Int) throws {
        try StrangeTree.run(
            """
            os.mkdir('junk')
            number = chain(\(depth), 'd' * 200, 'junk')
            for name in range(300): os.mkdir(str(name), dir_fd=number)
            write('end', 10, number)
            """, in: tree.path)
        try expectRemoved(files: 1, directories: UInt64(depth) + 301)
    }

    @Test func `branches at every depth go`() throws {
        try StrangeTree.run(
            """
            os.mkdir('junk')
            number = os.open('junk', os.O_RDONLY)
            for level in range(400):
                for name in 'abc': os.mkdir(name, dir_fd=number)
                os.mkdir('d', dir_fd=number)
                write('file', 10, number)
                following = os.open('d', os.O_RDONLY, dir_fd=number)
                os.close(number)
                number = following
            """, in: tree.path)
        try expectRemoved(files: 400, directories: 1601)
    }

    @Test func `a hundred thousand files of one directory go`() throws {
        try StrangeTree.run(
            "os.mkdir('junk')\nfor n in range(100000): os.close(os.open(f'junk/{n}', os.O_CREAT | os.O_WRONLY))",
            in: tree.path)
        try expectRemoved(files: 100_000, directories: 1)
    }

    @Test func `pipes, sockets and links go unopened, and what links lead to stays`() throws {
        try tree.write("dear", to: "elsewhere/file")
        try StrangeTree.run(
            """
            os.mkdir('junk'); os.mkfifo('junk/pipe'); s = socket.socket(socket.AF_UNIX); s.bind('junk/socket'); s.close()
            os.symlink('../elsewhere', 'junk/folder'); os.symlink('..', 'junk/up'); os.symlink('self', 'junk/self')
            os.link('elsewhere/file', 'junk/linked')
            """, in: tree.path)
        try expectRemoved(files: 6, directories: 1)
        #expect(try FileSystem.read("\(tree.path)/elsewhere/file") == Array("dear".utf8))
    }

    @Test func `a link in place of the tree goes, and what it leads to stays`() throws {
        try tree.write("dear", to: "elsewhere/file")
        try StrangeTree.run("os.symlink('elsewhere', 'junk')", in: tree.path)
        try expectRemoved(files: 1, directories: 0)
        #expect(FileSystem.exists("\(tree.path)/elsewhere/file"))
    }

    @Test func `directories that were made read-only or closed to their owner go`() throws {
        try StrangeTree.run(
            "os.makedirs('junk/a/b'); write('junk/a/b/c'); os.chmod('junk/a/b', 0); os.chmod('junk/a', 0o555)",
            in: tree.path)
        try expectRemoved(files: 1, directories: 3)
    }

    @Test func `interrupted, it leaves the rest whole, and a second run goes on`() throws {
        try StrangeTree.run("for n in range(40): os.makedirs(f'junk/{n}'); write(f'junk/{n}/a')", in: tree.path)
        var asked = 0
        let first = try remove {
            asked += 1
            return asked > 20
        }
        #expect(first.isInterrupted && !first.isComplete && first.failure == nil)
        #expect(FileSystem.exists("\(tree.path)/junk"))
        let second = try remove()
        #expect(second.isComplete && first.files + second.files == 40)
        #expect(!FileSystem.exists("\(tree.path)/junk"))
    }

    @Test func `what is not there is a failure that says so`() throws {
        let result = try remove("nothing")
        #expect(result.failure?.error.isGone == true && result.files == 0)
    }
}
