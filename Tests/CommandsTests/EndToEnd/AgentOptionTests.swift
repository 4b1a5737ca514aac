import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// What an agent can ask of an answer: fewer fields, rows and bytes, an end in time, no exit code.
    @Suite struct AgentOptionTests {
        let trial: Trial
        let recording: String

        /// A machine with two suspects, as a file: every plan of it is the same.
        init() throws {
            trial = try Trial()
            recording = trial.path("recording.jsonl")
            let folder = try trial.makeDirectory("gone")
            _ = try trial.orphan("yes", ["one"], in: folder).waitForArguments("yes\0one\0")
            _ = try trial.orphan("yes", ["two"], in: folder).waitForArguments("yes\0two\0")
            try FileSystem.removeDirectory(folder)
            #expect(try trial.run("processes record --out \(recording) --window 100ms").exited(.clean))
        }

        private func plan(_ words: String...) throws -> Answer {
            try trial.run(["processes", "agent", "plan", "--from", recording, "--min-age", "0"] + words)
        }

        private func candidates(_ answer: Answer) throws -> [JSONValue] {
            try #require(try answer.data()["candidates"]?.array, "\(answer)")
        }

        @Test func `fields are kept in every format, also within groups`() throws {
            let fields = "pid,memory.rss_bytes,recommendation"
            let whole = try candidates(plan("--json"))
            #expect(whole.count >= 2)
            let expected = try whole.map { row -> JSONValue in
                [
                    "pid": try #require(row["pid"]),
                    "memory": ["rss_bytes": try #require(row["memory"]?["rss_bytes"])],
                    "recommendation": try #require(row["recommendation"]),
                ]
            }
            let narrow = try plan("--json", "--fields", fields)
            #expect(try JSONDifference.all(.array(candidates(narrow)), .array(expected)) == [])
            let lines = try JSONParser.parseLines(plan("--format", "jsonl", "--fields", fields).output)
            #expect(try JSONDifference.all(.array(Array(lines.dropFirst())), .array(candidates(narrow))) == [])
            let toon = try TOONDecoder().decode(plan("--format", "toon", "--fields", fields).output)
            #expect(JSONDifference.all(try #require(toon["data"]), try narrow.data()) == [])
            let table = try plan("--format", "md", "--fields", fields).text.split(separator: "\n")
            #expect(table[0] == "| PID | MEMORY | ADVICE |" && table.count >= whole.count + 2)
            // The rest of the plan stays.
            #expect(try narrow.data()["summary"] == plan("--json").data()["summary"])
        }

        @Test func `an unknown field is refused before anything is done`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            for words in [["--fields", "bogus"], ["--fields", "pid,outcome.bogus"], ["--fields", "recommendation"]] {
                let answer = try trial.beginApply([orphan.pid], ["--action", "pause"] + words).finish()
                #expect(answer.exited(.usage))
                #expect(try answer.envelope()["error_code"] == "cli.usage")
            }
            #expect(try orphan.state == "S")
            #expect(try trial.run("processes agent status --json").data()["done"] == [])
            let label = try trial.run("processes agent label \(orphan.pid) useful --fields bogus --json")
            #expect(label.exited(.usage))
            #expect(try trial.run("processes agent list-priors --json").data()["learned"]?["labels"] == 0)
        }

        @Test func `compact is one line without what is empty, and says the same`() throws {
            let (whole, compact) = (try plan("--json"), try plan("--json", "--compact"))
            #expect(compact.text.filter { $0 == "\n" }.count == 1)
            #expect(compact.output.count < whole.output.count * 3 / 4)
            let lost = JSONDifference.all(try whole.data(), try compact.data())
            #expect(
                lost.allSatisfy { ["null", "[]", "{}", "\"\""].map { "\($0) | nothing" }.contains($0.values) },
                "\(lost)")
            #expect(!lost.isEmpty)
        }

        @Test func `a limit and a kind of advice leave rows out, and the summary as it is`() throws {
            let all = try candidates(plan("--json", "--only", "all"))
            let limited = try plan("--json", "--only", "all", "--limit", "1")
            #expect(try candidates(limited) == [all[0]])
            #expect(try limited.envelope()["warnings"]?[0] == .string("showing 1 of \(all.count)"))
            func kinds(_ which: String) throws -> Set<String> {
                let answer = try plan("--json", "--only", which)
                #expect(try answer.data()["summary"] == limited.data()["summary"])
                return Set(try candidates(answer).compactMap { $0["recommendation"]?.string })
            }
            let ending: Set = ["stop", "restart", "stop_unit"]
            #expect(try kinds("kill").isSubset(of: ending) && kinds("stop") == kinds("kill"))
            #expect(try kinds("review").isSubset(of: ["review"]))
            #expect(try !kinds("candidates").contains("keep"))
            let every = Set(all.compactMap { $0["recommendation"]?.string })
            #expect(try every == kinds("all") && every.contains("keep"))
            let parts = try [kinds("kill"), kinds("review")].flatMap { $0 }
            #expect(every.intersection(ending.union(["review"])) == Set(parts) && !parts.isEmpty)
        }

        @Test func `what takes too long is given up, and says so`() throws {
            let answer = try trial.run("processes agent plan --window 30s --timeout 200ms --json")
            #expect(answer.exited(.unavailable))
            #expect(try answer.envelope()["error_code"] == "tend.timed_out")
            #expect(try answer.envelope()["retryable"] == true)
            #expect(try trial.run("processes agent sessions --json").data() == [])
            #expect(try trial.run("processes agent plan --min-age 0 --timeout 60s --json").data()["candidates"] != nil)
        }

        private static let failing: [(line: String, code: ExitCode)] = [
            ("plan --from {recording} --min-age 0", .candidates), ("plan --from {recording} --goal port", .usage),
            ("plan --form x", .usage), ("pln", .usage),
            ("plan --from {recording} --goal 'free 9000 GB RAM'", .goalNotAchievable),
            ("plan --from /no/such/file", .badData), ("show 01ABCDEFGH", .badData), ("calibration", .candidates),
            ("plan --window 30s --timeout 100ms", .unavailable), ("export-priors --out /proc/x", .cannotCreate),
        ]

        @Test func `an exit code that nobody wants is none`() throws {
            for (line, code) in Self.failing {
                let words = line.split(separator: "'").enumerated().flatMap { place, part in
                    place.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
                }
                let line = ["processes", "agent"] + words.map { $0.replacing("{recording}", with: recording) }
                let plain = try trial.run(line + ["--json"])
                #expect(plain.exited(code), "\(line) \(plain)")
                let quiet = try trial.run(line + ["--json", "--exit-code", "always0"])
                #expect(quiet.exited(.clean), "\(line) \(quiet)")
                #expect(try quiet.envelope()["ok"] == plain.envelope()["ok"])
                #expect(try quiet.envelope()["error_code"] == plain.envelope()["error_code"])
            }
        }

        @Test func `also what was done, or not, ends with 0 where that is asked for`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let done = try trial.apply([orphan.pid], "--action", "pause", "--exit-code", "always0")
            #expect(try done.exited(.clean) && done.action(orphan.pid)["result"] == "done")
            orphan.end()
            let wrong = try trial.run("processes agent verify --json")
            #expect(wrong.exited(.candidates))
            #expect(try trial.run("processes agent verify --json --exit-code=always0").exited(.clean))
            let blocked = try trial.apply([Host.processID], "--exit-code", "always0")
            #expect(try blocked.exited(.clean) && blocked.action(Host.processID)["result"] == "blocked")
        }

        @Test func `what is done is done and told in every format`() throws {
            let orphan = try trial.orphanAfter("true")
            let session = try #require(try trial.plan("--all").envelope()["session_id"]?.string)
            for format in ["json", "jsonl", "toon", "md", "summary", "metrics", "slack", "exitcode", "table"] {
                let target = ["--session", session, "--format", format]
                let applied = try trial.run(
                    ["processes", "agent", "apply", "--pids", "\(orphan.pid)", "--action", "pause", "--yes"]
                        + ["--min-age", "0", "--window", "50ms"] + target)
                #expect(applied.exited(.actionsDone), "\(format) \(applied)")
                #expect(try orphan.state == "T")
                #expect(applied.output.isEmpty == (format == "exitcode"))
                let count = "tend_processes_actions{result=\"done\"} 1\n"
                #expect(applied.text.contains(count) == (format == "metrics"))
                let undone = try trial.run(["processes", "agent", "undo"] + target)
                #expect(undone.exited(.actionsDone), "\(format) \(undone)")
                try waitUntil("it did not go on") { try orphan.state == "S" }
            }
        }
    }
}
