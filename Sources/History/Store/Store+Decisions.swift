package import Primitives

extension Store {
    private static let columns =
        "session, ordinal, domain, subject, subject_key, recommendation, posterior, body, made_ms"

    /// Records decisions of sessions that were begun before, all or none.
    package func record(_ decisions: [DecisionRecord]) throws(TendError) {
        try write(.normal) { () throws(TendError) in
            for decision in decisions {
                try database.run(
                    "INSERT INTO decisions (\(Store.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .text(decision.id.session.text), .integer(Int64(decision.id.ordinal)), .text(decision.domain),
                        .text(decision.subject.text), .text(decision.subjectKey), .text(decision.recommendation),
                        .utf8(decision.posterior.bytes), .utf8(decision.body.bytes), .integer(decision.madeAt),
                    ])
            }
        }
    }

    /// - Throws: `TendError` (`not_found`) for an unknown decision.
    package func decision(_ id: DecisionID) throws(TendError) -> DecisionRecord {
        let found = try database.rows(
            "SELECT \(Store.columns) FROM decisions WHERE session = ? AND ordinal = ?",
            [.text(id.session.text), .integer(Int64(id.ordinal))], Store.decision)
        guard let decision = found.first else { throw Store.unknown("decision", id.description) }
        return decision
    }

    /// The decision that a user names; its session may be shortened: `01J9ZK3V.7`.
    package func decision(matching text: String) throws(TendError) -> DecisionRecord {
        guard let parts = DecisionID.parts(text) else {
            throw TendError(
                .usage, "\"\(text)\" is no decision id", area: "store",
                hint: "decision ids are written SESSION.NUMBER, such as 01J9ZK3V.7")
        }
        return try decision(DecisionID(session: session(matching: parts.session).id, ordinal: parts.ordinal))
    }

    /// All decisions of a session, in their order.
    package func decisions(_ session: SessionID) throws(TendError) -> [DecisionRecord] {
        try database.rows(
            "SELECT \(Store.columns) FROM decisions WHERE session = ? ORDER BY ordinal", [.text(session.text)],
            Store.decision)
    }

    /// Earlier decisions about the same thing, the newest first.
    package func decisions(subjectKey: String, limit: Int) throws(TendError) -> [DecisionRecord] {
        try database.rows(
            "SELECT \(Store.columns) FROM decisions WHERE subject_key = ? ORDER BY made_ms DESC LIMIT ?",
            [.text(subjectKey), .integer(Int64(max(0, limit)))], Store.decision)
    }

    private static func decision(_ row: Row) throws(TendError) -> DecisionRecord {
        DecisionRecord(
            id: try decisionID(row, 0), domain: row.text(2), subject: RedactedText(stored: row, 3),
            subjectKey: row.text(4), recommendation: row.text(5), posterior: RedactedJSON(stored: row, 6),
            body: RedactedJSON(stored: row, 7), madeAt: row.integer(8))
    }

    /// The id that lies in two columns from this one on.
    static func decisionID(_ row: Row, _ column: Int32) throws(TendError) -> DecisionID {
        guard let session = SessionID(row.text(column)) else {
            throw TendError(
                .storeCorrupt, "\"\(row.text(column))\" is no session id", area: "store",
                hint: "the store was changed by another program")
        }
        return DecisionID(session: session, ordinal: Int(row.integer(column + 1)))
    }
}
