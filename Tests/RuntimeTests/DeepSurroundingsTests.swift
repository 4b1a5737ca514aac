import Collectors
import Decision
import History
import Model
import Primitives
import ProcessTriage
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// What a judged scan says of a suspect's surroundings.
@Suite struct DeepSurroundingsTests {
    private func process(
        _ pid: Int32, parent: Int32, _ name: String, terminal: Int32 = 0, directory: String? = "/home/ada/app",
        arguments: String? = nil
    ) -> ProcessObservation {
        ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: UInt64(pid) * 10, bootID: "boot", userID: 1000),
            parent: parent, processGroup: pid, session: pid, terminal: terminal, name: ForeignText(name),
            arguments: .measured(ForeignText((arguments ?? name) + "\0")),
            executable: .measured(ForeignText("/usr/bin/\(name)")),
            workingDirectory: directory.map { .measured(ForeignText($0)) } ?? .unavailable(.notPermitted),
            counters: [ProcessCounters(state: .sleeping)])
    }

    private func surroundings(_ processes: [ProcessObservation]) throws -> DeepSurroundings {
        let host = HostFacts(
            hostID: "h", bootID: "boot", kernel: "6.1", capturedAt: 0, uptime: 900_000, window: 0, samples: 1,
            ticksPerSecond: 100, pageSize: 4096, processors: 2, memoryTotal: .kibibytes(1 << 20),
            memoryAvailable: .kibibytes(1 << 19), initStartTicks: 1, hasSystemd: true,
            viewer: Viewer(pid: 900, userID: 1000, chain: [900]), terminalQuiet: [34816: 42])
        let tools = try FakeTools()
        let engine = ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: tools.directory)),
            redactor: Redactor(home: nil), key: GroupingKey.load(directory: tools.directory),
            packs: ProcessPacks.embedded)
        return DeepSurroundings(
            try engine.assess(MachineSample(host: host, processes: processes), mode: .observe))
    }

    @Test func `shells and editors with a terminal are neighbours, unless they are the suspect's own`() throws {
        let processes = [
            process(1, parent: 0, "systemd"), process(400, parent: 1, "node"),
            process(401, parent: 400, "bash", terminal: 34816), process(500, parent: 1, "bash", terminal: 34816),
            process(501, parent: 500, "vim", terminal: 34816, directory: "/srv"),
            process(502, parent: 500, "bash"), process(503, parent: 500, "bash", terminal: 34816, directory: nil),
        ]
        let suspect = try surroundings(processes).suspect(1, probes: [.company])
        #expect(suspect.neighbours.map(\.companion.pid) == [500, 501])
        #expect(suspect.neighbours.map(\.companion.quiet) == [42, 42])
        #expect(suspect.neighbours.map(\.companion.category) == [.shell, .editor])
        #expect(suspect.adopter == .initProcess)
    }

    @Test func `an adopter is told by what it is`() throws {
        let processes = [
            process(1, parent: 0, "systemd"),
            process(300, parent: 1, "systemd", arguments: "/lib/systemd/systemd\0--user"),
            process(310, parent: 1, "tini"), process(400, parent: 300, "node"), process(401, parent: 310, "node"),
            process(402, parent: 400, "node"), process(403, parent: 77, "node"),
        ]
        let surroundings = try surroundings(processes)
        let adopters = (3...6).map { surroundings.suspect($0, probes: []).adopter }
        #expect(adopters == [.userManager, .subreaper, .none, .unknown])
    }
}
