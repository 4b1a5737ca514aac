package import Primitives

extension Store {
    /// Appends an event of another part of tend to the audit log: a promotion, a changed setting.
    ///
    /// The kind is tend's own word.
    package func recordEvent(
        _ kind: String, session: SessionID? = nil, body: RedactedJSON, at now: Int64
    ) throws(TendError) {
        try write(.full) { () throws(TendError) in
            try audit.append(kind, session: session, body: body, at: now)
        }
    }

    /// The entries behind one of them, in order, of one kind or of all.
    ///
    /// Behind 0 is the beginning.
    package func auditEntries(
        limit: Int, after sequence: Int64 = 0, kind: String? = nil
    ) throws(TendError) -> [AuditEntry] {
        try database.rows(
            """
            SELECT \(AuditEntry.columns) FROM audit WHERE seq > ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY seq LIMIT ?3
            """, [.integer(sequence), .optional(kind), .integer(Int64(max(0, limit)))]
        ) { AuditEntry(stored: $0) }
    }

    /// The last entries of one kind or of all, in order.
    package func latestAuditEntries(limit: Int, kind: String? = nil) throws(TendError) -> [AuditEntry] {
        try database.rows(
            """
            SELECT \(AuditEntry.columns) FROM audit WHERE ?1 IS NULL OR kind = ?1 ORDER BY seq DESC LIMIT ?2
            """, [.optional(kind), .integer(Int64(max(0, limit)))]
        ) { AuditEntry(stored: $0) }.reversed()
    }

    /// The newest entry of a kind; nil where there is none.
    package func lastEvent(kind: String) throws(TendError) -> AuditEntry? {
        try database.rows(
            "SELECT \(AuditEntry.columns) FROM audit WHERE kind = ? ORDER BY seq DESC LIMIT 1", [.text(kind)]
        ) { AuditEntry(stored: $0) }.first
    }

    /// Compares the whole chain with its signatures and names every entry that is not as it was recorded.
    ///
    /// - Complexity: O(*n*) entries, one signature check each (about 0.1 ms).
    package func verifyAudit() throws(TendError) -> AuditReport {
        var verifier = AuditVerifier(database, settings: settings)
        return try verifier.report()
    }
}
