import Decision
import Formats
import History
import Model
import Planning
import Primitives
import ProcessTriage
import SystemCalls
import Testing

@testable import Runtime

/// What becomes of what a shadow run would have ended, and of what was ended.
@Suite struct TrialTests {
    /// Plans are dated by the real clock, so the samples are too.
    private let start = Clocks.wallMilliseconds()
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
    private let scratch: LearningScratch
    private let engine: ProcessEngine

    init() throws {
        scratch = try LearningScratch()
        engine = scratch.engine()
    }

    /// A machine with an abandoned dev server, the same one attached again, or none, so long after the first scan.
    private enum Server { case abandoned, attached, gone, restarted(startedAt: Int64) }

    private func sample(_ server: Server, after: Int64) -> MachineSample {
        let uptime = 200_000.0
        let host = HostFacts(
            hostID: "h", bootID: "b", kernel: "", capturedAt: start + after,
            uptime: uptime + Double(after) / 1000, window: 0.5, samples: 2, ticksPerSecond: 100, pageSize: 4096,
            processors: 8, memoryTotal: .zero, memoryAvailable: .zero, initStartTicks: 0, hasSystemd: false,
            viewer: Viewer(pid: 20, userID: 1000, chain: []))
        func process(_ pid: Int32, startTicks: UInt64, terminal: Int32) -> ProcessObservation {
            ProcessObservation(
                identity: ProcessIdentity(pid: pid, startTicks: startTicks, bootID: "b", userID: 1000),
                parent: 1, processGroup: 3999, session: 3999, terminal: terminal, name: ForeignText("node"),
                arguments: .measured(ForeignText("node\0/srv/app/node_modules/.bin/next\0dev\0")),
                executable: .measured(ForeignText("/usr/bin/node")),
                workingDirectory: .measured(ForeignText("/srv/app")), workingDirectoryDeleted: .measured(terminal == 0),
                controlGroups: .measured(ForeignText("0::/\n")), namespacePIDs: .measured([pid]),
                descriptors: .measured(
                    DescriptorSummary(
                        standardInput: terminal == 0 ? .deadPipe : .terminal,
                        standardOutput: terminal == 0 ? .deadPipe : .terminal, count: 3, listeners: .measured([]),
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
        var processes = [initial]
        switch server {
        case .abandoned: processes.append(process(4000, startTicks: 1_000_000, terminal: 0))
        case .attached: processes.append(process(4000, startTicks: 1_000_000, terminal: 34816))
        case .gone: break
        case .restarted(let at):
            processes.append(process(4001, startTicks: 20_000_000 + UInt64(at / 10), terminal: 34816))
        }
        return MachineSample(host: host, processes: processes)
    }

    private func assess(_ server: Server, after: Int64) throws -> ProcessEngine.Assessed {
        try engine.assess(sample(server, after: after), mode: .observe)
    }

    private func shadow() throws {
        var request = ProcessEngine.PlanRequest()
        request.isShadow = true
        let assessed = try assess(.abandoned, after: 0)
        #expect(assessed.decisions.last?.recommendation == .stop)
        let plan = engine.plan(assessed, request)
        #expect(!plan.sessionID.isEmpty, "\(engine.journal.allWarnings)")
        #expect(try engine.journal.store().openTrials(domain: "processes").map(\.pid) == [4000])
    }

    private func look(_ server: Server, after: Int64) throws -> [String?] {
        let store = try engine.journal.store()
        try engine.followUp(assess(server, after: after), store, start + after)
        return try store.trials(domain: "processes").map(\.outcome)
    }

    @Test func `what nobody came back to within a day was rightly to be stopped`() throws {
        try shadow()
        #expect(try look(.abandoned, after: Self.hour) == [nil])
        #expect(try look(.abandoned, after: 25 * Self.hour) == ["unused"])
        let stops = try engine.calibration().stops
        #expect(stops.trials == 1 && stops.wrong == 0 && stops.programs == 1)
        #expect(stops.stillNeeded == 297)
    }

    @Test func `what somebody uses again was wrongly to be stopped`() throws {
        try shadow()
        #expect(try look(.attached, after: 25 * Self.hour) == ["needed"])
        #expect(try engine.calibration().stops.wrong == 1)
    }

    @Test func `what ended by itself tells nothing, and not before ten minutes have passed`() throws {
        try shadow()
        #expect(try look(.gone, after: 5 * Self.minute) == [nil])
        #expect(try look(.gone, after: 11 * Self.minute) == ["ended"])
        let stops = try engine.calibration().stops
        #expect(stops.trials == 0 && stops.untold == 1)
    }

    @Test func `what was started again soon after its end was needed, and is a label`() throws {
        try shadow()
        #expect(try look(.restarted(startedAt: 2 * Self.minute), after: 3 * Self.minute) == ["restarted"])
        #expect(try engine.calibration().stops.wrong == 1)
        let labels = try engine.storedLabels(engine.journal.store())
        #expect(labels.map(\.actual) == [.useful])
        #expect(labels.map(\.source) == [.outcome])
        #expect(try engine.storedLayer().labels == 1)
    }

    /// Follows the server as if an apply had just ended it.
    private func stop() throws {
        let assessed = try assess(.abandoned, after: 0)
        var report = ApplyReport()
        var action = AppliedAction()
        (action.pid, action.action) = (4000, ApplyRequest.Verb.stop.rawValue)
        action.outcome = ActionOutcome(result: .done, sentence: "")
        report.actions = [action]
        engine.followStops(report, assessed)
        #expect(try engine.journal.store().openTrials(domain: "processes").map(\.kind) == [.stopped])
    }

    @Test func `what was ended and not missed for a day was abandoned`() throws {
        try stop()
        #expect(try look(.gone, after: 23 * Self.hour) == [nil])
        #expect(try look(.gone, after: 25 * Self.hour) == ["stayed_ended"])
        #expect(try engine.storedLabels(engine.journal.store()).map(\.actual) == [.abandoned])
        #expect(try engine.calibration().stops.trials == 1)
    }

    @Test func `what was ended and started again within ten minutes was useful; later it tells nothing`() throws {
        try stop()
        #expect(try look(.restarted(startedAt: 3 * Self.minute), after: 4 * Self.minute) == ["restarted"])
        #expect(try engine.storedLabels(engine.journal.store()).map(\.actual) == [.useful])
        let other = try TrialTests()
        try other.stop()
        #expect(try other.look(.restarted(startedAt: 5 * Self.hour), after: 6 * Self.hour) == ["restarted_later"])
        #expect(try other.engine.storedLabels(other.engine.journal.store()).isEmpty)
        #expect(try other.engine.calibration().stops.untold == 1)
    }

    @Test func `a verdict decides over what became of it, and the next ledger names what was learned`() throws {
        try shadow()
        let assessed = try assess(.abandoned, after: 0)
        let label = try engine.label(pid: 4000, in: assessed, .useful, note: "token=abc123def456ghi789jkl0 mine")
        #expect(!label.note.contains("abc123def456"))
        #expect(try engine.record([label]) == 1)
        #expect(try engine.calibration().stops.wrong == 1)
        let after = try #require(try assess(.abandoned, after: 0).findings.last)
        #expect(after.ledger.priorSource.contains("learned 1 (1 labels)"))
        #expect(after.posterior[.abandoned] < (assessed.findings.last?.posterior[.abandoned] ?? 0))
        let explained = try engine.explain(4000, in: assess(.abandoned, after: 0), withMathematics: true)
        let step = try #require(explained.explanation?.derivations.first { $0.step == "learned priors" })
        #expect(step.source.contains("learned 1"))
        let moved = try #require(step.inputs.first { $0.name.hasPrefix("moves ln odds") }?.value)
        let shifts = try engine.shifts(engine.storedLayer())
        #expect(moved == shifts.first { $0.category == explained.category }?.shift.text(decimals: 4))
        #expect(try engine.forget(isDryRun: false).labels == 1)
        #expect(
            try #require(try assess(.abandoned, after: 0).findings.last).posterior == assessed.findings.last?.posterior)
    }

    @Test func `ticked is abandoned, and what was recommended and left is half a useful`() throws {
        let plan = engine.plan(try assess(.abandoned, after: 0), ProcessEngine.PlanRequest())
        #expect(try engine.learn(ticked: [], of: plan) == 1)
        #expect(try engine.storedLabels(engine.journal.store()).map(\.source) == [.unticked])
        #expect(try engine.learn(ticked: [0], of: plan) == 1)
        let labels = try engine.storedLabels(engine.journal.store())
        #expect(labels.map(\.source) == [.ticked])
        #expect(labels.map(\.actual) == [.abandoned])
        #expect(labels.first?.subject.decisionID == plan.candidates.first?.decisionID)
        // A later tick of another mind replaces it, but leaving it does not.
        #expect(try engine.learn(ticked: [], of: plan) == 0)
    }

    @Test func `a layer that cannot be understood is told of and not heard`() throws {
        try FileSystem.replace(engine.learnedPath, with: Array("{\"priors_version\":9}".utf8))
        #expect(try engine.judgement().packs.learned == nil)
        #expect(engine.journal.allWarnings.contains { $0.contains("version 9") })
    }
}
