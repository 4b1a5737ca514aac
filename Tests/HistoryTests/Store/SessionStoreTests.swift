import Primitives
import Testing

@testable import History

@Suite struct SessionStoreTests {
    @Test func `a session is read back as it was recorded and updated`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        var session = scratch.session()
        try store.beginSession(session)
        #expect(try store.session(session.id) == session)
        session.state = .done
        session.summary = try scratch.json(#"{"candidates":3}"#)
        session.updatedAt = 5000
        try store.updateSession(session.id, state: .done, summary: session.summary, at: 5000)
        #expect(try store.session(session.id) == session)
        try store.updateSession(session.id, state: .interrupted, at: 6000)
        #expect(try store.session(session.id).summary == session.summary)
    }

    @Test func `an unknown session is not found`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let id = scratch.session().id
        for action in [
            { _ = try store.session(id) }, { try store.updateSession(id, state: .done, at: 1) },
            { try store.savePlan(scratch.json("{}"), of: id) },
        ] {
            #expect(throws: TendError.self, performing: action)
        }
        #expect(try store.verifyAudit().entries == 0)
    }

    @Test func `sessions are listed newest first and by domain`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        for number in 1...4 {
            let domain = number.isMultiple(of: 2) ? "disk" : "processes"
            try store.beginSession(scratch.session(domain: domain, startedAt: Int64(number) * 1000))
        }
        #expect(try store.sessions(limit: 3).map(\.startedAt) == [4000, 3000, 2000])
        #expect(try store.sessions(limit: 9, domain: "disk").map(\.startedAt) == [4000, 2000])
    }

    @Test func `a short prefix finds its session, and several candidates are named`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let sessions = [
            scratch.session(1, startedAt: 1_700_000_000_000), scratch.session(2, startedAt: 1_700_000_000_001),
            scratch.session(3, startedAt: 1_700_000_900_000),
        ]
        for session in sessions { try store.beginSession(session) }
        let lone = String(sessions[2].id.text.prefix(8))
        #expect(try store.session(matching: lone).id == sessions[2].id)
        #expect(try store.session(matching: lone.lowercased()).id == sessions[2].id)
        #expect(try store.session(matching: sessions[0].id.text).id == sessions[0].id)
        let ambiguous = #expect(throws: TendError.self) {
            try store.session(matching: String(sessions[0].id.text.prefix(9)))
        }
        #expect(ambiguous?.message.contains(sessions[0].id.text) == true)
        #expect(ambiguous?.message.contains(sessions[1].id.text) == true)
        for (text, code) in [("7ZZZZZZZ", TendError.Code.notFound), ("01", .usage), ("not an id!", .usage)] {
            #expect(#expect(throws: TendError.self) { try store.session(matching: text) }?.code == code)
        }
    }

    @Test func `plan and samples are kept compressed and come back whole`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = scratch.session()
        try store.beginSession(session)
        #expect(try store.plan(of: session.id) == nil)
        let plan = try scratch.json(
            "[" + Array(repeating: #"{"pid":1,"action":"stop"}"#, count: 5000).joined(separator: ",") + "]")
        try store.savePlan(try scratch.json("{}"), of: session.id)
        try store.savePlan(plan, of: session.id)
        try store.saveSamples(CompressedJSON(scratch.json("{}")), of: session.id)
        #expect(try store.plan(of: session.id) == plan)
        #expect(try store.samples(of: session.id)?.bytes == Array("{}".utf8))
        let size = try scratch.raw().rows("SELECT max(length(compressed)) FROM attachments") { $0.integer(0) }
        #expect(size[0] < 1000)
        try scratch.raw().run("UPDATE attachments SET compressed = x'28B52FFD00'")
        #expect(#expect(throws: TendError.self) { try store.plan(of: session.id) }?.code == .malformedInput)
    }
}
