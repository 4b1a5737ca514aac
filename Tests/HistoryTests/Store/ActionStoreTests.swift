import Primitives
import Testing

@testable import History

@Suite struct ActionStoreTests {
    private func prepared(_ scratch: Scratch) throws -> (Store, SessionRecord, DecisionRecord) {
        let store = try scratch.open()
        let session = scratch.session()
        let decision = try scratch.decision(session)
        try store.beginSession(session)
        try store.record([decision])
        return (store, session, decision)
    }

    @Test func `an intent without outcome is pending after a crash`() throws {
        let scratch = try Scratch()
        let intent: IntentRecord
        let id: IntentID
        let session: SessionRecord
        do {
            let (store, begun, decision) = try prepared(scratch)
            session = begun
            intent = try scratch.intent(decision)
            id = try store.recordIntent(intent)
        }
        let store = try scratch.open()
        #expect(try store.pendingIntents(session.id) == [PendingIntent(id: id, intent: intent)])
        let outcome = OutcomeRecord(
            intent: id, result: "gone", reasonCode: "target_gone", details: try scratch.json("{}"), at: 3000)
        try store.recordOutcome(outcome)
        #expect(try store.pendingIntents(session.id).isEmpty)
        #expect(try store.outcomes(session.id) == [outcome])
        let completed = CompletedAction(
            decision: intent.decision, action: "stop", target: intent.target, approver: intent.approver,
            result: "gone", reasonCode: "target_gone", details: outcome.details, begunAt: intent.at, at: 3000)
        #expect(try store.completedActions(session.id) == [completed])
    }

    @Test func `an intent has one outcome`() throws {
        let scratch = try Scratch()
        let (store, session, decision) = try prepared(scratch)
        let id = try store.recordIntent(scratch.intent(decision))
        let outcome = OutcomeRecord(intent: id, result: "done", details: try scratch.json("{}"), at: 1)
        try store.recordOutcome(outcome)
        #expect(#expect(throws: TendError.self) { try store.recordOutcome(outcome) }?.code == .blocked)
        let unknown = OutcomeRecord(intent: IntentID(77), result: "done", details: outcome.details, at: 1)
        #expect(#expect(throws: TendError.self) { try store.recordOutcome(unknown) }?.code == .notFound)
        #expect(try store.outcomes(session.id) == [outcome])
        #expect(try store.verifyAudit() == AuditReport(entries: 3, problems: []))
    }

    @Test func `outcomes are added up by action and category, and copies of one session are one`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = scratch.session()
        try store.beginSession(session)
        /// Records a decision about a program and what came of acting on it.
        func record(_ ordinal: Int, _ subject: String, _ category: String, _ action: String, _ details: String) throws {
            var decision = try scratch.decision(session, ordinal)
            decision.subject = scratch.redactor.text(subject)
            decision.posterior = try scratch.json(#"{"useful":0.1,"useful_bad":0.2,"abandoned":0.7,"zombie":0}"#)
            decision.body = try scratch.json(#"{"category":"\#(category)"}"#)
            try store.record([decision])
            var intent = try scratch.intent(decision)
            intent.action = action
            let id = try store.recordIntent(intent)
            try store.recordOutcome(
                OutcomeRecord(intent: id, result: "done", details: try scratch.json(details), at: 1))
        }
        try record(1, "jest", "test", "stop", #"{"recovered":true}"#)
        try record(2, "jest", "test", "stop", #"{"recovered":false}"#)
        try record(3, "make", "test", "stop", #"{"recovered":true}"#)
        try record(4, "make", "test", "pause", #"{"recovered":true}"#)
        try record(5, "old", "test", "stop", "{}")
        let counts = try store.recoveries(domain: "processes")
        #expect(counts.map(\.action) == ["pause", "stop", "stop"])
        #expect(counts.map(\.hasRecovered) == [true, false, true] && counts.allSatisfy { $0.trials == 1 })
        #expect(counts.allSatisfy { zip($0.byClass, [0.1, 0.2, 0.7]).allSatisfy { abs($0 - $1) < 1e-12 } })
        #expect(try store.recoveries(domain: "disk").isEmpty)
    }

    @Test func `an intent needs a recorded decision`() throws {
        let scratch = try Scratch()
        let (store, session, _) = try prepared(scratch)
        #expect(throws: TendError.self) {
            try store.recordIntent(scratch.intent(scratch.decision(session, 2)))
        }
        #expect(try store.verifyAudit().entries == 1)
    }

    @Test func `actions are counted by domain and time`() throws {
        let scratch = try Scratch()
        let (store, _, decision) = try prepared(scratch)
        for at in [100, 200, 300] as [Int64] { _ = try store.recordIntent(scratch.intent(decision, at: at)) }
        #expect(try store.countActions(domain: "processes", since: 200) == 2)
        #expect(try store.countActions(domain: "processes", since: 301) == 0)
        #expect(try store.countActions(domain: "disk", since: 0) == 0)
    }

    @Test func `pruning removes old sessions whole, keeps pending ones, and says so in the audit log`() throws {
        let scratch = try Scratch()
        let (store, old, decision) = try prepared(scratch)
        let id = try store.recordIntent(scratch.intent(decision))
        try store.savePlan(scratch.json("{}"), of: old.id)
        let young = scratch.session(2, startedAt: 40 * 86_400_000)
        try store.beginSession(young)
        let now = 41 * 86_400_000 as Int64
        #expect(try store.pruneExpired(now: now) == PruneReport(sessions: 0, decisions: 0, intents: 0))
        try store.recordOutcome(OutcomeRecord(intent: id, result: "done", details: scratch.json("{}"), at: 3000))
        #expect(try store.pruneExpired(now: now) == PruneReport(sessions: 1, decisions: 1, intents: 1))
        #expect(try store.sessions(limit: 9).map(\.id) == [young.id])
        for table in ["decisions", "intents", "outcomes", "attachments"] {
            #expect(try store.database.rows("SELECT count(*) FROM \(table)") { $0.integer(0) } == [0], "\(table)")
        }
        let last = try #require(try store.auditEntries(limit: 100).last)
        #expect(last.kind == "retention")
        #expect(String(decoding: last.body.bytes, as: UTF8.self).contains(#""sessions":1"#))
        #expect(try store.verifyAudit().isIntact)
    }
}
