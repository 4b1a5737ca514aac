import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What is never touched, whoever asks.
    @Suite struct ProtectionTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test(arguments: [["--robot"], []])
        func `the chain from which tend was started is refused`(flags: [String]) throws {
            _ = try trial.plan("--all")
            // The dry run is a second lock on the door: this test names its own process.
            let answer = try trial.beginApply([Host.processID], flags + ["--dry-run"]).finish()
            #expect(answer.exited(.blocked))
            #expect(try answer.action(Host.processID)["reason_code"] == "own_session_chain")
        }

        @Test func `a zombie is never signalled, and its parent is named`() throws {
            let parent = try trial.orphanAfter("sleep 600.987652 & echo $! >new; mv new child")
            let zombie = try trial.hold(pidIn: "child")
            zombie.end()
            try waitUntil("it did not end") { try zombie.state == "Z" }
            let candidate = try #require(try trial.plan().candidate(zombie.pid))
            #expect(candidate["recommendation"] == "reap_parent")
            #expect(candidate["classification"] == "zombie")
            #expect(candidate["ppid"] == .whole(parent.pid))
            #expect(candidate["why"]?.string?.contains("its parent \(parent.pid)") == true)
            let answer = try trial.apply([zombie.pid])
            #expect(answer.exited(.blocked))
            #expect(try answer.action(zombie.pid)["reason_code"] == "zombie")
            #expect(parent.isAlive)
        }

        @Test func `a process younger than two minutes is left for later`() throws {
            let subject = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let words = ["processes", "apply", "--yes", "--json", "--window", "100ms", "--pids", "\(subject.pid)"]
            let answer = try trial.run(words)
            #expect(answer.exited(.blocked))
            #expect(try answer.action(subject.pid)["reason_code"] == "too_young")
            #expect(subject.isAlive)
        }

        @Test func `a robot gets only what was preselected, and observing preselects nothing`() throws {
            let subject = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let answer = try trial.apply([subject.pid], "--robot")
            #expect(answer.exited(.blocked))
            #expect(subject.isAlive)
        }

        @Test func `what is not in the plan is not touched`() throws {
            _ = try trial.plan("--all")
            let subject = try trial.orphanAfter("true")
            let answer = try trial.apply([subject.pid])
            #expect(answer.exited(.blocked))
            #expect(try answer.action(subject.pid)["reason_code"] == "not_in_plan")
            #expect(subject.isAlive)
        }

        @Test func `apply without a word of consent does nothing`() throws {
            let subject = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let answer = try trial.run("processes apply --pids \(subject.pid) --json")
            #expect(answer.exited(.usage))
            #expect(subject.isAlive)
        }
    }
}
