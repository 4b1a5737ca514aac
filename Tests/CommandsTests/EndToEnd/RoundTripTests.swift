import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

private import func Glibc.exp
private import func Glibc.log

extension EndToEnd {
    /// What is printed can be read back, recomputed and compared.
    @Suite struct RoundTripTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test func `the printed posterior follows from the printed prior and evidence`() throws {
            let folder = try trial.makeDirectory("gone")
            let subject = try trial.orphan("yes", in: folder).waitForArguments("yes\0")
            try FileSystem.removeDirectory(folder)
            let words = ["--json", "--window", "100ms", "--min-age", "0"]
            let explained = try trial.run(["processes", "explain", "\(subject.pid)"] + words).data()
            let ledger = try #require(explained["ledger"])
            for (subject, probability) in try recomputed(ledger) {
                let printed = try #require(explained["posterior"]?[subject]?.double)
                #expect(abs(printed - probability) < 1e-9, "\(subject)")
            }
        }

        /// Log prior, plus for every group the sum of its terms, each within its bounds, clipped to the cap; normalised.
        private func recomputed(_ ledger: JSONValue) throws -> [(String, Double)] {
            let prior = try #require(ledger["prior"]?.object?.members)
            var logs = try prior.map { log(try #require($0.value.double)) }
            for group in try #require(ledger["groups"]?.array) {
                let cap = try #require(group["cap"]?.double)
                for (index, member) in prior.enumerated() {
                    let sum = try #require(group["terms"]?.array).reduce(0) { sum, term in
                        let weight = try #require(term["log_likelihood"]?[member.key]?.double)
                        let lower = term["lower_bound"]?.double ?? -.infinity
                        return sum + min(max(weight, lower), term["upper_bound"]?.double ?? .infinity)
                    }
                    logs[index] += min(max(sum, -cap), cap)
                }
            }
            let total = logs.reduce(0) { $0 + exp($1) }
            return zip(prior, logs).map { ($0.key, exp($1) / total) }
        }

        @Test func `a plan read back from the record is the plan that was printed, field by field`() throws {
            let subject = try trial.orphanAfter("true")
            let long = (0..<1000).map { "/some/file\($0)" }
            _ = try trial.orphan("sh", ["-c", "while :; do sleep 0.1; done"] + long)
            let printed = try trial.plan("--all")
            let session = try #require(try printed.envelope()["session_id"]?.string)
            let shown = try trial.run("processes agent show \(session) --json")
            #expect(try shown.data() == printed.data())
            let explained = try trial.run("processes explain \(subject.pid) --session \(session) --json")
            var fields = try #require(try explained.data().object)
            // What the samples tell beyond the plan.
            #expect(fields["explanation"]?["tree"]?.array?.isEmpty == false)
            fields["explanation"] = nil
            fields["trajectory"] = nil
            #expect(try .object(fields) == printed.candidate(subject.pid))
        }

        @Test func `what apply printed is what the record and verify say`() throws {
            let subject = try trial.orphanAfter("true")
            let planned = try #require(try trial.plan("--all").candidate(subject.pid))
            let applied = try trial.apply([subject.pid]).action(subject.pid)
            let status = try trial.run("processes agent status --json").data()
            let done = try #require(status["done"]?[0])
            let verified = try trial.run("processes verify --json").action(subject.pid)
            for key in ["pid", "start_id", "command", "decision_id"] { #expect(applied[key] == planned[key]) }
            for key in ["pid", "action", "result", "command", "decision_id"] { #expect(done[key] == applied[key]) }
            for key in ["pid", "start_id", "action"] { #expect(verified[key] == applied[key]) }
            #expect(verified["recorded"] == applied["result"])
            #expect(verified["as_recorded"] == true)
            #expect(status["session"]?["state"] == "done")
        }

        @Test func `a recording is judged the same twice, and as a copy`() throws {
            let subject = try trial.orphanAfter("true")
            let recorded = try trial.run("processes record --out \(trial.path("one")) --window 100ms")
            #expect(recorded.exited(.clean))
            subject.end()
            let copy = String(decoding: try FileSystem.read(trial.path("one")), as: UTF8.self)
            _ = try trial.write(copy, to: "two")
            let plans = try ["one", "one", "two"].map { name in
                try trial.plan("--all", "--from", trial.path(name)).data()
            }
            #expect(plans[0] == plans[1] && plans[0] == plans[2])
            let piped = #""$0" processes plan --all --json --min-age 0 --from - <one"#
            #expect(try trial.begin(["-c", piped, Installation.path], program: ["sh"]).finish().data() == plans[0])
            #expect(plans[0]["candidates"]?.array?.contains { $0["pid"] == .whole(subject.pid) } == true)
            #expect(plans[0]["session_id"] == "")
        }

        @Test func `a kept process is explained from the session's samples`() throws {
            let session = try #require(try trial.plan().envelope()["session_id"]?.string)
            let kept = try trial.run("processes explain \(Host.processID) --session \(session) --json --min-age 0")
            #expect(kept.exited(.clean))
            #expect(try kept.data()["pid"] == .whole(Host.processID))
            #expect(try kept.data()["recommendation"] == "keep")
            let missing = try trial.run("processes explain 2147483647 --session \(session) --json")
            #expect(missing.exited(.badData))
        }

        @Test func `a plan of another version is refused with both versions named`() throws {
            let subject = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            try trial.editPlan { $0.replacing("\"plan_version\":1", with: "\"plan_version\":2") }
            let applied = try trial.apply([subject.pid])
            #expect(applied.exited(.badData))
            #expect(try applied.envelope()["error_code"] == "processes.unsupported_version")
            #expect(try applied.envelope()["error"]?.string?.contains("version 2") == true)
            #expect(subject.isAlive)
        }
    }
}
