import Formats
import History
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// What is told while it happens.
    @Suite struct WatchTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// What follows the envelope.
        private func lines(_ answer: Answer) throws -> [JSONValue] {
            let lines = try JSONParser.parseLines(answer.output)
            #expect(lines.first?["ok"] == true, "\(answer)")
            return Array(lines.dropFirst())
        }

        private func watch(_ words: String...) throws -> [String] {
            ["processes", "watch", "--min-age", "0", "--window", "100ms", "--interval", "1s"] + words
        }

        @Test func `an orphan is told once, then its end, and each time a command is run`() throws {
            let folder = try trial.makeDirectory("gone")
            let orphan = try trial.orphan("yes", ["watched"], in: folder).waitForArguments("yes\0watched\0")
            try FileSystem.removeDirectory(folder)
            let words = try watch(
                "--count", "4", "--threshold", "low", "--format", "jsonl", "--notify-exec",
                "echo \"$TEND_SENTENCE\" >> \(trial.path("told"))")
            let run = try trial.begin(words)
            try waitUntil("nothing was told") { FileSystem.exists(trial.path("told")) }
            orphan.end()
            let answer = try run.finish()
            #expect(answer.exited(.clean))
            let own = try lines(answer).filter { $0["pid"]?.integer == Int64(orphan.pid) }
            #expect(own.first?["event"] == "candidate_detected")
            #expect(own.filter { $0["event"] == "candidate_detected" }.count == 1)
            #expect(own.first?["command"] == "yes watched")
            #expect(try trial.read("told").contains("PID \(orphan.pid)"))
        }

        @Test func `what was seen becomes the past of later judgements, and no session is made`() throws {
            #expect(try trial.run(watch("--count", "2")).exited(.clean))
            #expect(try trial.run("sessions list --json").data().array?.isEmpty == true)
            let store = try Store.open(HistorySettings(directory: trial.stateDirectory))
            let boot = try #require(RunningProcess.bootID())
            #expect(try store.scans(bootID: boot, newest: 10).count == 2)
        }

        @Test func `a goal that is not met is told once`() throws {
            let answer = try trial.run(
                watch("--count", "2", "--goal", "processes < 1", "--threshold", "critical", "--json"))
            let events = try #require(try answer.data().array).filter { $0["event"] == "goal_violated" }
            #expect(events.count == 1)
            #expect(events.first?["sentence"]?.string?.contains("processes < 1") == true)
            #expect(answer.errors.isEmpty, "who has said when it ends knows when it answers")
        }

        @Test func `a watch without an end says that its format answers at the end, and does when interrupted`() throws
        {
            let words = try watch("--goal", "processes < 1", "--threshold", "critical", "--format", "summary")
            let run = try trial.begin(words)
            let store = { try Store.open(HistorySettings(directory: trial.stateDirectory)) }
            let boot = try #require(RunningProcess.bootID())
            try waitUntil("it never looked", timeout: .seconds(60)) {
                guard FileSystem.exists("\(trial.stateDirectory)/history.sqlite3") else { return false }
                return try store().scans(bootID: boot, newest: 1).count == 1
            }
            try run.child.send(.interrupt)
            let answer = try run.finish()
            #expect(answer.exited(.clean))
            #expect(answer.text.contains(", 1 event: 1 goal violated."), "\(answer)")
            #expect(answer.errorText.contains("--format jsonl tells at once"))
        }

        @Test func `out of time between two looks a watch ends well, and no more rows than wanted are told`() throws {
            let ended = try trial.run(
                ["processes", "watch", "--min-age", "0", "--window", "100ms", "--interval", "1h", "--timeout", "5s"]
                    + ["--goal", "processes < 1", "--format", "jsonl"])
            #expect(ended.exited(.clean))
            #expect(try lines(ended).contains { $0["event"] == "goal_violated" })
            let limited = try trial.run(
                watch(
                    "--goal", "processes < 1", "--goal", "processes < 2", "--threshold", "critical", "--limit", "1",
                    "--format", "jsonl", "--fields", "event"))
            #expect(limited.exited(.clean))
            #expect(try lines(limited) == [["event": "goal_violated"]])
        }

        @Test(
            arguments: [
                (["--interval", "100ms"], "at least 1s"), (["--from", "x.jsonl"], "does not change"),
                (["--threshold", "all"], "threshold"), (["--count", "0"], "count"),
            ])
        func `what cannot be watched is refused`(words: [String], complaint: String) throws {
            let answer = try trial.run(["processes", "watch"] + words)
            #expect(answer.exited(.usage))
            #expect(answer.errorText.contains(complaint), "\(answer.errorText)")
        }

        @Test func `what a session did is told action by action`() throws {
            let orphan = try trial.orphanAfter("true")
            let session = try #require(try trial.plan("--all").envelope()["session_id"]?.string)
            #expect(try lines(trial.run("processes agent tail --session \(session) --format jsonl")).isEmpty)
            _ = try trial.apply([orphan.pid])
            let told = try lines(trial.run("processes agent tail --session \(session) --format jsonl"))
            #expect(told.map { $0["pid"]?.integer } == [Int64(orphan.pid)])
            #expect(told.first?["result"] == "done")
            #expect(try trial.run("processes agent tail --session 01ABCDEFGH").exited(.badData))
        }
    }
}
