import Decision
import Formats
import History
import Planning
import Primitives
import Runtime
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

        /// A plan that shows whatever one plan can show.
        private func fullPlan() throws -> Answer {
            let journal = Journal(settings: HistorySettings(directory: trial.stateDirectory))
            try journal.setMode(
                PolicyChange(from: .observe, to: .canary, reason: "test"), of: "processes",
                redactor: Redactor(home: nil))
            let words = ["--deep", "--include-predictions", "--goal", "free 1 processes", "--max-kills", "100"]
            return try trial.beginPlan(["--all"] + words).finish(timeout: .seconds(120))
        }

        private func makeOrphanInDeletedFolder(_ name: String) throws {
            let folder = try trial.makeDirectory(name)
            _ = try trial.orphan("yes", [name], in: folder).waitForArguments("yes\0\(name)\0")
            try FileSystem.removeDirectory(folder)
        }

        @Test func `a plan read back from the record is the plan that was printed, field by field`() throws {
            try makeOrphanInDeletedFolder("first")
            let long = (0..<1000).map { "/some/file\($0)" }
            _ = try trial.orphan("sh", ["-c", "while :; do sleep 0.1; done"] + long)
            let full = try fullPlan()
            let session = try #require(try full.envelope()["session_id"]?.string)
            try makeOrphanInDeletedFolder("second")
            let since = try trial.plan("--since", session)
            for printed in [full, since] {
                let session = try #require(try printed.envelope()["session_id"]?.string)
                for verb in ["processes agent show", "sessions show", "explain"] {
                    let shown = try trial.run("\(verb) \(session) --json").data()
                    #expect(try differences(printed.data(), shown) == [], "\(verb)")
                }
            }
            #expect(try since.data()["delta"]?["new"]?.array?.isEmpty == false)
            #expect(try since.data()["candidates"]?.array?.isEmpty == false)
            // What there was to be read back.
            let plan = try full.data()
            for key in ["deep_scan", "goal", "baseline", "error_budget", "limits"] {
                #expect(plan[key] != nil, "\(key)")
            }
            let candidates = try #require(plan["candidates"]?.array)
            for key in ["deep", "probing", "trajectory", "next_step", "undecided", "goal", "margin_nats"] {
                #expect(candidates.contains { $0[key] != nil }, "\(key)")
            }
            try expectExplained(candidates, session)
        }

        /// Of a plan that lists only what is new or worse, the record holds the other candidates as well; nothing else
        /// may differ.
        private func differences(_ printed: JSONValue, _ shown: JSONValue) throws -> [JSONDifference] {
            var shown = try #require(shown.object)
            if printed["delta"] != nil {
                let listed = Set(printed["candidates"]?.array?.compactMap { $0["decision_id"]?.string } ?? [])
                let kept = shown["candidates"]?.array?.filter { listed.contains($0["decision_id"]?.string ?? "") }
                shown["candidates"] = .array(kept ?? [])
            }
            return JSONDifference.all(printed, .object(shown))
        }

        /// Each is explained as it was planned; the samples only add to it.
        private func expectExplained(_ candidates: [JSONValue], _ session: String) throws {
            for candidate in candidates.prefix(3) {
                let decision = try #require(candidate["decision_id"]?.string)
                #expect(try JSONDifference.all(candidate, trial.run("explain \(decision) --json").data()) == [])
                let pid = try #require(candidate["pid"]?.integer)
                let explained = try trial.run(
                    "processes agent explain --pid \(pid) --session \(session) --galaxy-brain --json")
                var fields = try #require(try explained.data().object)
                #expect(fields["explanation"]?["tree"]?.array?.isEmpty == false)
                #expect(fields["explanation"]?["derivations"]?.array?.isEmpty == false)
                fields["explanation"] = nil
                #expect(JSONDifference.all(candidate, .object(fields)) == [])
            }
        }

        @Test func `what apply printed is what the record and verify say`() throws {
            let subject = try trial.orphanAfter("true")
            let planned = try #require(try trial.plan("--all").candidate(subject.pid))
            let applied = try trial.apply([subject.pid]).action(subject.pid)
            let status = try trial.run("processes agent status --json").data()
            let done = try #require(status["done"]?[0])
            let verified = try trial.run("processes agent verify --json").action(subject.pid)
            let told = try JSONParser.parseLines(trial.run("processes agent tail --format jsonl").output)
            // What two of them call by the same name is the same.
            for (left, right, fewest) in [
                (planned, applied, 4), (applied, done, 5), (applied, verified, 3), (done, try #require(told.last), 5),
            ] {
                let keys = (left.object?.members ?? []).map(\.key).filter { right[$0] != nil }
                #expect(keys.count >= fewest, "\(keys)")
                for key in keys { #expect(left[key] == right[key], "\(key)") }
            }
            #expect(verified["recorded"] == applied["result"])
            #expect(verified["as_recorded"] == true)
            #expect(status["session"]?["state"] == "done")
            let outcomes = try trial.run("audit list --kind outcome --json").data().array
            let body = try #require(outcomes?.last?["body"])
            let shared = (body.object?.members ?? []).map(\.key).filter { applied["outcome"]?[$0] != nil }
            for key in shared { #expect(body[key] == applied["outcome"]?[key], "\(key)") }
            #expect(!shared.isEmpty, "\(body.text())")
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
