import Decision
import Formats
import History
import Model
import PackFiles
import Planning
import Primitives
import ProcessTriage
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// What the record says of known patterns.
struct SignatureRecordTests {
    private static let own = "/usr/bin/node /srv/app/our-worker.js --go"
    private static let jest = "/usr/bin/node /srv/app/node_modules/jest-worker/build/workers/processChild.js"

    /// A record with one plan a time that it is asked for, and what became of its candidates.
    private final class Recorded {
        let directory = "/tmp/tend-signatures-\(Host.processID)-\(UInt64.random(in: 0 ... .max))"
        let engine: ProcessEngine
        private let redactor = Redactor(home: "/home/ada")

        init() throws {
            try FileSystem.makeDirectories(directory)
            engine = ProcessEngine(
                settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: directory)),
                redactor: redactor, key: GroupingKey.load(directory: directory), packs: ProcessPacks.embedded)
        }

        deinit {
            // What cannot be removed lies under /tmp and harms nothing.
            for name in (try? FileSystem.names(in: directory)) ?? [] { try? FileSystem.remove("\(directory)/\(name)") }
            try? FileSystem.removeDirectory(directory)
        }

        /// Plans for orphans with these command lines, PIDs from 4000 on, and records that they were stopped.
        func plan(
            _ commands: [String], stopped: Set<Int32> = [], respawned: Set<Int32> = [], by approver: String = "person"
        ) throws {
            let plan = engine.plan(
                try engine.assess(Self.sample(commands), mode: .observe), ProcessEngine.PlanRequest())
            let store = try engine.journal.store()
            for candidate in plan.candidates where stopped.contains(candidate.pid) {
                let empty = try redactor.json(Array("{}".utf8))
                let intent = try store.recordIntent(
                    IntentRecord(
                        decision: try #require(DecisionID(candidate.decisionID)), action: "stop", target: empty,
                        approver: redactor.text(approver), at: 1))
                try store.recordOutcome(
                    OutcomeRecord(
                        intent: intent, result: "done",
                        reasonCode: respawned.contains(candidate.pid) ? "respawned" : nil, details: empty, at: 2))
            }
        }

        private static func sample(_ commands: [String]) -> MachineSample {
            let host = HostFacts(
                hostID: "h", bootID: "b", kernel: "", capturedAt: 0, uptime: 100_000, window: 0.5, samples: 2,
                ticksPerSecond: 100, pageSize: 4096, processors: 8, memoryTotal: .zero, memoryAvailable: .zero,
                initStartTicks: 0, hasSystemd: false, viewer: Viewer(pid: 20, userID: 1000, chain: []))
            let orphans = commands.enumerated().map { index, command in
                let words = command.split(separator: " ")
                return ProcessObservation(
                    identity: ProcessIdentity(
                        pid: Int32(4000 + index), startTicks: 9_000_000 + UInt64(index), bootID: "b", userID: 1000),
                    parent: 1, processGroup: 3999, session: 3999, name: ForeignText("node"),
                    arguments: .measured(ForeignText(words.map { "\($0)\0" }.joined())),
                    executable: .measured(ForeignText(String(words[0]))),
                    workingDirectory: .measured(ForeignText("/srv/app")), workingDirectoryDeleted: .measured(true),
                    controlGroups: .measured(ForeignText("0::/\n")), namespacePIDs: .measured([Int32(4000 + index)]),
                    descriptors: .measured(
                        DescriptorSummary(
                            standardInput: .deadPipe, standardOutput: .deadPipe, count: 3, listeners: .measured([]),
                            clients: .measured([]))),
                    host: .measured(.none),
                    counters: [0, 1].map { sample in
                        ProcessCounters(
                            sample: sample, state: .sleeping, storage: .measured(.init(read: .zero, written: .zero)),
                            fileOffsets: .measured(0), socketBytes: .measured(0))
                    })
            }
            let initial = ProcessObservation(
                identity: ProcessIdentity(pid: 1, startTicks: 0, bootID: "b", userID: 0), parent: 0, processGroup: 1,
                session: 1, name: ForeignText("init"), arguments: .measured(ForeignText("init\0")))
            return MachineSample(host: host, processes: [initial] + orphans)
        }
    }

    @Test func `a record that was never made holds nothing`() throws {
        let recorded = try Recorded()
        #expect(try recorded.engine.signatureStatistics(sessions: 10).sessions == 0)
        #expect(try recorded.engine.signatureDrafts(sessions: 10, atLeast: 2).isEmpty)
    }

    @Test func `matches and what came of them are counted, each process once`() throws {
        let recorded = try Recorded()
        try recorded.plan([Self.jest, Self.jest, Self.own])
        try recorded.plan([Self.jest, Self.jest, Self.own], stopped: [4000, 4001, 4002], respawned: [4001])
        let found = try recorded.engine.signatureStatistics(sessions: 10)
        #expect(found.sessions == 2)
        #expect(found.candidates == 3)
        #expect(found.novel == 1)
        let tally = try #require(found.signatures.first)
        #expect(found.signatures.count == 1)
        #expect(tally.name == "jest-worker-left")
        #expect(tally.sessions == 2)
        #expect(tally.processes == 2)
        #expect(tally.endRecommended == 2)
        #expect(tally.contradicted == 0)
        #expect(tally.stopped == 2)
        #expect(tally.respawned == 1)
        // What no signature knows is told by its words.
        #expect(found.patterns.map(\.pattern) == ["node app/our-worker.js"])
        #expect(found.patterns.map(\.processes) == [1])
        #expect(found.patterns.map(\.stopped) == [1])
        #expect(found.patterns.map(\.respawned) == [0])
        #expect(try recorded.engine.signatureStatistics(sessions: 1).sessions == 1)
    }

    @Test func `what people stopped again and again becomes a draft that tells it`() throws {
        let recorded = try Recorded()
        try recorded.plan([Self.own, Self.own, Self.own], stopped: [4000, 4001, 4002])
        let draft = try #require(try recorded.engine.signatureDrafts(sessions: 10, atLeast: 3).first)
        #expect(draft.obstacle == nil)
        #expect(draft.stops == 3)
        #expect(draft.toml.contains("path_any = [\"app/our-worker.js\"]"))
        let text = "version = 1\n\(draft.toml)"
        let packs = try ProcessPacks.load(signatures: [
            SignatureFile(source: .user, file: PackFile(name: "d.toml", path: "/d.toml", bytes: Array(text.utf8)))
        ])
        let signature = try packs.signatures.signature(named: draft.name)
        try packs.checkExample(of: signature)
        #expect(signature.claim.expects == .abandoned)
        #expect(signature.claim.weight <= 0.5)
        #expect(signature.levels == [.sev])
    }

    @Test func `what the policy stopped, what came back, what is known and what is rare is no draft`() throws {
        let cases: [([String], Set<Int32>, Set<Int32>, String)] = [
            ([Self.own, Self.own, Self.own], [4000, 4001, 4002], [], "robot"),
            ([Self.own, Self.own, Self.own], [4000, 4001, 4002], [4002], "person"),
            ([Self.jest, Self.jest, Self.jest], [4000, 4001, 4002], [], "person"),
            ([Self.own, Self.own, Self.own], [4000, 4001], [], "person"),
        ]
        for (commands, stopped, respawned, approver) in cases {
            let recorded = try Recorded()
            try recorded.plan(commands, stopped: stopped, respawned: respawned, by: approver)
            #expect(try recorded.engine.signatureDrafts(sessions: 10, atLeast: 3).isEmpty, "\(commands) \(approver)")
        }
    }

    @Test func `what only its launcher names cannot be told again`() throws {
        let recorded = try Recorded()
        let inline = "/usr/bin/python3 -c while_True:pass"
        try recorded.plan([inline, inline, inline], stopped: [4000, 4001, 4002])
        let draft = try #require(try recorded.engine.signatureDrafts(sessions: 10, atLeast: 3).first)
        #expect(draft.toml.isEmpty)
        #expect(draft.obstacle?.contains("launcher") == true)
    }
}
