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

    /// What has just been written may still be open in a child that another thread starts.
    @Test func `a program that is open for writing is waited for, but not for ever`() throws {
        let tools = try FakeTools()
        try tools.add("busy", "exit 7")
        let path = "\(tools.directory)/busy"
        let writer = BackgroundWork { () -> Bool in
            do {
                let open = try FileDescriptor.open(path, [.readWrite])
                Clocks.sleep(seconds: 0.1)
                return open.number > 2
            } catch {
                return false
            }
        }
        Clocks.sleep(seconds: 0.02)
        #expect(try ChildProcess.start(SpawnRequest(path)).wait() == .exited(7))
        #expect(writer.value)
        let held = try FileDescriptor.open(path, [.readWrite])
        #expect(throws: SystemCallError.self) { _ = try ChildProcess.start(SpawnRequest(path)) }
        #expect(held.number > 2)
    }

    @Test func `waiting ends at the time-out, and ending a child twice is harmless`() throws {
        let child = try ChildProcess.start(SpawnRequest("sleep", ["600"]))
        #expect(try child.wait(timeout: .milliseconds(5)) == nil)
        child.end()
        child.end()
        #expect(try child.wait() == .signalled(.kill))
    }
}
