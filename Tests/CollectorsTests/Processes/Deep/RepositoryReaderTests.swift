import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

/// Repositories as directories of the files that git leaves.
@Suite struct RepositoryReaderTests {
    private let tree: ProcTree

    init() throws { tree = try ProcTree() }

    private let mounts = MountTable(parsing: Array("27 1 254:0 / / rw - ext4 /dev/vda rw\n".utf8))

    private func find(_ folder: String) throws -> RepositoryState? {
        let path = "\(tree.root)/\(folder)"
        return try RepositoryReader(mounts: mounts).find(
            from: ConfinedDirectory(path: path), path: ForeignText(path))
    }

    private func makeRepository(_ folder: String = "repo") throws {
        try tree.write("\(folder)/.git/HEAD", "ref: refs/heads/feature/x\n")
        try tree.write("\(folder)/.git/index", "DIRC")
        try tree.write("\(folder)/src/a/b", "")
    }

    @Test func `a repository is found above a directory in it, with its branch`() throws {
        try makeRepository()
        let state = try #require(try find("repo/src/a"))
        #expect(state.kind == .main)
        #expect(state.root == ForeignText("\(tree.root)/repo"))
        #expect(state.branch == ForeignText("feature/x"))
        #expect(!state.isLocked)
        #expect(state.operation == nil)
        #expect(try #require(state.lastChange) < 600)
    }

    @Test func `a detached head has no branch, a lock and an unfinished rebase are told`() throws {
        try makeRepository()
        try tree.write("repo/.git/HEAD", "0123456789012345678901234567890123456789\n")
        try tree.write("repo/.git/index.lock", "")
        try tree.write("repo/.git/rebase-merge/head-name", "refs/heads/x\n")
        let state = try #require(try find("repo"))
        #expect(state.branch.isEmpty)
        #expect(state.isLocked)
        #expect(state.operation == "rebase")
    }

    @Test func `a linked worktree is one until its repository forgets it`() throws {
        try makeRepository()
        try tree.write("repo/.git/worktrees/w/HEAD", "ref: refs/heads/w\n")
        try tree.write("w/.git", "gitdir: \(tree.root)/repo/.git/worktrees/w\n")
        let linked = try #require(try find("w"))
        #expect(linked.kind == .worktree)
        #expect(linked.branch == ForeignText("w"))
        try tree.remove("repo/.git/worktrees/w")
        let pruned = try #require(try find("w"))
        #expect(pruned.kind == .pruned)
        #expect(pruned.branch.isEmpty)
        #expect(pruned.lastChange == nil)
    }

    @Test func `a submodule is no worktree`() throws {
        try makeRepository()
        try tree.write("repo/.git/modules/m/HEAD", "ref: refs/heads/main\n")
        try tree.write("repo/m/.git", "gitdir: ../.git/modules/m\n")
        let state = try #require(try find("repo/m"))
        #expect(state.kind == .main)
        #expect(state.branch == ForeignText("main"))
    }

    @Test func `what a link leads to is not looked at`() throws {
        try makeRepository()
        try FileSystem.makeDirectories("\(tree.root)/other")
        try tree.link("other/.git", to: "\(tree.root)/repo/.git")
        #expect(throws: ErrorNumber.self) { try find("other") }
    }

    @Test func `without a repository there is none`() throws {
        try FileSystem.makeDirectories("\(tree.root)/plain/x")
        #expect(try find("plain/x") == nil)
    }

    @Test func `a worktree whose repository is on another machine is left alone`() throws {
        try tree.write("w/.git", "gitdir: /net/repo/.git/worktrees/w\n")
        let table = MountTable(
            parsing: Array("27 1 254:0 / / rw - ext4 a rw\n40 27 0:50 / /net rw - nfs4 server:/ rw\n".utf8))
        let path = "\(tree.root)/w"
        #expect(throws: ErrorNumber.notHere) {
            try RepositoryReader(mounts: table).find(from: ConfinedDirectory(path: path), path: ForeignText(path))
        }
    }

    @Test func `only a directory of its own is a project`() {
        #expect(CompanyProbe.isProject(ForeignText("/home/ada/app")))
        #expect(!CompanyProbe.isProject(ForeignText("/home/ada")))
        let neighbours = ["/home/ada/app/src", "/home/ada/apple", "/home/ada"].enumerated().map {
            DeepSuspect.Neighbour(
                Companion(pid: Int32($0.offset), category: .shell), directory: ForeignText($0.element))
        }
        #expect(CompanyProbe.company(neighbours, in: ForeignText("/home/ada/app")).map(\.pid) == [0])
    }
}
