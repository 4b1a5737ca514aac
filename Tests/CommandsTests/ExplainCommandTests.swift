import Formats
import Testing

@testable import Commands

struct ExplainCommandTests {
    @Test func `a decision is explained as it was recorded`() throws {
        let program = try Program()
        let plan = try program.run("processes plan --all --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let candidate = try #require(try plan.data()["candidates"]?[2])
        let id = try #require(candidate["decision_id"]?.string)
        let run = try program.run("explain \(id) --json")
        #expect(run.exit == 0)
        #expect(try run.envelope()["schema"] == "tend.processes.explain.v1")
        #expect(try run.envelope()["session_id"]?.string == session)
        #expect(try run.data()["ledger"] == candidate["ledger"])
        // Characters 9 and later are chance for the most part; the number stays.
        let short = "\(session.prefix(12).lowercased()).\(id.split(separator: ".")[1])"
        #expect(try program.run("explain \(short) --json").data() == run.data())
        #expect(try program.run("explain \(id)").text.contains("Expected loss:"))
        let pid = try #require(candidate["pid"]?.integer)
        #expect(
            try program.run("processes explain \(pid) --session \(session)").text == program.run("explain \(id)").text)
    }

    @Test func `a session is shown`() throws {
        let program = try Program()
        let plan = try program.run("processes plan --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let run = try program.run("explain \(session)")
        #expect(run.exit == 0)
        #expect(run.text == (try program.run("sessions show \(session)").text))
        #expect(run.text.contains("Session \(session), planned"))
    }

    @Test(arguments: [
        ("01ABCDEF", 65, "there is no session 01ABCDEF"), ("01ABCDEF.3", 65, "there is no session 01ABCDEF"),
        ("{session}.9999999", 65, "there is no decision"), ("4242", 64, "tend processes explain 4242"),
        ("{session}.x", 64, "is no decision id"), ("node", 64, "is no session id"),
    ])
    func `what is not there is said, with what to try`(id: String, exit: Int32, message: String) throws {
        let program = try Program()
        let plan = try program.run("processes plan --json --window 50ms")
        let session = try #require(try plan.envelope()["session_id"]?.string)
        let run = try program.run("explain \(id.replacing("{session}", with: session))")
        #expect(run.exit == exit)
        #expect(run.errors.contains(message))
        #expect(run.errors.contains("\n  try: "))
    }

    @Test func `without any record there is a hint to make one`() throws {
        let run = try Program().run("explain 01ABCDEF.1 --json")
        #expect(run.exit == 65)
        #expect(try run.envelope()["error_code"] == "store.not_found")
        #expect(try run.envelope()["hint"]?.string?.contains("tend processes plan") == true)
    }
}
