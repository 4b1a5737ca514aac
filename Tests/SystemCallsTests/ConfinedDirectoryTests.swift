import SystemCalls
import TestSupport
import Testing

@Suite struct ConfinedDirectoryTests {
    @Test func `another mount is out of reach, downwards and upwards`() throws {
        let root = try ConfinedDirectory(path: "/")
        #expect(throws: ErrorNumber.notHere) { _ = try root.directory("proc") }
        let proc = try ConfinedDirectory(path: "/proc")
        #expect(throws: ErrorNumber.notHere) { _ = try proc.directory("..") }
        let found = ["uptime", "nothing-of-this-name"].map { proc.has($0) }
        #expect(found == [true, false])
    }

    @Test func `a link is out of reach, and seen as what it is`() throws {
        let folder = "/tmp/tend-confined-\(Host.processID)-\(Host.randomBytes(4).map { String($0) }.joined())"
        try FileSystem.makeDirectories(folder)
        defer {
            // What cannot be removed lies under /tmp and harms nothing.
            for name in ["file", "link"] { try? FileSystem.remove("\(folder)/\(name)") }
            try? FileSystem.removeDirectory(folder)
        }
        try FileSystem.replace("\(folder)/file", with: Array("text".utf8))
        let linked = try ChildProcess.start(SpawnRequest("ln", ["-s", "\(folder)/file", "\(folder)/link"])).wait()
        #expect(linked == .exited(0))
        let directory = try ConfinedDirectory(path: folder)
        let beginning = try directory.read("file", limit: 2)
        #expect(beginning == Array("te".utf8))
        #expect(throws: ErrorNumber.self) { _ = try directory.read("link", limit: 2) }
        let link = try directory.status("link")
        #expect(!link.isRegularFile)
        let all = try directory.newestChange(limit: 10)
        #expect(all.entries == 2 && all.isWhole && all.moment != nil)
        let cut = try directory.newestChange(limit: 1)
        #expect(cut.entries == 1 && !cut.isWhole)
        #expect(throws: ErrorNumber.self) { _ = try ConfinedDirectory(path: "\(folder)/link") }
    }

    @Test func `work that comes back in time gives its result`() {
        #expect(BoundedCall.run(timeout: .seconds(20)) { 42 } == 42)
    }

    @Test func `work that does not come back is left to itself`() {
        let answer = BoundedCall.run(timeout: .milliseconds(20)) {
            Clocks.sleep(seconds: 30)
            return 42
        }
        #expect(answer == nil)
    }
}
