import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

@Suite struct ProportionalMemoryTests {
    private func identity(_ pid: Int32, start: UInt64) -> ProcessIdentity {
        ProcessIdentity(pid: pid, startTicks: start, bootID: "b", userID: 0)
    }

    @Test func `shared pages are counted as the kernel divides them`() throws {
        let tree = try ProcTree()
        try tree.add(42, start: 500)
        try tree.write(
            "42/smaps_rollup",
            "5560-7ffd ---p 00000000 00:00 0  [rollup]\nRss:  900 kB\nPss:  321 kB\nPss_Dirty: 9 kB\n")
        let read = { ProcessCollector.proportionalMemory(of: $0, procRoot: tree.root) }
        #expect(read(identity(42, start: 500)) == .measured(.kibibytes(321)))
        #expect(read(identity(42, start: 501)) == .unavailable(.gone))
        #expect(read(identity(43, start: 500)) == .unavailable(.gone))
        try tree.write("42/smaps_rollup", "Rss:  900 kB\n")
        #expect(read(identity(42, start: 500)) == .unavailable(.malformed))
    }

    @Test func `this process has some`() throws {
        let own = try #require(try ProcessCollector.currentIdentity(pid: Host.processID, bootID: "b"))
        let memory = try #require(ProcessCollector.proportionalMemory(of: own).value)
        #expect(memory > .zero)
    }
}
