import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    @Suite struct OtherVerbTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test func `a process is paused and resumed, and verify sees both`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphan.pid], "--action", "pause").exited(.actionsDone))
            try waitUntil("it was not stopped") { try orphan.state == "T" }
            let paused = try trial.run("processes verify --json")
            #expect(paused.exited(.clean))
            #expect(try paused.action(orphan.pid)["observed"] == "stopped")

            let resumed = try trial.apply([orphan.pid], "--action", "resume")
            #expect(resumed.exited(.actionsDone))
            #expect(try resumed.action(orphan.pid)["outcome"]?["signal"] == "CONT")
            try waitUntil("it did not go on") { try orphan.state == "S" }
            #expect(try trial.run("processes verify --json").exited(.clean))
        }

        @Test func `a process is made to yield to others`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphan.pid], "--action", "renice", "--nice", "15").exited(.actionsDone))
            #expect(try orphan.niceness == "15")
            #expect(orphan.isAlive)
        }
    }
}
