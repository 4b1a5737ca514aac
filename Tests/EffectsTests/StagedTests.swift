import Model
import Planning
import Primitives
import Synchronization
import SystemCalls
import Testing

@testable import Effects

/// Several steps with a look between them, on one child or a group of them.
@Suite struct StagedTests {
    private var bench: ActionBench {
        var bench = ActionBench()
        bench.staged = true
        bench.settings.grace = 0.3
        return bench
    }

    private func children(_ script: String, _ count: Int = 1) throws -> [ChildProcess] {
        try (0..<count).map { _ in try ChildProcess.start(SpawnRequest("/bin/sh", ["-c", script])) }
    }

    /// It lives and is not stopped, whatever it does just now.
    private func goesOn(_ child: ChildProcess) -> Bool {
        let state = ActionBench.state(child.pid)
        return state != nil && state != .stopped && state != .zombie
    }

    private static let stubborn = "trap '' TERM; while :; do sleep 0.02; done"

    /// A look that differs before and after.
    private func looks(_ before: Surroundings, _ after: Surroundings) -> @Sendable (Int32) -> Surroundings {
        let isFirst = Mutex(true)
        return { _ in
            isFirst.withLock { first in
                defer { first = false }
                return first ? before : after
            }
        }
    }

    @Test func `where nothing suffers a paused process is ended, and the answer says that somebody looked`() throws {
        let child = try children("sleep 60")[0]
        defer { child.end() }
        let target = bench.target(child.pid)
        let outcome = bench.runner { _ in target }.run(try #require(bench.approved([target], .stop).first))
        #expect(outcome.result == .done && outcome.signal == "TERM" && outcome.died == true)
        #expect(outcome.suffered == [] && outcome.recovered == true && outcome.reversal == nil)
        #expect(try #require(outcome.observedSeconds) >= 0.1)
    }

    @Test(arguments: [
        (Surroundings(state: .stopped, parent: 77, parentTicks: 10, waiting: 2), "a client waits for PID"),
        (Surroundings(state: .stopped, parent: 0, waiting: 1), "PID 77, ended"),
        (Surroundings(state: .stopped, parent: 77, parentTicks: 1_000, waiting: 1), "became busy"),
        (Surroundings(state: .sleeping, parent: 77, parentTicks: 10, waiting: 1), "somebody let PID"),
    ])
    func `where something suffers it goes on, and nothing harsher follows`(
        after: Surroundings, words: String
    ) throws {
        let child = try children("sleep 60")[0]
        defer { child.end() }
        let target = bench.target(child.pid)
        let before = Surroundings(state: .sleeping, parent: 77, parentTicks: 10, parentShare: 0.01, waiting: 1)
        let outcome = bench.runner(surroundings: looks(before, after)) { _ in target }
            .run(try #require(bench.approved([target], .stop).first))
        #expect(outcome.result == .noEffect && outcome.reasonCode == "suffering_observed")
        #expect(outcome.sentence.contains(words) && outcome.suffered?.count == 1, "\(outcome)")
        #expect(goesOn(child) && outcome.speaksAgainstPolicy)
    }

    @Test func `unknown clients are no complaint, and a busy parent that always was is none`() {
        let before = Surroundings(state: .sleeping, parent: 7, parentTicks: 100, parentShare: 0.9, waiting: nil)
        let after = Surroundings(state: .stopped, parent: 7, parentTicks: 200, parentShare: 0.9, waiting: 3)
        #expect(after.complaints(since: before, of: 1, seconds: 1, ticksPerSecond: 100).isEmpty)
    }

    @Test func `a group is ended together, the stubborn with force`() throws {
        let members = try children(Self.stubborn, 2) + children("sleep 60")
        defer { for member in members { member.end() } }
        Clocks.sleep(seconds: 0.2)
        let targets = members.map { bench.target($0.pid) }
        let known = Dictionary(uniqueKeysWithValues: targets.map { ($0.identity.pid, $0) })
        let outcomes = bench.runner { known[$0] }.run(bench.approved(targets, .stop))
        #expect(outcomes.map(\.result) == [.done, .done, .done], "\(outcomes)")
        #expect(outcomes.map(\.signal) == ["KILL", "KILL", "TERM"])
    }

    @Test func `one member that is another process now keeps all of its group safe`() throws {
        let members = try children("sleep 60", 3)
        defer { for member in members { member.end() } }
        let targets = members.map { bench.target($0.pid) }
        let changed = bench.target(members[1].pid, ticks: 8)
        let outcomes = bench.runner { pid in
            pid == changed.identity.pid ? changed : targets.first { $0.identity.pid == pid }
        }
        .run(bench.approved(targets, .stop))
        #expect(outcomes.map(\.result) == [.blocked, .blocked, .blocked])
        #expect(outcomes.map(\.reasonCode) == ["group_member_changed", "identity_changed", "group_member_changed"])
        for member in members { #expect(goesOn(member)) }
    }

    @Test func `a member that ended by itself does not hold its group back`() throws {
        let members = try children("sleep 60", 2)
        defer { for member in members { member.end() } }
        members[0].end()
        let targets = members.map { bench.target($0.pid) }
        let outcomes = bench.runner { pid in targets.first { $0.identity.pid == pid } }
            .run(bench.approved(targets, .stop))
        #expect(outcomes.map(\.result) == [.gone, .done], "\(outcomes)")
    }

    @Test func `an interruption while all rest lets all go on`() throws {
        let members = try children("sleep 60", 2)
        defer { for member in members { member.end() } }
        let targets = members.map { bench.target($0.pid) }
        let outcomes = bench.runner(interrupted: true) { pid in targets.first { $0.identity.pid == pid } }
            .run(bench.approved(targets, .stop))
        #expect(outcomes.allSatisfy { $0.reasonCode == "interrupted" }, "\(outcomes)")
        for member in members { #expect(goesOn(member)) }
    }

    @Test func `what was stopped already hears of its end`() throws {
        let child = try children("sleep 60")[0]
        defer { child.end() }
        try ProcessHandle.open(pid: child.pid).send(.stop)
        while ActionBench.state(child.pid) != .stopped { Clocks.sleep(seconds: 0.005) }
        var bench = bench
        bench.staged = false
        bench.settings.grace = 30
        let target = bench.target(child.pid)
        let outcome = bench.runner { _ in target }.run(try #require(bench.approved([target], .stop).first))
        #expect(outcome.result == .done && outcome.signal == "TERM")
    }

    @Test func `niceness and a pause are taken back once, and then stand as they were`() throws {
        let child = try children("sleep 60")[0]
        defer { child.end() }
        let bench = bench
        let target = bench.target(child.pid)
        let runner = bench.runner { _ in target }
        let reniced = runner.run(try #require(bench.approved([target], .renice).first))
        #expect(reniced.reversal == Reversal(.niceness, niceness: 0) && reniced.result == .done)
        #expect(try Priority.niceness(of: child.pid) == 10)
        let paused = runner.run(try #require(bench.approved([target], .pause).first))
        #expect(ActionBench.state(child.pid) == .stopped && paused.recovered == true)
        let reversals = [try #require(paused.reversal), try #require(reniced.reversal)]
        let undo = try #require(bench.approved([target], .undo, undoing: reversals).first)
        #expect(runner.run(undo).result == .done)
        #expect(goesOn(child))
        #expect(try Priority.niceness(of: child.pid) == 0)
        #expect(runner.run(undo).result == .alreadyDone)
    }
}
