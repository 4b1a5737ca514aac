import Decision
import History
import Model
import Planning
import Primitives
import ProcessTriage
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// What a session stores, read back from the store: no secret of any field may have come through.
@Suite struct SampleRedactionTests {
    private static let secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"

    /// An orphan that is surely a candidate, with a secret wherever a process can put one.
    private func sample() -> MachineSample {
        let secret = Self.secret
        var orphan = ProcessObservation(
            identity: ProcessIdentity(pid: 400, startTicks: 1000, bootID: "boot", userID: 1000), parent: 1,
            processGroup: 399, session: 399, name: ForeignText("node"),
            arguments: .measured(ForeignText("node\0/srv/jest\0--token\0\(secret)\0--url=https://u:\(secret)@h/\0")),
            executable: .measured(ForeignText("/opt/\(secret)/node")),
            workingDirectory: .measured(ForeignText("/home/ada/\(secret)")), workingDirectoryDeleted: .measured(true),
            controlGroups: .measured(ForeignText("0::/\n")), namespacePIDs: .measured([400]),
            descriptors: .measured(
                DescriptorSummary(
                    standardInput: .deadPipe, standardOutput: .deadPipe, count: 4,
                    listeners: .measured([Listener(kind: .unix, path: ForeignText("/run/\(secret)"))]),
                    clients: .measured([]),
                    filesAtRisk: [FileAtRisk(kind: .sqlite, path: ForeignText("/srv/\(secret).db-wal"))])),
            counters: [0, 1].map { ProcessCounters(sample: $0, state: .sleeping) })
        orphan.deep = deep(secret)
        let host = HostFacts(
            hostID: "h", bootID: "boot", kernel: "6.1", capturedAt: 0, uptime: 900_000, window: 0.5, samples: 2,
            ticksPerSecond: 100, pageSize: 4096, processors: 2, memoryTotal: .kibibytes(1 << 20),
            memoryAvailable: .kibibytes(1 << 19), initStartTicks: 1, hasSystemd: true,
            viewer: Viewer(pid: 900, userID: 1000, chain: [900]))
        return MachineSample(host: host, processes: [orphan])
    }

    private func deep(_ secret: String) -> DeepReading {
        var state = RepositoryState()
        state.root = ForeignText("/home/ada/\(secret)")
        state.branch = ForeignText(secret)
        var files = DescriptorUse()
        files.filesAtRisk = [FileAtRisk(kind: .git, path: ForeignText("/srv/\(secret)/.git/index.lock"))]
        var deep = DeepReading()
        deep.repository = .measured(state)
        deep.descriptors = .measured(files)
        return deep
    }

    @Test func `nothing that a session stores holds a secret`() throws {
        let directory = "/tmp/tend-redaction-\(Host.processID)-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer {
            // What cannot be removed lies under /tmp and harms nothing.
            for name in (try? FileSystem.names(in: directory)) ?? [] { try? FileSystem.remove("\(directory)/\(name)") }
            try? FileSystem.removeDirectory(directory)
        }
        let journal = Journal(settings: HistorySettings(directory: directory))
        let engine = ProcessEngine(
            settings: ProcessSettings(), journal: journal, redactor: Redactor(home: "/home/ada"),
            key: GroupingKey.load(directory: directory), packs: ProcessPacks.embedded)
        let plan = engine.plan(try engine.assess(sample(), mode: .observe), ProcessEngine.PlanRequest())
        #expect(plan.candidates.count == 1)
        let reader = try journal.reader()
        let session = try #require(SessionID(plan.sessionID))
        let plans = try #require(try reader.plan(of: session)).bytes
        let samples = try #require(try reader.samples(of: session)).bytes
        let decisions = try reader.decisions(session).flatMap { $0.body.bytes + Array($0.subject.text.utf8) }
        for stored in [plans, samples, decisions] {
            let text = String(decoding: stored, as: UTF8.self)
            #expect(text.contains("node"))
            #expect(!text.contains(Self.secret))
            #expect(!text.contains("/home/ada"))
        }
    }

    @Test func `redacting twice changes nothing more, so the record judges as the machine did`() {
        let once = sample().redacted(by: Redactor(home: "/home/ada"))
        #expect(once.redacted(by: Redactor(home: "/home/ada")) == once)
    }
}
