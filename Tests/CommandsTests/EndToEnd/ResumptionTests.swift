import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// An apply that ends between two actions is finished by the next, whatever ended it.
    @Suite struct ResumptionTests {
        let trial: Trial
        /// Ends at once; notes TERM and stays; is never reached by the first apply.
        let quick: Subject
        let stubborn: Subject
        let last: Subject

        init() throws {
            trial = try Trial()
            quick = try trial.orphanAfter("true", seconds: "601")
            let note = "trap 'echo >noted' TERM; echo >ready; while :; do sleep 0.05; done"
            stubborn = try trial.orphan("sh", ["-c", note])
            last = try trial.orphanAfter("true", seconds: "602")
            let trial = trial
            try waitUntil("the trap was not set") { FileSystem.exists(trial.path("ready")) }
        }

        /// An apply of all three that waits for the second to end.
        private func beginApply() throws -> Trial.Run {
            _ = try trial.plan("--all")
            let run = try trial.beginApply([quick.pid, stubborn.pid, last.pid], ["--grace", "60s"])
            try waitUntil("TERM did not come") { FileSystem.exists(trial.path("noted")) }
            return run
        }

        private func session() throws -> String {
            let list = try trial.run("sessions list --json").data()
            return try #require(list[0]?["session_id"]?.string, "\(list)")
        }

        private func resume() throws -> Answer {
            try trial.apply([], "--resume-session", session(), "--grace", "100ms")
        }

        private func expectFinished(_ resumed: Answer) throws {
            #expect(resumed.exited(.actionsDone))
            #expect(try resumed.data()["actions"]?.array?.count == 2)
            #expect(try resumed.action(stubborn.pid)["outcome"]?["signal"] == "KILL")
            #expect(try resumed.action(last.pid)["result"] == "done")
            #expect(!stubborn.isAlive && !last.isAlive)
            let status = try trial.run("processes agent status --json")
            #expect(status.exited(.clean))
            #expect(try status.data()["pending"] == [])
            #expect(try status.data()["done"]?.array?.count == 3)
        }

        @Test func `killed between two actions, it leaves a record from which the rest is done`() throws {
            let run = try beginApply()
            run.child.end()
            #expect(!quick.isAlive && stubborn.isAlive && last.isAlive)
            let status = try trial.run("processes agent status --json")
            #expect(status.exited(.interrupted))
            #expect(try status.data()["pending"]?.array?.count == 2)
            try expectFinished(resume())
        }

        @Test func `interrupted between two actions, it says so and how to go on`() throws {
            let run = try beginApply()
            try run.child.send(.interrupt)
            let answer = try run.finish()
            #expect(answer.exited(.interrupted))
            #expect(try answer.data()["interrupted"] == true)
            #expect(try answer.action(quick.pid)["result"] == "done")
            #expect(try answer.action(stubborn.pid)["reason_code"] == "interrupted")
            #expect(try answer.action(last.pid)["result"] == "pending")
            #expect(!quick.isAlive && stubborn.isAlive && last.isAlive)
            try expectFinished(resume())
        }

        @Test func `out of time between two actions, it says so and how to go on, and what is finished stays so`()
            throws
        {
            _ = try trial.plan("--all")
            let pids = [quick.pid, stubborn.pid, last.pid]
            let answer = try trial.beginApply(pids, ["--grace", "60s", "--timeout", "8s"]).finish()
            #expect(answer.exited(.interrupted), "\(answer)")
            #expect(try answer.action(quick.pid)["result"] == "done")
            #expect(try answer.action(last.pid)["result"] == "pending")
            #expect(!quick.isAlive && last.isAlive)
            try expectFinished(resume())
            // There is nothing left to go on with, and a finished action is not done twice.
            let again = try resume()
            #expect(again.exited(.clean))
            #expect(try again.data()["actions"] == [])
            let repeated = try trial.apply(pids)
            #expect(repeated.exited(.clean))
            for pid in pids { #expect(try repeated.action(pid)["result"] == "already_done") }
            #expect(try trial.run("processes agent status --json").data()["done"]?.array?.count == 3)
        }

        /// Keeps everybody else from writing to the record, as another program might, until it is ended.
        private func lockRecord() throws -> ChildProcess {
            let words = try DescriptorPair.pipe()
            let holder = try trial.start(
                "sqlite3", ["\(trial.stateDirectory)/history.sqlite3"], input: .descriptor(words.first))
            try writeAll(Array("BEGIN IMMEDIATE;\n.shell echo >locked\n".utf8), to: words.second)
            try waitUntil("the record was not locked") { FileSystem.exists(trial.path("locked")) }
            return holder
        }

        @Test(.enabled(if: Installation.areInstalled("sqlite3"), "sqlite3 is not installed"))
        func `interrupted twice, it leaves at once, and the record names what was intended`() throws {
            let run = try beginApply()
            // After the first signal it wants to record how far it came; while it cannot, the second arrives.
            let lock = try lockRecord()
            try run.child.send(.interrupt)
            try waitUntil("the signal was not taken") { try Subject.pendingSignals(of: run.child.pid) == 0 }
            try run.child.send(.interrupt)
            let answer = try run.finish()
            // What a shell shows as 130.
            #expect(answer.status == .signalled(.interrupt) && answer.output.isEmpty, "\(answer)")
            #expect(!quick.isAlive && stubborn.isAlive && last.isAlive)
            lock.end()
            let status = try trial.run("processes agent status --json")
            #expect(status.exited(.interrupted))
            #expect(try status.data()["session"]?["state"] == "applying")
            #expect(try status.data()["done"]?.array?.compactMap { $0["pid"] } == [.whole(quick.pid)])
            let pending = try #require(try status.data()["pending"]?.array)
            #expect(Set(pending.compactMap { $0["pid"]?.integer }) == [Int64(stubborn.pid), Int64(last.pid)])
            #expect(try trial.run("audit verify").exited(.clean))
            try expectFinished(resume())
        }

        @Test func `what ended by itself meanwhile is settled as gone`() throws {
            let run = try beginApply()
            run.child.end()
            stubborn.end()
            let resumed = try resume()
            #expect(resumed.exited(.actionsDone))
            #expect(try resumed.action(stubborn.pid)["result"] == "gone")
            #expect(try resumed.action(last.pid)["result"] == "done")
            #expect(try trial.run("processes agent status --json").data()["pending"] == [])
        }

        @Test func `only one apply of a user acts at a time`() throws {
            let run = try beginApply()
            let second = try trial.apply([last.pid])
            #expect(second.exited(.unavailable))
            #expect(try second.envelope()["error_code"] == "store.locked")
            #expect(try second.envelope()["retryable"] == true)
            #expect(last.isAlive)
            try run.child.send(.interrupt)
            #expect(try run.finish().exited(.interrupted))
        }
    }
}
