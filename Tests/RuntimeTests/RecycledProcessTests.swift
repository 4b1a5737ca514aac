import Decision
import Effects
import History
import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// A PID that the kernel really gave out again, within one clock tick: number, start and owner say nothing then.
@Suite(.serialized, .enabled(if: ChosenProcess.isPossible, Comment(rawValue: ChosenProcess.reason)))
struct RecycledProcessTests {
    private let sight: LiveSight
    private let copy: CopiedProgram

    /// A copy of `sleep`: the same program in another file.
    private final class CopiedProgram: Sendable {
        let path = "/tmp/tend-sleep-\(Host.processID)-\(Host.randomBytes(4).map { String($0, radix: 16) }.joined())"

        init() throws {
            try #require(try ChildProcess.start(SpawnRequest("cp", ["/bin/sleep", path])).wait() == .exited(0))
        }

        deinit {
            // What cannot be removed lies under /tmp and harms nothing.
            try? FileSystem.remove(path)
        }
    }

    /// What the second process runs.
    enum Second: CaseIterable {
        case otherArguments, otherFile
    }

    private static let words = ["sleep", "600.716253"]

    init() throws {
        copy = try CopiedProgram()
        sight = LiveSight(
            key: GroupingKey.load(directory: "/proc/none"), bootID: try #require(RunningProcess.bootID()))
    }

    private func start(_ second: Second, as pid: Int32) throws -> ChosenProcess {
        switch second {
        case .otherArguments: try ChosenProcess.start(as: pid, "/bin/sleep", ["sleep", "600.716254"])
        case .otherFile: try ChosenProcess.start(as: pid, copy.path, Self.words)
        }
    }

    /// One process as tend sees it, and the other that got its PID within the same tick.
    private func recycle(_ second: Second) throws -> (planned: ProcessTarget, second: ChosenProcess)? {
        for _ in 0..<1000 {
            // The PID of a child that was reaped is nobody's until the kernel has come round to it.
            let free = try ChildProcess.start(SpawnRequest("/bin/true"))
            _ = try free.wait()
            let first = try ChosenProcess.start(as: free.pid, "/bin/sleep", Self.words)
            let planned = try #require(try sight.target(free.pid))
            first.end()
            let second = try start(second, as: free.pid)
            if RunningProcess.startTicks(of: free.pid) == planned.identity.startTicks { return (planned, second) }
        }
        return nil
    }

    @Test(arguments: Second.allCases)
    func `it is told from the first by its program file and its arguments`(second: Second) throws {
        let (planned, process) = try #require(try recycle(second), "no two of them began within one tick")
        let present = try #require(try sight.target(process.pid))
        #expect(present.identity == planned.identity)
        #expect((present.executable == planned.executable) == (second == .otherArguments))
        #expect((present.argumentsHash == planned.argumentsHash) == (second == .otherFile))
        // Both compare: what is approved against the scan, and what is held by its pidfd right before the signal.
        let (approved, refusals) = approve(planned, present: present)
        #expect(approved.actions.isEmpty && refusals.map(\.outcome.reasonCode) == ["identity_changed"])
        let action = try #require(approve(planned, present: planned).0.actions.first)
        let runner = ProcessActionRunner(
            sight: sight.sight, supervisors: SupervisorAccess(tools: ToolBox()) { _ in "" },
            controlGroups: ControlGroupMounts(hierarchies: [], isManaged: false))
        #expect(runner.run([action]) { _, _ in nil }.map(\.reasonCode) == ["identity_changed"])
        #expect(process.isAlive)
    }

    /// A person's word to stop what was planned, beside what the scan shows now.
    private func approve(
        _ planned: ProcessTarget, present: ProcessTarget
    ) -> (ApprovedPlan, [Approval.Refusal]) {
        var plan = ProcessPlan()
        var candidate = PlannedProcess()
        candidate.target = planned
        plan.candidates = [candidate]
        let facts = ProcessFacts(
            category: .batch, role: .job, age: 1000, state: .sleeping,
            attachment: AttachmentFacts(
                isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
                standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false, role: .job),
            levels: [.adrift])
        let finding = ProcessFinding(
            facts: facts, posterior: .init(probabilities: [0, 0, 1, 0]), losses: .init(rows: []), choice: .stop,
            ledger: { _ in .certain(.abandoned, because: "test") })
        let pid = planned.identity.pid
        return Approval(settings: PlanningSettings()).approve(
            plan, ApplyRequest(approver: .person, verb: .stop, targets: [ApplyRequest.Target(pid: pid)]),
            present: [pid: PresentProcess(target: present, finding: finding, gates: [], residentMemory: .zero)])
    }
}
