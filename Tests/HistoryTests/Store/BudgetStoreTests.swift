import Testing

@testable import History

/// What went by itself, what came of it, and since when something is undecided.
@Suite struct BudgetStoreTests {
    private func entry(_ session: SessionRecord, _ ordinal: Int, _ event: String, _ wealth: Double) -> BudgetEntry {
        BudgetEntry(
            domain: "processes", event: event, decision: DecisionID(session: session.id, ordinal: ordinal),
            wealth: wealth, sinceSuccess: 1, at: 9)
    }

    @Test func `the last entry is what is left, once an event, and the audit log has it`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        #expect(try store.lastBudget(domain: "processes") == nil)
        let session = scratch.session()
        try store.appendBudget(entry(session, 1, "spent", 0.02375))
        try store.appendBudget(entry(session, 1, "confirmed", 0.07375))
        try store.appendBudget(entry(session, 1, "confirmed", 0.12))
        #expect(try store.lastBudget(domain: "processes") == entry(session, 1, "confirmed", 0.07375))
        #expect(try store.lastBudget(domain: "disk") == nil)
        #expect(try store.lastEvent(kind: "budget.processes") != nil)
    }

    /// Records a plan with stops and what was done about each.
    private func record(
        _ store: Store, _ scratch: Scratch,
        _ actions: [(approver: String, arguments: String, result: String, reason: String?)]
    ) throws -> SessionRecord {
        let session = scratch.session()
        try store.beginSession(session)
        for (index, action) in actions.enumerated() {
            var decision = try scratch.decision(session, index + 1)
            decision.body = try scratch.json("{\"arguments_hash\":\"\(action.arguments)\",\"uid\":7}")
            try store.record([decision])
            var intent = try scratch.intent(decision)
            intent.approver = scratch.redactor.text(action.approver)
            let id = try store.recordIntent(intent)
            try store.recordOutcome(
                OutcomeRecord(
                    intent: id, result: action.result, reasonCode: action.reason, details: try scratch.json("{}"),
                    at: 3000))
        }
        return session
    }

    @Test func `only what was paid for, or a person did, is to be settled, and copies once`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = try record(
            store, scratch,
            [
                ("robot", "a", "done", nil), ("robot", "a", "done", nil), ("person", "b", "done", nil),
                ("person", "b", "done", nil), ("person", "c", "done", "respawned"), ("person", "d", "gone", nil),
            ])
        try store.appendBudget(entry(session, 1, "spent", 0.02))
        func open() throws -> [Int] {
            try store.unsettledStops(domain: "processes", since: 0).map(\.decision.ordinal)
        }
        #expect(try open() == [1, 3, 4, 5])
        let stops = try store.unsettledStops(domain: "processes", since: 0)
        #expect(stops.map(\.isPersons) == [false, true, true, true])
        #expect(stops.map(\.isClean) == [true, true, true, false])
        #expect(stops.map(\.argumentsHash) == ["a", "b", "b", "c"] && stops.allSatisfy { $0.userID == 7 })
        try store.appendBudget(entry(session, 3, "agreed", 0.07))
        #expect(try open() == [1, 5])
        try store.appendBudget(entry(session, 1, "confirmed", 0.12))
        #expect(try open() == [5])
        #expect(try store.unsettledStops(domain: "processes", since: 3001).isEmpty)
        #expect(try store.unsettledStops(domain: "disk", since: 0).isEmpty)
    }

    @Test func `a stop that was taken back is known to be`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = try record(store, scratch, [("person", "a", "done", nil)])
        #expect(try store.unsettledStops(domain: "processes", since: 0).map(\.isUndone) == [false])
        var intent = try scratch.intent(scratch.decision(session))
        intent.action = "resume"
        _ = try store.recordIntent(intent)
        #expect(try store.unsettledStops(domain: "processes", since: 0).map(\.isUndone) == [true])
    }

    @Test func `undecided is what every session since then left undecided`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        func plan(_ number: Int64, _ verdicts: [String: String]) throws {
            let session = scratch.session(UInt8(number), startedAt: number * 1000)
            try store.beginSession(session)
            for (index, verdict) in verdicts.sorted(by: { $0.key < $1.key }).enumerated() {
                var decision = try scratch.decision(session, index + 1)
                decision.subjectKey = verdict.key
                decision.recommendation = verdict.value
                decision.madeAt = number * 1000
                try store.record([decision])
            }
        }
        func since() throws -> [String: Int64] { try store.undecidedSince(domain: "processes", bootID: "boot") }
        #expect(try since().isEmpty)
        try plan(1, ["a": "review", "b": "review", "c": "review"])
        try plan(2, ["a": "review", "b": "stop", "c": "review"])
        try plan(3, ["a": "pause", "b": "review"])
        #expect(try since() == ["a": 1000, "b": 3000])
        try plan(4, ["a": "review", "b": "review", "c": "review"])
        #expect(try since() == ["a": 1000, "b": 3000, "c": 4000])
        try plan(5, [:])
        #expect(try since().isEmpty)
        #expect(try store.undecidedSince(domain: "processes", bootID: "other").isEmpty)
    }
}
