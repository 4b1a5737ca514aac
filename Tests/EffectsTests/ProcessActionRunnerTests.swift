import Decision
import Model
import Planning
import Primitives
import SystemCalls
import Testing

@testable import Effects

/// The runner on children of the test; nothing else is ever signalled.
@Suite struct ProcessActionRunnerTests {
    private func child(_ words: String...) throws -> ChildProcess {
        try ChildProcess.start(SpawnRequest(words[0], Array(words.dropFirst())))
    }

    private func target(_ pid: Int32, ticks: UInt64 = 7) -> ProcessTarget {
        var target = ProcessTarget()
        target.identity = ProcessIdentity(pid: pid, startTicks: ticks, bootID: "boot", userID: 0)
        return target
    }

    /// Approves one action for the target through the only door there is.
    private func approved(_ target: ProcessTarget, _ verb: ApplyRequest.Verb, grace: Double = 5) throws
        -> ApprovedAction
    {
        var settings = PlanningSettings()
        settings.grace = grace
        var candidate = PlannedProcess()
        candidate.target = target
        var plan = ProcessPlan()
        plan.candidates = [candidate]
        let facts = ProcessFacts(
            category: .batch, role: .job, age: 1000, state: .running,
            attachment: AttachmentFacts(
                isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
                standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false, role: .job),
            levels: [.adrift])
        let finding = ProcessFinding(
            facts: facts, posterior: .init(probabilities: [0, 0, 1, 0]), losses: .init(rows: []), choice: .stop,
            ledger: { _ in .certain(.abandoned, because: "test") })
        let present = PresentProcess(target: target, finding: finding, gates: [], residentMemory: .kibibytes(4))
        let request = ApplyRequest(approver: .person, verb: verb, targets: [.init(pid: target.identity.pid)])
        return try #require(
            Approval(settings: settings).approve(plan, request, present: [target.identity.pid: present]).approved
                .actions
                .first)
    }

    private func runner(
        sees: ProcessTarget?, successor: Int32? = nil, interrupted: Bool = false
    ) -> ProcessActionRunner {
        ProcessActionRunner(
            sight: .init(
                target: { _ in .success(sees) }, successor: { _, _ in successor }, isInterrupted: { interrupted }),
            respawnDelay: 0)
    }

    @Test func `a process that listens to TERM ends by it`() throws {
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        let outcome = runner(sees: target(child.pid)).run(try approved(target(child.pid), .stop))
        #expect(outcome.result == .done && outcome.signal == "TERM" && outcome.died == true)
        #expect(outcome.memoryFreed == .kibibytes(4))
    }

    @Test func `a process that ignores TERM is killed after the grace`() throws {
        let child = try child("/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
        defer { child.end() }
        Clocks.sleep(seconds: 0.2)
        let outcome = runner(sees: target(child.pid)).run(try approved(target(child.pid), .stop, grace: 0.3))
        #expect(outcome.result == .done && outcome.signal == "KILL")
    }

    @Test func `where another process bears the PID nothing is sent`() throws {
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        let outcome = runner(sees: target(child.pid, ticks: 8)).run(try approved(target(child.pid), .stop))
        #expect(outcome.result == .blocked && outcome.reasonCode == "identity_changed")
        #expect(try ProcessHandle.open(pid: child.pid).isAlive)
    }

    @Test func `what has gone is gone`() throws {
        let child = try child("/bin/true")
        _ = try child.wait()
        let outcome = runner(sees: nil).run(try approved(target(child.pid), .stop))
        #expect(outcome.result == .gone)
    }

    @Test func `a successor is named, and its memory is not claimed as freed`() throws {
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        let outcome = runner(sees: target(child.pid), successor: 99).run(try approved(target(child.pid), .stop))
        #expect(outcome.reasonCode == "respawned" && outcome.respawnedAs == 99 && outcome.memoryFreed == .zero)
    }

    @Test func `an interruption ends the patience, not the process`() throws {
        let child = try child("/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
        defer { child.end() }
        Clocks.sleep(seconds: 0.2)
        let outcome = runner(sees: target(child.pid), interrupted: true).run(try approved(target(child.pid), .stop))
        #expect(outcome.result == .noEffect && outcome.reasonCode == "interrupted")
        #expect(try ProcessHandle.open(pid: child.pid).isAlive)
    }

    @Test func `pausing and resuming leave it alive`() throws {
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        for verb in [ApplyRequest.Verb.pause, .resume] {
            let outcome = runner(sees: target(child.pid)).run(try approved(target(child.pid), verb))
            #expect(outcome.result == .done && outcome.died == nil)
        }
        #expect(try ProcessHandle.open(pid: child.pid).isAlive)
    }
}
