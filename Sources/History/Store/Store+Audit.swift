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

    /// The entries behind one of them, in order.
    ///
    /// Behind 0 is the beginning.
    package func auditEntries(limit: Int, after sequence: Int64 = 0) throws(TendError) -> [AuditEntry] {
        try database.rows(
            "SELECT \(AuditEntry.columns) FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
            [.integer(sequence), .integer(Int64(max(0, limit)))]
        ) { AuditEntry(stored: $0) }
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
