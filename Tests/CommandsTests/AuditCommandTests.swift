import Formats
import Primitives
import SystemCalls
import Testing

@testable import Commands

struct AuditCommandTests {
    /// A record with three entries: a session and two changes of policy.
    private func recorded() throws -> Trial {
        let trial = try Trial()
        _ = try trial.run("processes plan --window 50ms")
        #expect(try trial.run("policy promote processes --yes").exited(.actionsDone))
        #expect(try trial.run("policy demote processes").exited(.actionsDone))
        return trial
    }

    @Test func `what was never recorded is empty and intact`() throws {
        let trial = try Trial()
        let list = try trial.run("audit list --json")
        #expect(list.exited(.clean))
        #expect(try list.data() == [])
        #expect(try trial.run("audit list").text == "Nothing was recorded yet.\n")
        let verify = try trial.run("audit verify --json")
        #expect(verify.exited(.clean))
        #expect(try verify.data() == ["entries": 0, "intact": true, "problems": []])
    }

    @Test(arguments: [
        ("", [1, 2, 3]), ("--limit 1", [3]), ("--limit 2", [2, 3]), ("--after 0", [1, 2, 3]),
        ("--after 0 --limit 2", [1, 2]), ("--after 1 --limit 1", [2]), ("--after 3", []), ("--kind session", [1]),
        ("--kind policy.processes --limit 1", [3]), ("--after 2 --kind policy.processes", [3]), ("--kind other", []),
    ])
    func `entries are listed in their order`(options: String, sequences: [Int64]) throws {
        let list = try recorded().run("audit list --json \(options)")
        #expect(try list.data().array?.compactMap { $0["sequence"]?.integer } == sequences)
    }

    @Test func `a body is passed on as it was recorded`() throws {
        let entry = try #require(try recorded().run("audit list --json --limit 1").data()[0])
        #expect(entry["kind"] == "policy.processes")
        #expect(entry["session_id"] == .null)
        #expect(entry["body"] == ["from": "canary", "to": "observe", "reason": "demoted by command"])
    }

    @Test func `a changed log is named, entry by entry`() throws {
        let trial = try recorded()
        let intact = try trial.run("audit verify")
        #expect(intact.exited(.clean))
        #expect(intact.text == "3 entries, all as recorded.\n")
        // Without its head file the log may have lost its end.
        try FileSystem.remove("\(trial.stateDirectory)/audit.head")
        let run = try trial.run("audit verify --json")
        #expect(run.exited(.candidates))
        let envelope = try run.envelope()
        #expect(envelope["ok"] == false)
        #expect(envelope["error_code"] == "store.audit_broken")
        let problem = try #require(try run.data()["problems"]?[0])
        #expect(problem["sequence"] == 4)
        #expect(problem["kind"] == "truncated")
        #expect(problem["sentence"]?.string?.contains("audit.head is missing") == true)
        #expect(try trial.run("audit verify").text.contains("truncated"))
    }
}
