import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct StopTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test func `an orphan in a deleted directory is planned and, once chosen, stopped, and only it`() throws {
            let folder = try trial.makeDirectory("gone")
            let orphan = try trial.orphan("yes", in: folder).waitForArguments("yes\0")
            let other = try trial.orphan("yes", ["other"], in: folder).waitForArguments("yes\0other\0")
            try FileSystem.removeDirectory(folder)

            let plan = try trial.plan()
            #expect(plan.exited(.candidates))
            let candidate = try #require(try plan.candidate(orphan.pid))
            #expect(["stop", "review"].contains(candidate["recommendation"]?.string))
            #expect(candidate["classification"] == "abandoned")
            #expect(candidate["levels"] == ["adrift"])

            let applied = try trial.apply([orphan.pid])
            #expect(applied.exited(.actionsDone))
            #expect(try applied.action(orphan.pid)["result"] == "done")
            #expect(try applied.data()["actions"]?.array?.count == 1)
            #expect(!orphan.isAlive && other.isAlive)
        }

        @Test func `a second apply of the same plan does nothing`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphan.pid]).exited(.actionsDone))
            let again = try trial.apply([orphan.pid])
            #expect(again.exited(.clean))
            #expect(try again.action(orphan.pid)["result"] == "already_done")
        }

        @Test func `what ignores TERM is killed after the grace`() throws {
            let orphan = try trial.orphanAfter("trap '' TERM")
            _ = try trial.plan("--all")
            let start = Clocks.monotonicSeconds()
            let applied = try trial.apply([orphan.pid], "--grace", "300ms")
            #expect(applied.exited(.actionsDone))
            let outcome = try #require(try applied.action(orphan.pid)["outcome"])
            #expect(outcome["signal"] == "KILL")
            #expect(try #require(outcome["seconds"]?.double) >= 0.3)
            // The default would have been ten seconds.
            #expect(Clocks.monotonicSeconds() - start < 9)
            #expect(!orphan.isAlive)
        }

        @Test(arguments: ["--dry-run", "--shadow"])
        func `a dry run and a shadow run never act`(flag: String) throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let applied = try trial.apply([orphan.pid], flag)
            #expect(applied.exited(.clean))
            #expect(try applied.action(orphan.pid)["result"] == "would_do")
            #expect(try orphan.isAlive && orphan.state == "S")
        }

        @Test func `a plan of a shadow run cannot be applied`() throws {
            let orphan = try trial.orphanAfter("true")
            #expect(try trial.plan("--all", "--shadow").data()["shadow"] == true)
            let applied = try trial.apply([orphan.pid])
            #expect(applied.exited(.blocked))
            #expect(try applied.envelope()["error_code"] == "processes.blocked")
            #expect(orphan.isAlive)
        }

        @Test func `a process that a loop restarts is reported as respawned`() throws {
            let loop = "while :; do sleep 600.987654 & echo $! >new; mv new child; wait; done"
            _ = try trial.orphan("sh", ["-c", loop])
            let child = try trial.hold(pidIn: "child").waitForArguments("sleep\0600.987654\0")
            _ = try trial.plan("--all")
            try FileSystem.remove(trial.path("child"))
            let applied = try trial.apply([child.pid])
            let successor = try trial.hold(pidIn: "child")
            let action = try applied.action(child.pid)
            #expect(action["reason_code"] == "respawned")
            #expect(action["outcome"]?["respawned_as"] == .whole(successor.pid))
            #expect(action["outcome"]?["memory_freed_bytes"] == 0)
            let verified = try trial.run("processes verify --json")
            #expect(verified.exited(.candidates))
            #expect(try verified.action(child.pid)["observed"] == "respawned")
        }

        @Test func `a copy that ran beside it all the time is no successor`() throws {
            let first = try trial.orphanAfter("true", seconds: "600.987651")
            let second = try trial.orphanAfter("true", seconds: "600.987651")
            _ = try trial.plan("--all")
            let action = try trial.apply([first.pid]).action(first.pid)
            #expect(action["result"] == "done" && action["outcome"]?["respawned_as"] == nil)
            #expect(try trial.run("processes verify --json").exited(.clean))
            #expect(second.isAlive)
        }

        @Test func `what was stopped counts as ended though its parent has not reaped it`() throws {
            let parent = try trial.orphanAfter("sleep 600.987653 & echo $! >new; mv new child")
            let child = try trial.hold(pidIn: "child").waitForArguments("sleep\0600.987653\0")
            _ = try trial.plan("--all")
            #expect(try trial.apply([child.pid]).exited(.actionsDone))
            #expect(try child.state == "Z")
            let verified = try trial.run("processes verify --json")
            #expect(verified.exited(.clean))
            #expect(try verified.action(child.pid)["observed"] == "ended")
            #expect(parent.isAlive)
        }
    }
}
