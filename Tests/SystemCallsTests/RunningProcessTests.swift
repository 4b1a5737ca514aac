import SystemCalls
import Testing

@Suite struct RunningProcessTests {
    @Test func `a running process has a start, another boot another id`() throws {
        #expect(try #require(RunningProcess.startTicks(of: Host.processID)) > 0)
        #expect(RunningProcess.bootID()?.utf8.count == 36)
    }

    @Test func `a process that is not there has none`() {
        #expect(RunningProcess.startTicks(of: Int32.max) == nil)
        #expect(RunningProcess.bootID(procRoot: "/nonexistent") == nil)
    }
}
