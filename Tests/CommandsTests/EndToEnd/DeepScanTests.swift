import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// A closer look, as a user asks for it.
    @Suite struct DeepScanTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test func `a plan tells what a closer look found, what it took and what it left out`() throws {
            let subject = try trial.orphanAfter("exec </dev/null >/dev/null 2>&1")
            let plan = try trial.plan("--all", "--deep")
            let summary = try #require(try plan.data()["deep_scan"])
            #expect(try #require(summary["cpu_seconds"]?.double) > 0)
            #expect(summary["budget_seconds"]?.double == 8)
            #expect(try #require(summary["costs"]?.array).allSatisfy { $0["seconds"]?.double != nil })
            #expect(summary["skipped"]?.array != nil)
            let explained = try trial.run(["processes", "explain", "\(subject.pid)", "--deep", "--json"])
            let deep = try #require(try explained.data()["deep"])
            #expect(deep["looks"] == 5)
            #expect(deep["storage"]?["written_bytes"] == 0)
            #expect(deep["threads"]?["count"] == 1)
            #expect(deep["terminal"]?.isNull == true)
            #expect(deep["program"] == "present")
        }

        @Test func `without being asked nobody looks closely`() throws {
            let subject = try trial.orphanAfter("true")
            let plan = try trial.plan("--all")
            #expect(try plan.data()["deep_scan"] == nil)
            #expect(try #require(try plan.candidate(subject.pid))["deep"] == nil)
        }

        @Test func `people read a line for each probe, and the cost where they ask for it`() throws {
            let subject = try trial.orphanAfter("true")
            let text = try trial.run(["processes", "explain", "\(subject.pid)", "--deep", "--verbose"])
            #expect(text.text.contains("Deep scan (5 looks within 2.0 s):"), "\(text)")
            #expect(text.text.contains("page faults: 0 minor"), "\(text)")
            #expect(text.text.contains("working directory: there"), "\(text)")
            #expect(text.errorText.contains("deep scan: 1 processes"), "\(text)")
            #expect(text.errorText.contains("% of a core"), "\(text)")
        }

        @Test func `a session and a recording keep what was found`() throws {
            let subject = try trial.orphanAfter("true")
            let answer = try trial.run([
                "processes", "record", "--deep", "--deep-budget", "1s", "--out", trial.path("machine.jsonl"),
            ])
            #expect(answer.exited(.clean), "\(answer)")
            let plan = try trial.run(["processes", "plan", "--from", trial.path("machine.jsonl"), "--all", "--json"])
            #expect(try plan.data()["deep_scan"]?["budget_seconds"]?.double == 1)
            let looked = try #require(try plan.data()["candidates"]?.array).filter { $0["deep"] != nil }
            #expect(try looked.count >= #require(try plan.data()["deep_scan"]?["suspects"]?.integer))
            #expect(subject.isAlive)
        }

        @Test func `a budget out of range is refused`() throws {
            let answer = try trial.run(["processes", "plan", "--deep", "--deep-budget", "0s", "--json"])
            #expect(try answer.envelope()["error"]?.string?.contains("deep_budget") == true, "\(answer)")
        }
    }
}
