import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Actions beside a plain stop: groups, stages, control groups, and taking them back.
    @Suite struct ActionTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// An orphan with two children in one process group; all of them sleep.
        private func family(_ preparation: String = "true") throws -> [Subject] {
            let script = """
                \(preparation)
                for child in 1 2; do sleep 600.97531$child & echo $! >pid$child.new; mv pid$child.new pid$child; done
                while :; do wait; done
                """
            let parent = try trial.orphan("sh", ["-c", script])
            return [parent] + (try ["pid1", "pid2"].map(trial.hold(pidIn:)))
        }

        private func actions(_ answer: Answer) throws -> [JSONValue] { try answer.data()["actions"]?.array ?? [] }

        @Test func `a process group is ended together, in stages, and each member is told`() throws {
            let family = try family("trap '' TERM")
            _ = try trial.plan("--all")
            let applied = try trial.apply(
                [family[0].pid], "--group", "--staged", "--grace", "300ms", "--action", "stop")
            #expect(applied.exited(.actionsDone), "\(applied)")
            #expect(try actions(applied).count == 3)
            for member in family {
                let outcome = try #require(try applied.action(member.pid)["outcome"])
                #expect(outcome["died"] == true && outcome["suffered"] == [], "\(outcome)")
                #expect(!member.isAlive)
            }
            // The parent ignores TERM, and its children took it over from it.
            #expect(try applied.action(family[0].pid)["outcome"]?["signal"] == "KILL")
            let status = try trial.run("processes agent status --json").data()
            #expect(status["done"]?.array?.count == 3 && status["pending"]?.array?.isEmpty == true)
        }

        @Test(.enabled(if: Installation.isRoot && Installation.areInstalled("setpriv"), "needs root and setpriv"))
        func `a member that belongs to somebody else keeps its whole group safe`() throws {
            let stranger = (Seclusion.nobody + ["sleep", "600.864213"]).joined(separator: " ")
            let family = try family("\(stranger) & echo $! >pid.new; mv pid.new pid")
            let other = try trial.hold(pidIn: "pid").waitForArguments("sleep\0600.864213\0")
            _ = try trial.plan("--all")
            let applied = try trial.apply([family[0].pid], "--group", "--action", "stop")
            #expect(applied.exited(.blocked), "\(applied)")
            for action in try actions(applied) where action["pid"] != .whole(other.pid) {
                #expect(action["reason_code"] == "group_member_protected")
            }
            for member in family + [other] { #expect(member.isAlive) }
        }

        @Test func `what was paused and yielded is taken back once, and then stands as it was`() throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphan.pid], "--action", "renice", "--nice", "7").exited(.actionsDone))
            let paused = try trial.apply([orphan.pid], "--action", "pause")
            #expect(paused.exited(.actionsDone), "\(paused)")
            let outcome = try #require(try paused.action(orphan.pid)["outcome"])
            #expect(
                outcome["suffered"] == [] && outcome["recovered"] == true && outcome["reversal"]?["kind"] == "resume")
            #expect(try orphan.state == "T" && orphan.niceness == "7")

            let dry = try trial.run(["processes", "undo", "--dry-run", "--json"])
            #expect(try dry.action(orphan.pid)["result"] == "would_do" && orphan.state == "T")
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.actionsDone), "\(undone)")
            #expect(try undone.action(orphan.pid)["action"] == "undo")
            #expect(try orphan.state == "S" && orphan.niceness == "0")
            let again = try trial.run("processes undo --json")
            #expect(again.exited(.clean), "\(again)")
            #expect(try again.action(orphan.pid)["result"] == "already_done")
            #expect(try trial.run("processes verify --json").exited(.clean))
            #expect(try trial.run("audit verify").exited(.clean))
        }

        @Test func `what was ended cannot be taken back, and the answer says so`() throws {
            let (ended, paused) = (try trial.orphanAfter("true"), try trial.orphanAfter("true"))
            _ = try trial.plan("--all")
            #expect(try trial.apply([ended.pid]).exited(.actionsDone))
            #expect(try trial.run("processes undo --json").exited(.blocked))
            #expect(try trial.apply([paused.pid], "--action", "pause").exited(.actionsDone))
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.partial), "\(undone)")
            #expect(try undone.action(ended.pid)["reason_code"] == "cannot_be_undone")
            #expect(try undone.action(paused.pid)["result"] == "done")
            #expect(try trial.run("processes undo --session nothing --json").exited(.clean) == false)
        }

        @Test func `without anything done there is nothing to take back`() throws {
            #expect(!(try trial.run("processes undo --json").exited(.clean)))
            _ = try trial.plan("--all")
            let answer = try trial.run("processes undo --json")
            #expect(try answer.envelope()["error"]?.string?.contains("carried out anything") == true, "\(answer)")
        }

        @Test(
            .enabled(if: Installation.canMakeControlGroups, "no control groups can be made here"),
            arguments: ["freeze", "throttle", "quarantine"])
        func `a control group is made for one process, and undone`(verb: String) throws {
            let orphan = try trial.orphanAfter("true")
            _ = try trial.plan("--all")
            let applied = try trial.apply([orphan.pid], "--action", verb)
            #expect(applied.exited(.actionsDone), "\(applied)")
            let change = try #require(try applied.action(orphan.pid)["outcome"]?["reversal"]?["control_group"])
            let directory = try #require(change["directory"]?.string)
            #expect(FileSystem.exists(directory) && change["moved_from"] != nil)
            #expect(try trial.run("processes verify --json").exited(.clean))
            if verb == "freeze" {
                // Judged while frozen it is a stopped one, whatever its state letter says.
                let candidate = try #require(try trial.plan("--all").candidate(orphan.pid))
                let reasons = candidate["gates"]?.array?.compactMap { $0["reason_code"]?.string } ?? []
                #expect(reasons.contains("frozen") && !reasons.contains("uninterruptible"), "\(reasons)")
            }
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.actionsDone), "\(undone)")
            #expect(!FileSystem.exists(directory) && orphan.isAlive)
        }

        @Test(.enabled(if: Installation.canMakeControlGroups, "no control groups can be made here"))
        func `what was frozen out of a container's group goes back there`() throws {
            // Such names look like secrets.
            let name = "4f0c2c1a3d9e8b7f6a5d4c3b2a190817f6e5d4c3b2a1908172635445362718ab"
            let top = try #require(try ControlGroupMounts().groups(of: Host.processID, for: .freezer).first)
            let group = top.child(name)
            _ = try FileSystem.makeDirectory(group.directory)
            let orphans = [try trial.orphanAfter("true"), try trial.orphanAfter("true")]
            defer {
                for orphan in orphans { orphan.end() }
                try? waitUntil("they did not end") { (try? group.members()) == [] }
                try? FileSystem.removeDirectory(group.directory)
            }
            let pids = Set(orphans.map(\.pid))
            for pid in pids { try FileSystem.overwrite(group.path("cgroup.procs"), with: "\(pid)\n") }
            _ = try trial.plan("--all")
            #expect(try trial.apply([orphans[0].pid], "--action", "freeze").exited(.actionsDone))
            #expect(ControlGroupMounts().isFrozen(orphans[0].pid) == true)
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.actionsDone), "\(undone)")
            #expect(try group.members() == pids && FileSystem.exists(group.directory))
        }

        @Test func `a run ends at most so many processes, descendants included`() throws {
            let family = try family()
            _ = try trial.plan("--all")
            let held = try trial.apply([family[0].pid], "--action", "stop", "--max-blast-radius", "2 processes")
            #expect(try held.action(family[0].pid)["reason_code"] == "blast_radius", "\(held)")
            #expect(family[0].isAlive)
            let both = try trial.apply(
                [family[0].pid], "--action", "stop", "--max-blast-radius", "3 processes,10GB", "--dry-run")
            #expect(both.exited(.clean), "\(both)")
            #expect(try trial.apply([1], "--max-blast-radius", "many").exited(.usage))
        }

        @Test func `what stops brought is learned, and shown with its numbers`() throws {
            let before = try trial.orphanAfter("true")
            let plain = try trial.run("processes explain \(before.pid) --galaxy-brain").text
            #expect(plain.contains("stop:") && plain.contains("nothing recorded yet"), "\(plain)")
            _ = try trial.plan("--all")
            #expect(try trial.apply([before.pid], "--action", "stop").exited(.actionsDone))
            let other = try trial.orphanAfter("true")
            let explained = try trial.run("processes explain \(other.pid) --galaxy-brain").text
            #expect(explained.contains("1 of 1 recorded recovered"), "\(explained)")
            #expect(explained.contains("P(recovery|do(a)) = Σ_C P(C|x)"))
            let remedies = try trial.run("processes explain \(other.pid) --json").data()["explanation"]?["remedies"]
            let stop = try #require(remedies?.array?.first { $0["action"] == "stop" })
            #expect(stop["trials"] == 1 && stop["recoveries"] == 1)
            let (low, high) = (try #require(stop["low"]?.double), try #require(stop["high"]?.double))
            let chance = try #require(stop["recovery_probability"]?.double)
            #expect(0 < low && low < chance && chance < high && high < 1)
        }

        @Test func `what was not done is in the record too, with its reason`() throws {
            let (orphan, gone) = (try trial.orphanAfter("true"), try trial.orphanAfter("true"))
            _ = try trial.plan("--all")
            gone.end()
            try waitUntil("it did not end") { !gone.isAlive }
            let applied = try trial.apply([orphan.pid, gone.pid, 1])
            #expect(applied.exited(.partial), "\(applied)")
            #expect(try applied.action(gone.pid)["result"] == "gone" && applied.action(1)["result"] == "blocked")
            let events = try trial.run("audit list --json --kind processes.not_done").data().array ?? []
            let bodies = events.compactMap { $0["body"] }
            #expect(bodies.contains { $0["pid"] == .whole(gone.pid) && $0["reason_code"] == "gone" }, "\(events)")
            #expect(bodies.contains { $0["pid"] == 1 && $0["reason_code"] == "init" }, "\(events)")
            let kinds = try trial.run("audit list --json").data().array?.compactMap { $0["kind"]?.string } ?? []
            #expect(kinds.contains("intent") && kinds.contains("outcome"))
            #expect(try trial.run("audit verify").exited(.clean))
        }
    }
}
