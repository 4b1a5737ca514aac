import SystemCalls
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @Test func `streams, directory and environment are those asked for`() throws {
        let pipe = try DescriptorPair.pipe()
        let child = try ChildProcess.start(
            SpawnRequest(
                "/bin/sh", ["-c", "pwd; echo $WORD; [ -e /proc/self/fd/0 ] || echo closed"],
                environment: [("WORD", "a b"), ("PATH", "/usr/bin:/bin")], workingDirectory: "/usr",
                standardInput: .closed, standardOutput: .descriptor(pipe.second)))
        defer { child.end() }
        pipe.closeSecond()
        let text = String(decoding: try pipe.readToEnd(limit: 1000), as: UTF8.self)
        #expect(text == "/usr\na b\nclosed\n")
        #expect(try child.wait() == .exited(0))
    }

    @Test func `a new session is led by the child`() throws {
        let pipe = try DescriptorPair.pipe()
        let child = try ChildProcess.start(
            SpawnRequest(
                "/bin/sh", ["-c", "cut -d' ' -f6 /proc/$$/stat"], startsSession: true,
                standardOutput: .descriptor(pipe.second)))
        defer { child.end() }
        pipe.closeSecond()
        let text = String(decoding: try pipe.readToEnd(limit: 1000), as: UTF8.self)
        #expect(text == "\(child.pid)\n")
    }

    @Test func `a missing program is an error of the start`() {
        #expect(throws: SystemCallError(call: "posix_spawn", on: "/nonexistent/program", errorNumber: 2)) {
            _ = try ChildProcess.start(SpawnRequest("/nonexistent/program"))
        }
    }

    @Test func `waiting ends at the time-out, and ending a child twice is harmless`() throws {
        let child = try ChildProcess.start(SpawnRequest("sleep", ["600"]))
        #expect(try child.wait(timeout: .milliseconds(5)) == nil)
        child.end()
        child.end()
        #expect(try child.wait() == .signalled(.kill))
    }
}
