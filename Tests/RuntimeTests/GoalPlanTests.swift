import Decision
import Formats
import History
import Model
import Planning
import Primitives
import ProcessTriage
import Reporting
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// Goals on a recorded machine: an orphan that is surely a candidate, and what is stored of its part in them.
@Suite struct GoalPlanTests {
    private func sample(_ proportional: Reading<ByteCount>?) -> MachineSample {
        var orphan = ProcessObservation(
            identity: ProcessIdentity(pid: 400, startTicks: 1000, bootID: "boot", userID: 1000), parent: 1,
            processGroup: 399, session: 399, name: ForeignText("node"),
            arguments: .measured(ForeignText("node\0/srv/jest\0")), executable: .measured(ForeignText("/opt/node")),
            workingDirectory: .measured(ForeignText("/srv")), workingDirectoryDeleted: .measured(true),
            controlGroups: .measured(ForeignText("0::/\n")), namespacePIDs: .measured([400]),
            descriptors: .measured(
                DescriptorSummary(
                    standardInput: .deadPipe, standardOutput: .deadPipe, count: 4,
                    listeners: .measured([Listener(kind: .tcp, port: 3000)]), clients: .measured([]))),
            counters: [0, 1].map {
                ProcessCounters(sample: $0, state: .sleeping, residentMemory: .kibibytes(400_000))
            })
        orphan.proportionalMemory = proportional
        let host = HostFacts(
            hostID: "h", bootID: "boot", kernel: "6.1", capturedAt: 0, uptime: 900_000, window: 0.5, samples: 2,
            ticksPerSecond: 100, pageSize: 4096, processors: 2, memoryTotal: .kibibytes(1 << 20),
            memoryAvailable: .kibibytes(1 << 19), initStartTicks: 1, hasSystemd: true,
            viewer: Viewer(pid: 900, userID: 1000, chain: [900]))
        return MachineSample(host: host, processes: [orphan])
    }

    private func plan(_ sample: MachineSample, _ goals: [RecoveryGoal], in directory: String) throws -> (
        plan: ProcessPlan, stored: ProcessPlan, samples: MachineSample
    ) {
        let journal = Journal(settings: HistorySettings(directory: directory))
        let engine = ProcessEngine(
            settings: ProcessSettings(), journal: journal, redactor: Redactor(home: nil),
            key: GroupingKey.load(directory: directory), packs: ProcessPacks.embedded)
        var request = ProcessEngine.PlanRequest()
        request.goals = goals
        let plan = engine.plan(try engine.assess(sample, mode: .observe), request)
        let session = try #require(SessionID(plan.sessionID))
        let samples = try #require(try journal.reader().samples(of: session)).bytes
        return (plan, try engine.storedPlan(session), try Recording.decode(samples, file: "samples"))
    }

    private func inDirectory(_ body: (String) throws -> Void) throws {
        let directory = "/tmp/tend-goals-\(Host.processID)-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer {
            // What cannot be removed lies under /tmp and harms nothing.
            for name in (try? FileSystem.names(in: directory)) ?? [] { try? FileSystem.remove("\(directory)/\(name)") }
            try? FileSystem.removeDirectory(directory)
        }
        try body(directory)
    }

    @Test(
        arguments: [
            (.measured(.kibibytes(300_000)), 300_000, .proportional), (nil, 400_000, .resident),
            (.unavailable(.notPermitted), 400_000, .resident),
        ] as [(Reading<ByteCount>?, UInt64, GoalPlan.MemorySource)])
    func `a goal is stored with its plan, and what it asked for with the sample`(
        proportional: Reading<ByteCount>?, kibibytes: UInt64, source: GoalPlan.MemorySource
    ) throws {
        try inDirectory { directory in
            let goals = [
                RecoveryGoal(.freeMemory, 1e8, text: "free 100MB RAM"),
                RecoveryGoal(.freePort, 3000, text: "free port 3000"),
            ]
            let made = try plan(sample(proportional), goals, in: directory)
            let goal = try #require(made.plan.goal)
            #expect(goal.isAchievable && goal.choice.pids == [400] && goal.memorySource == source)
            #expect(goal.choice.recoveries.map(\.nominal) == [Double(kibibytes * 1024), 1])
            #expect(made.stored.goal == goal)
            #expect(made.stored.candidates.map(\.goalPart) == made.plan.candidates.map(\.goalPart))
            #expect(made.plan.candidates.first?.goalPart != nil)
            #expect(made.samples.processes.first?.proportionalMemory == proportional)
        }
    }

    @Test func `without a goal nothing is said of any`() throws {
        try inDirectory { directory in
            let made = try plan(sample(nil), [], in: directory)
            #expect(made.plan.goal == nil && made.plan.limits == nil)
            let text = String(decoding: made.plan.json, as: UTF8.self)
            #expect(!text.contains("\"goal\"") && !text.contains("\"limits\"") && !text.contains("\"pss\""))
        }
    }
}
