import DiskDefence
import Model
import Primitives
import Testing

@Suite struct BlameLedgerTests {
    private func process(
        _ pid: Int32, parent: Int32 = 1, _ name: String, _ written: Reading<ByteCount>, start: UInt64? = nil,
        project: String? = nil, files: [(String, UInt64)] = [], device: UInt64 = 1
    ) -> WriterObservation {
        var process = WriterObservation(pid: pid)
        (process.parent, process.startTicks) = (parent, start ?? UInt64(pid))
        (process.name, process.written) = (ForeignText(name), written)
        process.project = project.map { ForeignText($0) }
        process.devices = [device]
        process.files = files.map { path, bytes in
            WrittenFile(path: ForeignText(path), bytes: ByteCount(bytes), pid: pid, name: ForeignText(name))
        }
        return process
    }

    private func bytes(_ count: UInt64) -> Reading<ByteCount> { .measured(ByteCount(count)) }

    private func report(_ processes: [WriterObservation], seconds: Double = 2, device: UInt64? = nil) -> BlameReport {
        BlameLedger(processes) { $0.name == ForeignText("claude") ? "Claude Code" : nil }
            .report(seconds: seconds, device: device)
    }

    @Test func `what an agent's children and their children write is the agent's`() throws {
        let report = report([
            process(1, parent: 0, "init", bytes(0)), process(10, "claude", bytes(0)),
            process(11, parent: 10, "bash", bytes(4)), process(12, parent: 11, "cargo", bytes(100)),
            process(20, "backup", bytes(50)),
        ])
        let agent = try #require(report.agents.first)
        #expect(report.agents.count == 1)
        #expect((agent.pid, agent.bytes.bytes, agent.processes) == (10, 104, 2))
        #expect(agent.bytesPerSecond == 52)
        #expect(report.processes.map(\.pid) == [12, 20, 11])
        #expect(report.processes.map(\.agentPID) == [10, nil, 10])
        #expect((report.bytes.bytes, report.withoutAgent.bytes) == (154, 50))
    }

    @Test func `the nearest agent has it, and a younger process is nobody's parent`() {
        let report = report([
            process(10, "claude", bytes(0)), process(30, parent: 10, "claude", bytes(0)),
            process(31, parent: 30, "cc", bytes(7)),
            // PID 40 was given out anew after 41's own parent had ended.
            process(40, "claude", bytes(0), start: 900), process(41, parent: 40, "dd", bytes(9), start: 800),
        ])
        #expect(report.agents.map(\.pid) == [30])
        #expect(report.withoutAgent.bytes == 9)
    }

    @Test func `parents that lead in a circle end the search`() {
        let report = report([
            process(5, parent: 6, "a", bytes(1), start: 1), process(6, parent: 5, "b", bytes(1), start: 1),
        ])
        #expect(report.withoutAgent.bytes == 2)
    }

    @Test func `projects have what their processes wrote, and what belongs to none is told`() {
        let report = report([
            process(2, "cc", bytes(10), project: "/src/a"), process(3, "ld", bytes(5), project: "/src/a"),
            process(4, "npm", bytes(40), project: "/src/b"), process(5, "daemon", bytes(3)),
        ])
        #expect(report.projects.map(\.name) == [ForeignText("/src/b"), ForeignText("/src/a")])
        #expect(report.projects.map(\.bytes.bytes) == [40, 15])
        #expect(report.projects.map(\.processes) == [1, 2])
        #expect(report.withoutProject.bytes == 3)
    }

    @Test func `what could not be read is unknown and not zero; what is gone is neither`() {
        let report = report([
            process(2, "theirs", .unavailable(.notPermitted)), process(3, "ended", .unavailable(.gone)),
            process(4, "idle", bytes(0)),
        ])
        #expect(report.unknown == [BlameReport.Unknown(pid: 2, name: ForeignText("theirs"), reason: "not_permitted")])
        #expect(report.processes.isEmpty)
    }

    @Test func `the largest files of those that wrote come first, each once`() {
        let report = report([
            process(2, "a", bytes(1), files: [("/x", 10), ("/big", 900)]),
            process(3, "b", bytes(1), files: [("/big", 900)]),
            process(4, "idle", bytes(0), files: [("/huge", 5000)]),
        ])
        #expect(report.files.map(\.path) == [ForeignText("/big"), ForeignText("/x")])
        #expect(report.files.first?.pid == 2)
    }

    @Test func `of one volume only those that work on it are told`() {
        let report = report([process(2, "a", bytes(1), device: 7), process(3, "b", bytes(2), device: 8)], device: 8)
        #expect(report.processes.map(\.pid) == [3])
        #expect(report.bytes.bytes == 2)
        let theirs = process(4, "theirs", .unavailable(.notPermitted), device: 7)
        #expect(self.report([theirs], device: 8).unknown.map(\.pid) == [4])
    }
}
