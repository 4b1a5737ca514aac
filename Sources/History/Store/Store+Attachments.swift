package import Primitives

extension Store {
    /// Keeps a session's plan, compressed; a later one replaces it.
    package func savePlan(_ plan: RedactedJSON, of session: SessionID) throws(TendError) {
        try save(plan, .plan, of: session)
    }

    /// - Returns: nil where the session has no plan.
    /// - Throws: `TendError`; `malformed_input` where the plan was damaged.
    package func plan(of session: SessionID) throws(TendError) -> RedactedJSON? {
        try attachment(.plan, of: session)
    }

    /// Keeps what a session sampled, compressed, so that it can be judged again; later samples replace it.
    package func saveSamples(_ samples: RedactedJSON, of session: SessionID) throws(TendError) {
        try save(samples, .samples, of: session)
    }

    /// - Returns: nil where the session kept no samples.
    /// - Throws: `TendError`; `malformed_input` where the samples were damaged.
    package func samples(of session: SessionID) throws(TendError) -> RedactedJSON? {
        try attachment(.samples, of: session)
    }

    private func save(_ json: RedactedJSON, _ kind: Attachment.Kind, of session: SessionID) throws(TendError) {
        guard json.bytes.count <= Attachment.limit else {
            throw TendError(
                .malformedInput, "the \(kind.rawValue) of session \(session) is larger than can be kept", area: "store")
        }
        let compressed = try Zstandard.compress(json.bytes)
        _ = try self.session(session)
        try write(.normal) { () throws(TendError) in
            try database.run(
                "INSERT OR REPLACE INTO attachments (session, kind, compressed) VALUES (?, ?, ?)",
                [.text(session.text), .text(kind.rawValue), .blob(compressed)])
        }
    }

    private func attachment(_ kind: Attachment.Kind, of session: SessionID) throws(TendError) -> RedactedJSON? {
        try database.rows(
            "SELECT compressed FROM attachments WHERE session = ? AND kind = ?",
            [.text(session.text), .text(kind.rawValue)]
        ) { row throws(TendError) in RedactedJSON(attachment: try Attachment(stored: row, 0)) }.first
    }
}
