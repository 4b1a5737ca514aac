import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Which suspects get which probes, and what comes of it, on processes that really run.
    @Suite struct CloserLookTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// An orphan of an agent in a worktree that its repository forgot.
        private func leftover() throws -> Subject {
            let folder = try trial.makeDirectory("old")
            _ = try trial.write("gitdir: \(trial.path("shop/.git/worktrees/old"))\n", to: "old/.git")
            _ = try trial.makeDirectory("shop/.git")
            trial.environment.append(("CLAUDECODE", "1"))
            let seconds = "600.\(Int.random(in: 100_000...999_999))"
            return try trial.orphan("sleep", [seconds], in: folder).waitForArguments("sleep\0\(seconds)\0")
        }

        @Test func `a suspect is probed by choice, its readings are heard, and the plan says why and what next`() throws
        {
            let orphan = try leftover()
            let before = try #require(try trial.plan("--all").candidate(orphan.pid))
            #expect(before["probing"] == nil && before["deep"] == nil)
            #expect(before["next_step"]?["words"]?.string?.isEmpty == false)

            // Other suspects of this machine may be more urgent: all of them may be looked at.
            let candidate = try #require(try trial.plan("--all", "--deep").candidate(orphan.pid))
            let probing = try #require(candidate["probing"])
            let probes = try #require(probing["probes"]?.array)
            #expect(probes.count == 19)
            for probe in probes { #expect((probe["chosen"] == true) == (probe["reason"] == nil)) }
            #expect(try #require(probing["perfect"]?.double) > 0 && probing["priority"]?.double != nil)
        }

        @Test func `a process that is named is looked at with every probe, and the mathematics shows each number`()
            throws
        {
            let orphan = try leftover()
            let words = ["processes", "explain", "\(orphan.pid)", "--deep", "--galaxy-brain", "--min-age", "0"]
            let data = try trial.run(words + ["--json"]).data()
            #expect(data["deep"]?["agent_marks"]?.array?.isEmpty == false)
            #expect(data["deep"]?["repository"]?["kind"] == "pruned")
            let groups = data["ledger"]?["groups"]?.array ?? []
            let need = try #require(groups.first { $0["name"] == "deep_need" })
            #expect(need["cap"]?.double == 1.2)
            let terms = need["terms"]?.array ?? []
            for (feature, value) in [("worktree_pruned", "yes"), ("started_by_agent", "yes"), ("writing", "no")] {
                #expect(terms.first { $0["feature"] == .string(feature) }?["value"] == .string(value), "\(feature)")
            }
            let steps = data["explanation"]?["derivations"]?.array?.compactMap { $0["step"]?.string } ?? []
            for step in [
                "deep_need: worktree_pruned", "deep_health: thrashing", "probing: perfect information",
                "probing: which probes", "waiting", "next step",
            ] { #expect(steps.contains(step), "\(step)") }
            let text = try trial.run(words).text
            #expect(text.contains("Closer look") && text.contains("Its worktree was removed from the repository."))
        }

        @Test func `a recording carries the readings and is judged with them, and nothing in it is probed`() throws {
            let orphan = try leftover()
            let file = trial.path("machine.jsonl")
            #expect(try trial.run("processes record --deep --min-age 0 --window 50ms --out \(file)").exited(.clean))
            let live = try trial.run("processes explain \(orphan.pid) --from \(file) --deep --json --min-age 0").data()
            // Whether it was among the suspects hangs on what else runs here.
            let isProbed = live["deep"] != nil
            let names = live["ledger"]?["groups"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(names.contains("deep_need") == isProbed)
            #expect(live["probing"] == nil)
        }
    }
}
