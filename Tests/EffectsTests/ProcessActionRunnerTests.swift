import Model
import Planning
import Primitives
import Synchronization
import SystemCalls
import TestSupport
import Testing

@testable import Effects

/// The runner on children of the test; nothing else is ever signalled.
@Suite struct ProcessActionRunnerTests {
    private let bench = ActionBench()

    private func child(_ words: String...) throws -> ChildProcess {
        try ChildProcess.start(SpawnRequest(words[0], Array(words.dropFirst())))
    }

    private func target(_ pid: Int32, ticks: UInt64 = 7) -> ProcessTarget { bench.target(pid, ticks: ticks) }

    /// Approves one action for the target through the only door there is.
    private func approved(
        _ target: ProcessTarget, _ verb: ApplyRequest.Verb, grace: Double = 5, patience: Double = 60
    ) throws -> ApprovedAction {
        var bench = bench
        bench.settings.grace = grace
        bench.settings.supervisorPatience = patience
        return try #require(bench.approved([target], verb).first)
    }

    private func runner(
        sees: ProcessTarget?, successor: Int32? = nil, interrupted: Bool = false, tools: ToolBox = ToolBox()
    ) -> ProcessActionRunner {
        bench.runner(successor: successor, interrupted: interrupted, tools: tools) { _ in sees }
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

    @Test(
        .enabled(if: ChosenProcess.isPossible, Comment(rawValue: ChosenProcess.reason)),
        arguments: [ApplyRequest.Verb.stop, .pause, .renice])
    func `whoever gets the PID between the look and the signal is left alone`(verb: ApplyRequest.Verb) throws {
        // The look happens on this very thread.
        nonisolated(unsafe) let first = try child("/bin/sleep", "60")
        let pid = first.pid
        let second = Mutex<ChosenProcess?>(nil)
        let planned = target(pid)
        // The kernel gives the PID out again while tend looks, to a process in all like the first; only the handle tells.
        let runner = bench.runner { _ in
            first.end()
            second.withLock { $0 = try? ChosenProcess.start(as: pid, "/bin/sleep", ["/bin/sleep", "60"]) }
            return planned
        }
        let outcome = runner.run(try approved(planned, verb))
        let successor = try #require(second.withLock { $0 })
        #expect(outcome.result == .gone, "\(outcome)")
        #expect(successor.isAlive && ![.stopped, nil].contains(ActionBench.state(pid)))
        #expect(try Priority.niceness(of: pid) == 0)
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

    // MARK: Through a supervisor

    /// A tool that ends the child when it is told to stop the unit.
    private func fakectl(_ tools: FakeTools, ending pid: Int32) throws {
        try tools.add("fakectl", "echo \"$*\" >>$TOOLS/calls; kill -TERM \(pid)")
    }

    @Test func `a supervisor is told, and no signal is claimed`() throws {
        let tools = try FakeTools()
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        try fakectl(tools, ending: child.pid)
        let stopped = runner(sees: target(child.pid), tools: tools.box).run(try approved(target(child.pid), .stopUnit))
        #expect(tools.text("calls") == "stop unit\n")
        #expect(stopped.result == .done && stopped.died == true && stopped.signal == nil)
        #expect(stopped.memoryFreed == .kibibytes(4))
        #expect(stopped.sentence.contains("fakectl stop unit"))
    }

    @Test func `what its supervisor starts again after a stop is named, after a restart it is wanted`() throws {
        let tools = try FakeTools()
        for (verb, result, reason) in [
            (ApplyRequest.Verb.stopUnit, ActionOutcome.Result.done, "respawned" as String?), (.restart, .done, nil),
        ] {
            let child = try child("/bin/sleep", "60")
            defer { child.end() }
            try fakectl(tools, ending: child.pid)
            let outcome = runner(sees: target(child.pid), successor: 99, tools: tools.box)
                .run(try approved(target(child.pid), verb))
            #expect(outcome.result == result && outcome.reasonCode == reason && outcome.respawnedAs == 99)
        }
    }

    @Test func `a restart after which nothing runs is no success`() throws {
        let tools = try FakeTools()
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        try fakectl(tools, ending: child.pid)
        let outcome = runner(sees: target(child.pid), tools: tools.box).run(try approved(target(child.pid), .restart))
        #expect(outcome.result == .noEffect && outcome.reasonCode == "not_restarted" && outcome.died == true)
    }

    @Test(arguments: [
        ("exit 0", ActionOutcome.Result.noEffect, "still_running"),
        ("echo 'Access denied' >&2; exit 4", .failed, "not_permitted"),
        ("echo 'no such process' >&2; exit 2", .failed, "supervisor_refused"),
        ("exec sleep 600", .noEffect, "supervisor_timed_out"),
    ])
    func `a supervisor that does not end it leaves a clear outcome and no signal`(
        script: String, result: ActionOutcome.Result, reason: String
    ) throws {
        let tools = try FakeTools()
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        try tools.add("fakectl", script)
        let outcome = runner(sees: target(child.pid), tools: tools.box)
            .run(try approved(target(child.pid), .stopUnit, patience: script.contains("sleep") ? 1 : 60))
        #expect(outcome.result == result && outcome.reasonCode == reason, "\(outcome)")
        #expect(try ProcessHandle.open(pid: child.pid).isAlive)
    }

    @Test func `without its tool nothing is done, and a stranger's PID moves no supervisor`() throws {
        let tools = try FakeTools()
        let child = try child("/bin/sleep", "60")
        defer { child.end() }
        let action = try approved(target(child.pid), .stopUnit)
        let missing = runner(sees: target(child.pid), tools: tools.box).run(action)
        #expect(missing.result == .failed && missing.reasonCode == "tool_missing")
        try fakectl(tools, ending: child.pid)
        let changed = runner(sees: target(child.pid, ticks: 8), tools: tools.box).run(action)
        #expect(changed.reasonCode == "identity_changed")
        #expect(tools.text("calls").isEmpty)
        #expect(try ProcessHandle.open(pid: child.pid).isAlive)
    }
}
