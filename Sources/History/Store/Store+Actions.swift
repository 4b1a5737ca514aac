package import Primitives

extension Store {
    /// Records what is about to be done; it is on the disk when this returns.
    package func recordIntent(_ intent: IntentRecord) throws(TendError) -> IntentID {
        try write(.full) { () throws(TendError) in
            try database.run(
                "INSERT INTO intents (session, ordinal, action, target, approver, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .text(intent.decision.session.text), .integer(Int64(intent.decision.ordinal)),
                    .text(intent.action), .utf8(intent.target.bytes), .text(intent.approver.text), .integer(intent.at),
                ])
            let id = IntentID(database.lastInsertedRow)
            let body = RedactedJSON([
                "intent": .number(id.number), "decision_id": .word(intent.decision.description),
                "action": .word(intent.action), "target": .json(intent.target), "approver": .text(intent.approver),
            ])
            try audit.append("intent", session: intent.decision.session, body: body, at: intent.at)
            return id
        }
    }

    /// Records what came of an intent, once.
    ///
    /// - Throws: `TendError`: `not_found` for an unknown intent, `blocked` for one that has its outcome.
    package func recordOutcome(_ outcome: OutcomeRecord) throws(TendError) {
        try write(.full) { () throws(TendError) in
            let session = try pendingSession(of: outcome.intent)
            try database.run(
                "UPDATE intents SET state = 'finished' WHERE id = ?", [.integer(outcome.intent.number)])
            try database.run(
                "INSERT INTO outcomes (intent, result, reason_code, details, at_ms) VALUES (?, ?, ?, ?, ?)",
                [
                    .integer(outcome.intent.number), .text(outcome.result), .optional(outcome.reasonCode),
                    .utf8(outcome.details.bytes), .integer(outcome.at),
                ])
            let body = RedactedJSON([
                "intent": .number(outcome.intent.number), "result": .word(outcome.result),
                "reason_code": outcome.reasonCode.map { .word($0) } ?? .absent, "details": .json(outcome.details),
            ])
            try audit.append("outcome", session: session, body: body, at: outcome.at)
        }
    }

    /// What was begun and not finished, in order: after a crash, what must be looked at again.
    package func pendingIntents(_ session: SessionID) throws(TendError) -> [PendingIntent] {
        try database.rows(
            """
            SELECT id, session, ordinal, action, target, approver, at_ms FROM intents
            WHERE session = ? AND state = 'pending' ORDER BY id
            """, [.text(session.text)]
        ) { row throws(TendError) in
            let intent = IntentRecord(
                decision: try Store.decisionID(row, 1), action: row.text(3), target: RedactedJSON(stored: row, 4),
                approver: RedactedText(stored: row, 5), at: row.integer(6))
            return PendingIntent(id: IntentID(row.integer(0)), intent: intent)
        }
    }

    /// Records how something is taken back that is about to be done for an intent, in words of its own.
    ///
    /// - Throws: `TendError`: `not_found` for an unknown intent, `blocked` for one that has its outcome.
    package func recordForeseen(_ reversal: RedactedJSON, of intent: IntentID, at now: Int64) throws(TendError) {
        try write(.full) { () throws(TendError) in
            let session = try pendingSession(of: intent)
            let body = RedactedJSON(["intent": .number(intent.number), "reversal": .json(reversal)])
            try audit.append("reversal", session: session, body: body, at: now)
        }
    }

    /// What was recorded before it was done for an intent, the newest first.
    ///
    /// - Complexity: O(*n*) entries of the audit log.
    package func foreseen(of intent: PendingIntent) throws(TendError) -> [RedactedJSON] {
        try database.rows(
            """
            SELECT json_extract(body, '$.reversal') FROM audit
            WHERE kind = 'reversal' AND session = ? AND json_extract(body, '$.intent') = ? ORDER BY seq DESC
            """, [.text(intent.intent.decision.session.text), .integer(intent.id.number)]
        ) { RedactedJSON(stored: $0, 0) }
    }

    /// What came of a session's intents, in order.
    package func outcomes(_ session: SessionID) throws(TendError) -> [OutcomeRecord] {
        try database.rows(
            """
            SELECT intent, result, reason_code, details, outcomes.at_ms FROM outcomes JOIN intents ON intent = id
            WHERE session = ? ORDER BY intent
            """, [.text(session.text)]
        ) { row in
            OutcomeRecord(
                intent: IntentID(row.integer(0)), result: row.text(1), reasonCode: row.optionalText(2),
                details: RedactedJSON(stored: row, 3), at: row.integer(4))
        }
    }

    /// What was done in a session and how it ended, in order.
    package func completedActions(_ session: SessionID) throws(TendError) -> [CompletedAction] {
        try database.rows(
            """
            SELECT session, ordinal, action, target, result, reason_code, details, intents.at_ms,
                outcomes.at_ms, approver
            FROM outcomes JOIN intents ON intent = id WHERE session = ? ORDER BY intent
            """, [.text(session.text)]
        ) { row throws(TendError) in
            CompletedAction(
                decision: try Store.decisionID(row, 0), action: row.text(2), target: RedactedJSON(stored: row, 3),
                approver: RedactedText(stored: row, 9), result: row.text(4), reasonCode: row.optionalText(5),
                details: RedactedJSON(stored: row, 6),
                begunAt: row.integer(7), at: row.integer(8))
        }
    }

    /// How many actions of a domain were begun since a time, finished or not: what rate limits count.
    package func countActions(domain: String, since: Int64) throws(TendError) -> Int {
        let counts = try database.rows(
            """
            SELECT count(*) FROM intents JOIN decisions USING (session, ordinal)
            WHERE intents.at_ms >= ? AND decisions.domain = ?
            """, [.integer(since), .text(domain)]
        ) { Int($0.integer(0)) }
        return counts.first ?? 0
    }

    /// How many stops of a domain were carried out, and after how many of them the same program was there again.
    ///
    /// Sessions that were pruned no longer count.
    package func countStops(domain: String) throws(TendError) -> (completed: Int, respawned: Int) {
        try database.rows(
            """
            SELECT count(*), count(*) FILTER (WHERE reason_code = 'respawned')
            FROM outcomes JOIN intents ON intent = id JOIN decisions USING (session, ordinal)
            WHERE domain = ? AND action = 'stop' AND result = 'done'
            """, [.text(domain)]
        ) { (Int($0.integer(0)), Int($0.integer(1))) }.first ?? (0, 0)
    }

    /// Outcomes that show whether an action brought what was hoped for, added up; the newest 2,000 of them.
    ///
    /// What was done to identical programs in one session is one trial, and recovered only if all did: a hundred copies are
    /// one question.
    package func recoveries(domain: String) throws(TendError) -> [RecoveryCount] {
        try database.rows(
            """
            SELECT action, category, recovered, count(*), sum(useful), sum(useful_bad), sum(abandoned) FROM (
                SELECT action, json_extract(body, '$.category') AS category,
                    min(json_extract(details, '$.recovered')) AS recovered,
                    avg(json_extract(posterior, '$.useful')) AS useful,
                    avg(json_extract(posterior, '$.useful_bad')) AS useful_bad,
                    avg(json_extract(posterior, '$.abandoned')) AS abandoned
                FROM (SELECT * FROM outcomes ORDER BY intent DESC LIMIT 2000)
                    JOIN intents ON intent = id JOIN decisions USING (session, ordinal)
                WHERE domain = ? AND json_extract(details, '$.recovered') IS NOT NULL
                GROUP BY session, action, subject)
            WHERE category IS NOT NULL GROUP BY action, category, recovered
            """, [.text(domain)]
        ) { row in
            RecoveryCount(
                action: row.text(0), category: row.text(1), hasRecovered: row.integer(2) != 0,
                trials: Int(row.integer(3)), byClass: [row.double(4), row.double(5), row.double(6)])
        }
    }

    private func pendingSession(of intent: IntentID) throws(TendError) -> SessionID {
        let found = try database.rows(
            "SELECT session, ordinal, state FROM intents WHERE id = ?", [.integer(intent.number)]
        ) { row throws(TendError) in
            (session: try Store.decisionID(row, 0).session, isPending: row.text(2) == "pending")
        }
        guard let row = found.first else { throw Store.unknown("intent", "\(intent.number)") }
        guard row.isPending else {
            throw TendError(.blocked, "intent \(intent.number) has its outcome already", area: "store")
        }
        return row.session
    }
}

