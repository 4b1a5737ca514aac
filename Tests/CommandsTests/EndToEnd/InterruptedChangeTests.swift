import Formats
import History
import Model
import Primitives
import Reporting
import SystemCalls
import Testing

extension EndToEnd {
    /// A tend that dies after it has changed a process and before it wrote down what came of it.
    @Suite struct InterruptedChangeTests {
        let trial: Trial
        let orphan: Subject

        init() throws {
            trial = try Trial()
            orphan = try trial.orphanAfter("true")
            #expect(try trial.run("config set processes.observation 60s").exited(.clean))
        }

        /// The group that tend made for the orphan; nil before that.
        private func madeGroup(_ controller: ControlGroupController) throws -> ControlGroup? {
            let groups = try ControlGroupMounts().groups(of: orphan.pid, for: controller)
            return groups.first { $0.directory.contains("/tend-\(orphan.pid)-") }
        }

        /// Begins to do something to the orphan and kills tend in the midst of it.
        private func interrupt(_ verb: String, until isChanged: () throws -> Bool) throws {
            let run = try trial.beginApply([orphan.pid], ["--action", verb])
            try waitUntil("nothing was changed", timeout: .seconds(30), isChanged)
            run.child.end()
            #expect(try trial.run("processes agent status --json").exited(.interrupted))
        }

        private func expectRestored() throws {
            let dry = try trial.run("processes undo --dry-run --json")
            #expect(try dry.action(orphan.pid)["result"] == "would_do", "\(dry)")
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.actionsDone), "\(undone)")
            #expect(try undone.action(orphan.pid)["result"] == "done", "\(undone)")
            let status = try trial.run("processes agent status --json")
            #expect(try status.exited(.clean) && status.data()["pending"] == [], "\(status)")
            let again = try trial.run("processes undo --json")
            #expect(try again.exited(.clean) && again.action(orphan.pid)["result"] == "already_done", "\(again)")
            #expect(try trial.run("audit verify").exited(.clean))
            #expect(orphan.isAlive)
        }

        @Test(
            .enabled(if: Installation.canMakeControlGroups, "no control groups can be made here"),
            arguments: [("freeze", ControlGroupController.freezer), ("throttle", .cpu), ("quarantine", .cpuset)])
        func `killed after it changed a control group, undo restores that`(
            verb: String, controller: ControlGroupController
        ) throws {
            _ = try trial.plan("--all")
            try interrupt(verb) { try madeGroup(controller)?.members() == [orphan.pid] }
            let group = try #require(try madeGroup(controller))
            try expectRestored()
            #expect(try madeGroup(controller) == nil && !FileSystem.exists(group.directory))
            #expect(ControlGroupMounts().isFrozen(orphan.pid) != true)
        }

        @Test(.enabled(if: Installation.canMakeControlGroups, "no control groups can be made here"))
        func `what is gone on with after that is still restored to what it was at first`() throws {
            _ = try trial.plan("--all")
            try interrupt("freeze") { ControlGroupMounts().isFrozen(orphan.pid) == true }
            #expect(try trial.run("config set processes.observation 0s").exited(.clean))
            let session = try #require(try trial.run("sessions list --json").data()[0]?["session_id"]?.string)
            let resumed = try trial.apply([], "--resume-session", session)
            #expect(try resumed.action(orphan.pid)["result"] == "already_done", "\(resumed)")
            try expectRestored()
            #expect(try madeGroup(.freezer) == nil)
        }

        // MARK: Records as a tend that died leaves them

        /// Records an intent on the orphan, and how it was to be taken back.
        private func record(_ verb: String, _ reversal: Reversal) throws {
            let plan = try trial.plan("--all")
            let id = try #require(try plan.candidate(orphan.pid)?["decision_id"]?.string)
            let store = try Store.open(HistorySettings(directory: trial.stateDirectory))
            let redactor = Redactor(home: nil)
            let intent = try store.recordIntent(
                IntentRecord(
                    decision: try #require(DecisionID(id)), action: verb, target: try redactor.json(Array("{}".utf8)),
                    approver: redactor.text("person"), at: Clocks.wallMilliseconds()))
            try store.recordForeseen(redactor.json(reversal.json), of: intent, at: Clocks.wallMilliseconds())
        }

        @Test func `a niceness that was changed and not recorded is set back`() throws {
            try record("renice", Reversal(.niceness, niceness: 0))
            let renice = try trial.start("renice", ["-n", "7", "-p", "\(orphan.pid)"])
            #expect(try renice.wait() == .exited(0) && orphan.niceness == "7")
            try expectRestored()
            #expect(try orphan.niceness == "0")
        }

        @Test func `what was foreseen and never done is as it was already`() throws {
            try record("renice", Reversal(.niceness, niceness: 0))
            let undone = try trial.run("processes undo --json")
            #expect(undone.exited(.clean), "\(undone)")
            #expect(try undone.action(orphan.pid)["result"] == "already_done", "\(undone)")
            #expect(try trial.run("processes agent status --json").exited(.clean))
        }

        @Test(.enabled(if: Installation.canMakeControlGroups, "no control groups can be made here"))
        func `a group that was frozen in order to be ended is thawed`() throws {
            // Version 2 freezes a group before it ends all of it at once.
            let top = try #require(try ControlGroupMounts().groups(of: Host.processID, for: .freezer).first)
            try #require(top.hierarchy.isVersion2)
            let group = top.child("tend-test-\(Host.processID)-interrupted")
            _ = try FileSystem.makeDirectory(group.directory)
            defer {
                orphan.end()
                // It holds nobody then.
                try? waitUntil("it did not end") { (try? group.members()) == [] }
                try? FileSystem.removeDirectory(group.directory)
            }
            try FileSystem.overwrite(group.path("cgroup.procs"), with: "\(orphan.pid)\n")
            var change = ControlGroupChange()
            change.directory = group.directory
            change.file = "cgroup.freeze"
            change.before = "0"
            change.after = "1"
            try record("stop", Reversal(.controlGroup, controlGroup: change))
            try FileSystem.overwrite(group.path("cgroup.freeze"), with: "1\n")
            try waitUntil("it is not frozen") { group.isFrozen == true }
            try expectRestored()
            #expect(group.isFrozen == false)
        }
    }
}
