import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What somebody wants is kept, for as long as he said.
    @Suite struct DeclareTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        private func declare(_ words: String...) throws -> Answer {
            try trial.run(["processes", "declare", "--json"] + words)
        }

        private func gates(_ pid: Int32) throws -> [String] {
            let data = try trial.run("processes explain \(pid) --json --window 50ms --min-age 0").data()
            return data["gates"]?.array?.compactMap { $0["reason_code"]?.string } ?? []
        }

        @Test func `a declared process is kept by plan, apply and goal, and no longer once it is taken back`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let declared = try declare("\(orphan.pid)", "--for", "1h", "--reason", "mine, password=hunter2hunter2")
            #expect(declared.exited(.clean))
            let row = try #require(try declared.data().array?.first)
            #expect(row["kind"] == "process")
            #expect(row["running"] == 1)
            #expect(row["reason"] == "mine, password=[redacted]")

            // The plan was made before; apply looks again.
            let refused = try trial.apply([orphan.pid])
            #expect(refused.exited(.blocked))
            #expect(try refused.action(orphan.pid)["reason_code"] == "declared_wanted")
            let plan = try trial.plan("--all", "--goal", "processes < 1")
            #expect(try plan.candidate(orphan.pid)?["recommendation"] == "keep")
            #expect(try plan.candidate(orphan.pid)?["goal"] == nil)
            #expect(try plan.data()["summary"]?["declared"] == 1)
            #expect(try gates(orphan.pid).contains("declared_wanted"))
            #expect(orphan.isAlive)

            let id = try #require(row["id"]?.integer)
            #expect(try trial.run("processes declare list --json").data().array?.count == 1)
            #expect(try trial.run("processes agent declare remove \(id)").exited(.clean))
            #expect(try trial.run("processes declare remove \(id)").exited(.badData))
            #expect(try trial.run("processes declare list --json").data().array?.isEmpty == true)
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphan.pid]).exited(.actionsDone))
        }

        @Test func `a command is kept in its directory, also what is started later, and a recording carries it`() throws
        {
            let folder = try trial.makeDirectory("project")
            let seconds = "600.\(Int.random(in: 100_000...999_999))"
            let declared = try declare("--command", "sleep \(seconds)", "--in", folder)
            #expect(try declared.data().array?.first?["running"] == 0)
            let inside = try trial.orphan("sleep", [seconds], in: folder).waitForArguments("sleep\0\(seconds)\0")
            let outside = try trial.orphan("sleep", [seconds]).waitForArguments("sleep\0\(seconds)\0")
            #expect(try gates(inside.pid).contains("declared_wanted"))
            #expect(try !gates(outside.pid).contains("declared_wanted"))
            #expect(try trial.run("processes declare list --json").data().array?.first?["running"] == 1)

            let file = trial.path("machine.jsonl")
            #expect(try trial.run("processes record --out \(file) --window 50ms").exited(.clean))
            _ = try trial.run("processes declare remove 1")
            let replayed = try trial.run("processes plan --from \(file) --all --json --min-age 0")
            #expect(try replayed.candidate(inside.pid)?["gates"]?.array?.first?["reason_code"] == "declared_wanted")
            #expect(try replayed.data()["summary"]?["declared"] == 1)
        }

        @Test func `what was declared for a moment is kept for that moment`() throws {
            let orphan = try trial.orphanAfter("true")
            #expect(try declare("\(orphan.pid)", "--for", "1s").exited(.clean))
            try waitUntil("it did not expire") {
                try trial.run("processes declare list --json").data().array?.isEmpty == true
            }
            #expect(try !gates(orphan.pid).contains("declared_wanted"))
        }

        @Test(arguments: [
            ("", ExitCode.usage, "needs a process id or --command"),
            ("0", .usage, "PID"), ("-3", .usage, ""), ("fish", .usage, "PID"),
            ("4194999", .badData, "there is no process 4194999"),
            ("1 --command sleep", .usage, "exclude each other"), ("1 --in /tmp", .usage, "--in belongs to --command"),
            ("1 --for 0", .usage, "--for is out of range"), ("1 --for 1000d", .usage, "belongs into a pack"),
            ("1 --for soon", .usage, "duration"), ("--command sleep --in /tmp/no-such-place", .usage, "directory"),
            ("1 --from x.jsonl", .usage, "recording"), ("remove 0", .usage, "number"),
            ("remove 99", .badData, "there is no declaration 99"),
        ])
        func `bad input is refused with a hint, and nothing is declared`(
            words: String, code: ExitCode, message: String
        ) throws {
            let answer = try trial.run("processes declare \(words)")
            #expect(answer.exited(code), "\(answer)")
            #expect(answer.errorText.contains(message), "\(answer)")
            #expect(try trial.run("processes declare list --json").data().array?.isEmpty == true)
        }

        @Test func `a dry run records nothing`() throws {
            let answer = try declare("\(Host.processID)", "--dry-run")
            #expect(try answer.data().array?.first?["id"] == 0)
            #expect(try trial.run("processes declare list --json").data().array?.isEmpty == true)
        }
    }
}
