import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import History

@Suite struct MemoryFileTests {
    private let tree: TemporaryTree
    private let line = Array("a line\n".utf8)

    init() throws { tree = try TemporaryTree() }

    private func file(size: UInt64 = 1000, userID: UInt32 = Host.effectiveUserID) -> MemoryFile {
        MemoryFile(root: tree.path, userID: userID, name: "events.jsonl", size: ByteCount(size))
    }

    @Test func `its folder is the user's own and closed to others`() throws {
        try file().append(line)
        #expect(try FileSystem.metadata(file().folder)?.permissions == 0o700)
        #expect(try FileSystem.metadata(file().path)?.permissions == 0o600)
        #expect(try file().lines() == [Array("a line".utf8)])
    }

    @Test func `a folder that others may enter is refused`() throws {
        try FileSystem.makeDirectories(file().folder)
        try FileSystem.setPermissions(file().folder, 0o777)
        let error = #expect(throws: SystemCallError.self) { try file().append(line) }
        #expect(error?.isRefused == true)
    }

    @Test func `somebody else's folder is refused`() throws {
        let other = file(userID: Host.effectiveUserID + 1)
        #expect(throws: SystemCallError.self) { try other.append(line) }
    }

    @Test(arguments: ["folder", "file"]) func `a link is refused`(what: String) throws {
        let elsewhere = try tree.makeDirectory("elsewhere")
        try FileSystem.setPermissions(elsewhere, 0o700)
        if what == "file" { try FileSystem.makeDirectories(file().folder) }
        let name = what == "folder" ? file().folder : file().path
        let target = what == "folder" ? elsewhere : try tree.write("precious", to: "elsewhere/precious")
        try #require(ChildProcess.start(SpawnRequest("ln", ["-s", target, name])).wait() == .exited(0))
        #expect(throws: SystemCallError.self) { try file().append(line) }
        #expect(try FileSystem.names(in: elsewhere) == (what == "folder" ? [] : ["precious"]))
    }

    @Test func `it takes no more than its size, for it is memory`() throws {
        let file = file(size: 10)
        try file.append(line)
        let error = #expect(throws: SystemCallError.self) { try file.append(line) }
        #expect(error?.isFull == true)
    }

    @Test func `what is moved is removed only once it was taken`() throws {
        let file = file()
        try file.append(line)
        let refusal = SystemCallError(call: "write", on: "disk", .full)
        #expect(throws: refusal) { try file.move { _ throws(SystemCallError) in throw refusal } }
        #expect(file.exists)
        var taken: [UInt8] = []
        try file.move { bytes throws(SystemCallError) in taken = bytes }
        #expect(taken == line)
        #expect(!file.exists)
    }
}
