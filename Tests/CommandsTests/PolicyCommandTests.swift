import Formats
import Testing

@testable import Commands

struct PolicyCommandTests {
    private func mode(_ program: Program) throws -> String? {
        try program.run("policy show --json").data()["domains"]?[0]?["mode"]?.string
    }

    @Test func `a domain begins in observe, with nothing known`() throws {
        let row = try #require(try Program().run("policy show --json").data()["domains"]?[0])
        #expect(row["domain"] == "processes")
        #expect(row["mode"] == "observe")
        #expect(row["next_mode"] == "canary")
        #expect(row["changed_at"] == .null)
        #expect(row["stops"] == 0)
        // The 95 % quantile of the uniform distribution.
        #expect(abs((row["wrong_stop_rate_upper_bound"]?.double ?? 0) - 0.95) < 1e-9)
    }

    @Test func `promotion goes up a step at a time, and demotion all the way down`() throws {
        let program = try Program()
        for mode in ["canary", "enforce"] {
            let run = try program.run("policy promote processes --yes --json")
            #expect(run.exit == 2)
            #expect(try run.data()["to"]?.string == mode)
            #expect(try run.data()["changed"] == true)
            #expect(try self.mode(program) == mode)
        }
        let top = try program.run("policy promote processes --yes --json")
        #expect(top.exit == 0)
        #expect(try top.data()["changed"] == false)
        let down = try program.run(["policy", "demote", "processes", "--reason", "release week", "--json"])
        #expect(down.exit == 2)
        #expect(try down.data()["from"] == "enforce")
        #expect(try down.data()["to"] == "observe")
        let row = try #require(try program.run("policy show --json").data()["domains"]?[0])
        #expect(row["mode"] == "observe")
        #expect(row["reason"] == "release week")
        #expect(row["changed_at"]?.integer != nil)
        #expect(try program.run("policy demote processes").exit == 0)
        #expect(try program.run("audit list --json --kind policy.processes").data().array?.count == 3)
    }

    @Test func `without a yes nothing is promoted`() throws {
        let program = try Program()
        let run = try program.run("policy promote processes")
        #expect(run.exit == 64)
        #expect(run.errors.contains("--yes"))
        #expect(try mode(program) == "observe")
    }

    @Test func `a dry run says what the next mode may do and changes nothing`() throws {
        let program = try Program()
        let run = try program.run("policy promote processes --dry-run")
        #expect(run.exit == 0)
        #expect(run.text.contains("would go from observe to canary. In canary it preselects at most 3"))
        #expect(try mode(program) == "observe")
        #expect(try program.run("audit list --json").data() == [])
    }

    @Test func `an unknown domain is refused`() throws {
        #expect(try Program().run("policy promote proceses --yes").exit == 64)
    }
}
