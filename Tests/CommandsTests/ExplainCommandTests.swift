import Formats
import Primitives
import Testing

@testable import Commands

struct ExplainCommandTests {
    @Test func `a decision is explained as it was recorded`() throws {
        let trial = try Trial()
        let plan = try trial.run("processes plan --all --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let candidate = try #require(try plan.data()["candidates"]?[2])
        let id = try #require(candidate["decision_id"]?.string)
        let run = try trial.run("explain \(id) --json")
        #expect(run.exited(.clean))
        #expect(try run.envelope()["schema"] == "tend.processes.explain.v1")
        #expect(try run.envelope()["session_id"]?.string == session)
        #expect(try run.data()["ledger"] == candidate["ledger"])
        // Characters 9 and later are chance for the most part; the number stays.
        let short = "\(session.prefix(12).lowercased()).\(id.split(separator: ".")[1])"
        #expect(try trial.run("explain \(short) --json").data() == run.data())
        #expect(try trial.run("explain \(id)").text.contains("Expected loss:"))
        let pid = try #require(candidate["pid"]?.integer)
        // With the samples at hand there is more to tell, and nothing is told otherwise.
        let whole = try trial.run("processes explain \(pid) --session \(session)").text.split(separator: "\n")
        let recorded = try trial.run("explain \(id)").text.split(separator: "\n")
        #expect(recorded.allSatisfy(whole.contains))
        #expect(whole.contains("What would change the answer:"))
    }

    @Test func `a session is shown`() throws {
        let trial = try Trial()
        let plan = try trial.run("processes plan --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let run = try trial.run("explain \(session)")
        #expect(run.exited(.clean))
        #expect(run.text == (try trial.run("sessions show \(session)").text))
        #expect(run.text.contains("Session \(session), planned"))
    }

    @Test(arguments: [
        ("01ABCDEF", ExitCode.badData, "there is no session 01ABCDEF"),
        ("01ABCDEF.3", ExitCode.badData, "there is no session 01ABCDEF"),
        ("{session}.9999999", ExitCode.badData, "there is no decision"),
        ("4242", ExitCode.usage, "tend processes explain 4242"),
        ("{session}.x", ExitCode.usage, "is no decision id"), ("node", ExitCode.usage, "is no session id"),
    ])
    func `what is not there is said, with what to try`(id: String, exit: ExitCode, message: String) throws {
        let trial = try Trial()
        let plan = try trial.run("processes plan --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let run = try trial.run("explain \(id.replacing("{session}", with: session))")
        #expect(run.exited(exit))
        #expect(run.errorText.contains(message))
        #expect(run.errorText.contains("\n  try: "))
    }

    @Test func `without any record there is a hint to make one`() throws {
        let run = try Trial().run("explain 01ABCDEF.1 --json")
        #expect(run.exited(.badData))
        #expect(try run.envelope()["error_code"] == "store.not_found")
        #expect(try run.envelope()["hint"]?.string?.contains("tend processes plan") == true)
    }
}