extension Store {
    /// What was begun in a domain and not finished, in any session, in order.
    package func pendingIntents(domain: String) throws(TendError) -> [PendingIntent] {
        try database.rows(
            """
            SELECT intents.id, intents.session, intents.ordinal, action, target, approver, at_ms FROM intents
            JOIN decisions USING (session, ordinal) WHERE decisions.domain = ? AND state = 'pending' ORDER BY intents.id
            """, [.text(domain)]
        ) { row throws(TendError) in
            let intent = IntentRecord(
                decision: try Store.decisionID(row, 1), action: row.text(3), target: RedactedJSON(stored: row, 4),
                approver: RedactedText(stored: row, 5), at: row.integer(6))
            return PendingIntent(id: IntentID(row.integer(0)), intent: intent)
        }
    }

    /// What was done in a domain by these actions since a time and how it ended, in order.
    package func completedActions(
        domain: String, actions: [String], since: Int64
    ) throws(TendError) -> [CompletedAction] {
        let places = actions.map { _ in "?" }.joined(separator: ", ")
        return try database.rows(
            """
            SELECT session, ordinal, action, target, result, reason_code, details, intents.at_ms, outcomes.at_ms, approver
            FROM outcomes JOIN intents ON intent = id JOIN decisions USING (session, ordinal)
            WHERE domain = ? AND outcomes.at_ms >= ? AND action IN (\(places)) ORDER BY intent
            """, [.text(domain), .integer(since)] + actions.map { .text($0) }
        ) { row throws(TendError) in
            CompletedAction(
                decision: try Store.decisionID(row, 0), action: row.text(2), target: RedactedJSON(stored: row, 3),
                approver: RedactedText(stored: row, 9), result: row.text(4), reasonCode: row.optionalText(5),
                details: RedactedJSON(stored: row, 6), begunAt: row.integer(7), at: row.integer(8))
        }
    }
}
