import SystemCalls
import Testing

@Suite struct ProcessHandleTests {
    @Test func `a signal through the handle ends that process`() throws {
        let child = try ChildProcess.start(SpawnRequest("sleep", ["600"]))
        defer { child.end() }
        let handle = try ProcessHandle.open(pid: child.pid)
        let alive = handle.isAlive
        let early = handle.waitForExit(timeout: .milliseconds(1))
        #expect(alive && !early)
        try handle.send(.terminate)
        let ended = handle.waitForExit(timeout: .seconds(10))
        #expect(ended)
        #expect(try child.wait() == .signalled(.terminate))
    }

    @Test func `a zombie is not alive, and a reaped process is gone`() throws {
        let child = try ChildProcess.start(SpawnRequest("true"))
        defer { child.end() }
        let handle = try ProcessHandle.open(pid: child.pid)
        let ended = handle.waitForExit(timeout: .seconds(10))
        let alive = handle.isAlive
        #expect(ended && !alive)
        #expect(try child.wait() == .exited(0))
        do throws(SystemCallError) {
            try handle.send(.probe)
            Issue.record("a signal reached a reaped process")
        } catch {
            #expect(error.isGone)
        }
    }

    @Test func `there is no handle for nobody`() {
        #expect(throws: SystemCallError.self) { _ = try ProcessHandle.open(pid: -1).pid }
    }

    @Test func `a signal has the name that kill knows`() {
        #expect(Signal.terminate.description == "SIGTERM")
        #expect(Signal(number: 99).description == "signal 99")
    }
}
