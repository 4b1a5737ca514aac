package import Primitives

extension Store {
    /// Keeps a session's plan, compressed; a later one replaces it.
    package func savePlan(_ plan: RedactedJSON, of session: SessionID) throws(TendError) {
        try save(CompressedJSON(plan), .plan, of: session)
    }

    /// - Returns: nil where the session has no plan.
    /// - Throws: `TendError`; `malformed_input` where the plan was damaged.
    package func plan(of session: SessionID) throws(TendError) -> RedactedJSON? {
        try attachment(.plan, of: session)
    }

    /// Keeps what a session sampled, so that it can be judged again; later samples replace it.
    package func saveSamples(_ samples: CompressedJSON, of session: SessionID) throws(TendError) {
        try save(samples, .samples, of: session)
    }

    /// - Returns: nil where the session kept no samples.
    /// - Throws: `TendError`; `malformed_input` where the samples were damaged.
    package func samples(of session: SessionID) throws(TendError) -> RedactedJSON? {
        try attachment(.samples, of: session)
    }

    private func save(_ json: CompressedJSON, _ kind: Attachment.Kind, of session: SessionID) throws(TendError) {
        _ = try self.session(session)
        try write(.normal) { () throws(TendError) in
            try database.run(
                "INSERT OR REPLACE INTO attachments (session, kind, compressed) VALUES (?, ?, ?)",
                [.text(session.text), .text(kind.rawValue), .blob(json.bytes)])
        }
    }

    private func attachment(_ kind: Attachment.Kind, of session: SessionID) throws(TendError) -> RedactedJSON? {
        try database.rows(
            "SELECT compressed FROM attachments WHERE session = ? AND kind = ?",
            [.text(session.text), .text(kind.rawValue)]
        ) { row throws(TendError) in RedactedJSON(attachment: try Attachment(stored: row, 0)) }.first
    }
}
