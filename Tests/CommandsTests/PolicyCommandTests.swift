import Formats
import Primitives
import Testing

@testable import Commands

struct PolicyCommandTests {
    private func mode(_ trial: Trial) throws -> String? {
        try trial.run("policy show --json").data()["domains"]?[0]?["mode"]?.string
    }

    @Test func `a domain begins in observe, with nothing known`() throws {
        let row = try #require(try Trial().run("policy show --json").data()["domains"]?[0])
        #expect(row["domain"] == "processes")
        #expect(row["mode"] == "observe")
        #expect(row["next_mode"] == "canary")
        #expect(row["changed_at"] == .null)
        #expect(row["stops"] == 0)
        // The 95 % quantile of the uniform distribution.
        #expect(abs((row["wrong_stop_rate_upper_bound"]?.double ?? 0) - 0.95) < 1e-9)
    }

    @Test func `promotion goes up a step at a time, and demotion all the way down`() throws {
        let trial = try Trial()
        for (mode, option) in [("canary", ""), ("enforce", "--without-evidence")] {
            let run = try trial.run("policy promote processes --yes --json \(option)")
            #expect(run.exited(.actionsDone))
            #expect(try run.data()["to"]?.string == mode)
            #expect(try run.data()["changed"] == true)
            #expect(try self.mode(trial) == mode)
        }
        let top = try trial.run("policy promote processes --yes --json")
        #expect(top.exited(.clean))
        #expect(try top.data()["changed"] == false)
        let down = try trial.run(["policy", "demote", "processes", "--reason", "release week", "--json"])
        #expect(down.exited(.actionsDone))
        #expect(try down.data()["from"] == "enforce")
        #expect(try down.data()["to"] == "observe")
        let row = try #require(try trial.run("policy show --json").data()["domains"]?[0])
        #expect(row["mode"] == "observe")
        #expect(row["reason"] == "release week")
        #expect(row["changed_at"]?.integer != nil)
        #expect(try trial.run("policy demote processes").exited(.clean))
        #expect(try trial.run("audit list --json --kind policy.processes").data().array?.count == 3)
    }

    @Test func `enforce asks for evidence, and the record says where it went without`() throws {
        let trial = try Trial()
        #expect(try trial.run("policy promote processes --yes").exited(.actionsDone))
        let refused = try trial.run("policy promote processes --yes --json")
        #expect(refused.exited(.blocked))
        #expect(refused.text.contains("298 more independent stops"), "\(refused)")
        #expect(try mode(trial) == "canary")
        let row = try #require(try trial.run("policy show --json").data()["domains"]?[0])
        #expect(row["trials_still_needed"] == 298)
        #expect(try trial.run("policy promote processes --yes --without-evidence").exited(.actionsDone))
        #expect(try trial.run("policy show").text.contains("without evidence"))
    }

    @Test func `without a yes nothing is promoted`() throws {
        let trial = try Trial()
        let run = try trial.run("policy promote processes")
        #expect(run.exited(.usage))
        #expect(run.errorText.contains("--yes"))
        #expect(try mode(trial) == "observe")
    }

    @Test func `a dry run says what the next mode may do and changes nothing`() throws {
        let trial = try Trial()
        let run = try trial.run("policy promote processes --dry-run")
        #expect(run.exited(.clean))
        #expect(run.text.contains("would go from observe to canary. In canary it preselects at most 3"))
        #expect(try mode(trial) == "observe")
        #expect(try trial.run("audit list --json").data() == [])
    }

    @Test func `an unknown domain is refused`() throws {
        #expect(try Trial().run("policy promote proceses --yes").exited(.usage))
    }
}
