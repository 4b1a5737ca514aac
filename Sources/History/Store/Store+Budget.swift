package import Primitives

extension Store {
    /// Adds an entry to a domain's error budget and to the audit log; one about the same decision and event is kept once.
    package func appendBudget(_ entry: BudgetEntry) throws(TendError) {
        try write(.full) { () throws(TendError) in
            let values: [SQLValue] = [
                .text(entry.domain), .text(entry.event), .text(entry.decision.session.text),
                .integer(Int64(entry.decision.ordinal)), .integer(Self.trillionths(entry.wealth)),
                .integer(Int64(entry.sinceSuccess)),
                .integer(entry.at),
            ]
            let known = try database.rows(
                "SELECT 1 FROM error_budget WHERE session = ? AND ordinal = ? AND event = ?",
                [values[2], values[3], values[1]]
            ) { _ in true }
            guard known.isEmpty else { return }
            try database.run(
                """
                INSERT INTO error_budget (domain, event, session, ordinal, wealth_trillionths, since_success, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, values)
            let body = RedactedJSON([
                "event": .word(entry.event), "decision_id": .word(entry.decision.description),
                "since_success": .number(Int64(entry.sinceSuccess)),
                "wealth_trillionths": .number(Self.trillionths(entry.wealth)),
            ])
            try audit.append("budget.\(entry.domain)", session: entry.decision.session, body: body, at: entry.at)
        }
    }

    /// Whole numbers, so that what is stored and what the audit log hashes are the same digits; never 0.
    private static func trillionths(_ wealth: Double) -> Int64 { max(1, Int64((wealth * 1e12).rounded())) }

    /// The last entry of a domain's error budget; nil where nothing was ever spent or earned.
    package func lastBudget(domain: String) throws(TendError) -> BudgetEntry? {
        try database.rows(
            """
            SELECT session, ordinal, event, wealth_trillionths, since_success, at_ms FROM error_budget WHERE domain = ?
            ORDER BY id DESC LIMIT 1
            """, [.text(domain)]
        ) { row throws(TendError) in
            BudgetEntry(
                domain: domain, event: row.text(2), decision: try Store.decisionID(row, 0),
                wealth: Double(row.integer(3)) / 1e12,
                sinceSuccess: Int(row.integer(4)), at: row.integer(5))
        }.first
    }

    /// Stops with an outcome of which neither success nor failure is on record yet.
    ///
    /// Only what went by itself and was paid for, or what a person did as recommended. Of identical copies in a session one
    /// settles all. Those that ended before `since` (milliseconds since 1970) stay unsettled.
    package func unsettledStops(domain: String, since: Int64) throws(TendError) -> [UnsettledStop] {
        try database.rows(
            """
            SELECT intents.session, intents.ordinal, intents.approver, json_extract(decisions.body, '$.arguments_hash'),
                json_extract(decisions.body, '$.uid'), result = 'done' AND reason_code IS NULL,
                EXISTS (SELECT 1 FROM intents later WHERE later.session = intents.session
                    AND later.ordinal = intents.ordinal AND later.id > intents.id
                    AND later.action IN ('resume', 'undo')),
                outcomes.at_ms
            FROM outcomes JOIN intents ON intent = intents.id JOIN decisions USING (session, ordinal)
            WHERE outcomes.at_ms >= ?1 AND domain = ?2 AND recommendation = 'stop' AND action = 'stop'
                AND result IN ('done', 'no_effect', 'failed')
                AND (approver = 'person' OR EXISTS (SELECT 1 FROM error_budget paid
                    WHERE paid.session = intents.session AND paid.ordinal = intents.ordinal AND paid.event = 'spent'))
                AND NOT EXISTS (SELECT 1 FROM error_budget settled
                    JOIN decisions other ON other.session = settled.session AND other.ordinal = settled.ordinal
                    WHERE settled.session = intents.session AND settled.event <> 'spent'
                        AND (settled.ordinal = intents.ordinal OR json_extract(other.body, '$.arguments_hash')
                            = json_extract(decisions.body, '$.arguments_hash')))
            ORDER BY outcomes.at_ms
            """, [.integer(since), .text(domain)]
        ) { row throws(TendError) in
            UnsettledStop(
                decision: try Store.decisionID(row, 0), isPersons: row.text(2) == "person",
                argumentsHash: row.optionalText(3), userID: UInt32(truncatingIfNeeded: row.integer(4)),
                isClean: row.integer(5) != 0, isUndone: row.integer(6) != 0, endedAt: row.integer(7))
        }
    }
}
