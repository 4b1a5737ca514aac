import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What was kept beside its place comes back as it was.
    @Suite(.enabled(if: Unoccupied.isProven, Unoccupied.reason))
    struct DiskUndoTests {
        let trial: Trial
        let targets: [String]
        /// What lay there before, with every time and inode.
        let before: String
        let session: String
        let decisions: [String]

        init() throws {
            let trial = try Trial()
            self.trial = trial
            targets = try ["one", "three", "two"].map { try trial.makeProject($0) }
            before = try Self.listing(trial)
            let clean = try trial.cleanWork("--quarantine", "1d", "--json")
            session = try #require(try clean.data()["session_id"]?.string, "\(clean)")
            decisions = try targets.map { path in
                let row = try #require(try clean.removal(path), "\(clean)")
                #expect(row["reason_code"] == "quarantined" && row["outcome"]?["quarantine"] != nil, "\(row)")
                return try #require(row["decision_id"]?.string)
            }
            for target in targets { #expect(!FileSystem.exists(target)) }
        }

        private static func listing(_ trial: Trial) throws -> String {
            try trial.said("cd work; find . -type f -printf '%p %T@ %i\\n' | LC_ALL=C sort")
        }

        private func expectVerified() throws {
            #expect(try trial.run("audit verify").exited(.clean))
        }

        @Test func `a whole session comes back as it was`() throws {
            let dry = try trial.run(["disk", "undo", session, "--dry-run", "--json"])
            #expect(try dry.exited(.candidates) && dry.data()["removed"]?.array?.count == 3, "\(dry)")
            #expect(!FileSystem.exists(targets[0]))
            let undone = try trial.run(["disk", "undo", session, "--json"])
            #expect(undone.exited(.actionsDone), "\(undone)")
            #expect(try Self.listing(trial) == before)
            #expect(try trial.said("find work -name '.tend-trash-*'") == "")
            try expectVerified()
        }

        @Test func `undone twice, the second says that nothing is kept`() throws {
            #expect(try trial.run(["disk", "undo", session]).exited(.actionsDone))
            let again = try trial.run(["disk", "undo", session, "--json"])
            #expect(again.exited(.badData), "\(again)")
            #expect(try again.envelope()["error_code"] == "disk.not_found")
            #expect(try Self.listing(trial) == before)
            try expectVerified()
        }

        @Test func `one decision comes back alone, and the others after it`() throws {
            let one = try trial.run(["disk", "undo", decisions[1], "--json"])
            #expect(one.exited(.actionsDone), "\(one)")
            #expect(targets.map(FileSystem.exists) == [false, true, false])
            let again = try trial.run(["disk", "undo", decisions[1], "--json"])
            #expect(again.exited(.badData), "\(again)")
            let rest = try trial.run(["disk", "undo", session, "--json"])
            #expect(try rest.exited(.actionsDone) && rest.data()["removed"]?.array?.count == 2, "\(rest)")
            #expect(try Self.listing(trial) == before)
        }

        @Test func `where its place is taken it stays kept, and comes back once that is free`() throws {
            try trial.shell("mkdir work/one/target; echo new > work/one/target/new")
            let undone = try trial.run(["disk", "undo", session, "--json"])
            #expect(undone.exited(.partial), "\(undone)")
            #expect(try undone.skipped(targets[0])?["reason_code"] == "place_taken", "\(undone)")
            #expect(try undone.data()["removed"]?.array?.count == 2)
            #expect(try trial.read("work/one/target/new") == "new\n")
            try trial.shell("rm -r work/one/target")
            #expect(try trial.run(["disk", "undo", session]).exited(.actionsDone))
            #expect(try Self.listing(trial) == before)
            try expectVerified()
        }

        @Test func `what somebody removed from where it was kept is told to have gone`() throws {
            try trial.shell("rm -r work/two/.tend-trash-*")
            let undone = try trial.run(["disk", "undo", session, "--json"])
            #expect(undone.exited(.partial), "\(undone)")
            #expect(try undone.skipped(targets[2])?["reason_code"] == "gone", "\(undone)")
            #expect(FileSystem.exists(targets[0]) && FileSystem.exists(targets[1]))
        }

        @Test func `what is kept stays kept while other things are scanned and removed`() throws {
            try trial.makeProject("four")
            _ = try trial.cleanWork("--json")
            #expect(!FileSystem.exists("\(trial.work)/four/target"))
            try trial.shell("rm -r work/four")
            #expect(try trial.run(["disk", "undo", session]).exited(.actionsDone))
            #expect(try Self.listing(trial) == before)
        }

        @Test func `an id that nobody gave is not known`() throws {
            let answer = try trial.run(["disk", "undo", "01ZZZZZZZZ", "--json"])
            #expect(!answer.exited(.actionsDone) && !answer.exited(.clean), "\(answer)")
            #expect(try answer.envelope()["ok"] == false)
        }
    }
}
