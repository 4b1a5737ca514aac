import Primitives
import Testing

@testable import History

@Suite struct DecisionStoreTests {
    @Test func `decisions come back as they were, in order and by shortened id`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = scratch.session()
        try store.beginSession(session)
        let decisions = try (1...50).map { try scratch.decision(session, $0) }
        try store.record(decisions)
        #expect(try store.decisions(session.id) == decisions)
        #expect(try store.decision(decisions[6].id) == decisions[6])
        #expect(try store.decision(matching: "\(session.id.text.prefix(8)).7") == decisions[6])
        #expect(try store.decisions(subjectKey: "key 7", limit: 5) == [decisions[6]])
        for text in ["\(session.id).51", session.id.text, "\(session.id).0", "x.1"] {
            #expect(throws: TendError.self) { try store.decision(matching: text) }
        }
    }

    @Test func `a batch with one that cannot be recorded leaves nothing behind`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = scratch.session()
        try store.beginSession(session)
        let first = try scratch.decision(session, 1)
        let orphan = try scratch.decision(scratch.session(9), 2)
        #expect(throws: TendError.self) { try store.record([first, orphan]) }
        #expect(throws: TendError.self) { try store.record([first, first]) }
        #expect(try store.decisions(session.id).isEmpty)
    }
}
