package import Primitives

extension Store {
    private static let columns = """
        id, domain, command, state, started_ms, updated_ms, host_id, boot_id, version, mode, packs, redaction, summary
        """

    /// Records a new session; the audit log says so.
    package func beginSession(_ session: SessionRecord) throws(TendError) {
        try write(.full) { () throws(TendError) in
            try database.run(
                "INSERT INTO sessions (\(Store.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(session.id.text), .text(session.domain), .text(session.command),
                    .text(session.state.rawValue), .integer(session.startedAt), .integer(session.updatedAt),
                    .text(session.hostID), .text(session.bootID), .text(session.version), .text(session.mode),
                    .text(session.packs), .text(session.redaction), .optional(session.summary),
                ])
            let body = RedactedJSON([
                "state": .word(session.state.rawValue), "domain": .word(session.domain),
                "command": .word(session.command), "version": .word(session.version), "mode": .word(session.mode),
                "packs": .word(session.packs),
            ])
            try audit.append("session", session: session.id, body: body, at: session.startedAt)
        }
    }

    /// Records how far a session has come; the audit log says so.
    ///
    /// A summary of nil leaves the old one as it is; an unknown session is `not_found`.
    package func updateSession(
        _ id: SessionID, state: SessionRecord.State, summary: RedactedJSON? = nil, at now: Int64
    ) throws(TendError) {
        try write(.full) { () throws(TendError) in
            try database.run(
                "UPDATE sessions SET state = ?, summary = coalesce(?, summary), updated_ms = ? WHERE id = ?",
                [.text(state.rawValue), .optional(summary), .integer(now), .text(id.text)])
            guard database.changedRows == 1 else { throw Store.unknown("session", id.text) }
            try audit.append(
                "session", session: id, body: RedactedJSON(["state": .word(state.rawValue)]), at: now)
        }
    }

    /// - Throws: `TendError` (`not_found`) for an unknown session.
    package func session(_ id: SessionID) throws(TendError) -> SessionRecord {
        let found = try database.rows(
            "SELECT \(Store.columns) FROM sessions WHERE id = ?", [.text(id.text)], Store.session)
        guard let session = found.first else { throw Store.unknown("session", id.text) }
        return session
    }

    /// The one session whose id begins like this, as a user writes it: at least 8 characters, in either case.
    ///
    /// - Throws: `TendError`: `usage` for what cannot be an id, `not_found`, and `usage` with the candidates where
    ///   several begin so.
    package func session(matching text: String) throws(TendError) -> SessionRecord {
        guard let prefix = SessionID.canonical(text), prefix.utf8.count >= SessionID.shortestPrefix else {
            throw TendError(
                .usage, "\"\(text)\" is no session id", area: "store",
                hint: "give at least \(SessionID.shortestPrefix) characters of an id that `tend sessions` lists")
        }
        let found = try database.rows(
            "SELECT \(Store.columns) FROM sessions WHERE id >= ? AND id < ? ORDER BY id LIMIT 6",
            // `~` comes after every character of an id.
            [.text(prefix), .text(prefix + "~")], Store.session)
        guard let session = found.first else { throw Store.unknown("session", text) }
        guard found.count == 1 else {
            let candidates = found.map(\.id.text).joined(separator: ", ")
            throw TendError(
                .usage, "\"\(text)\" begins the ids of several sessions: \(candidates)", area: "store",
                hint: "give more characters")
        }
        return session
    }

    /// The newest sessions first.
    ///
    /// Without a domain, of all of them.
    package func sessions(limit: Int, domain: String? = nil) throws(TendError) -> [SessionRecord] {
        try database.rows(
            "SELECT \(Store.columns) FROM sessions WHERE ?1 IS NULL OR domain = ?1 ORDER BY id DESC LIMIT ?2",
            [.optional(domain), .integer(Int64(max(0, limit)))], Store.session)
    }

    static func unknown(_ what: String, _ id: String) -> TendError {
        TendError(
            .notFound, "there is no \(what) \(id)", area: "store",
            hint: "`tend sessions` lists what is recorded; older sessions have been pruned")
    }

    private static func session(_ row: Row) throws(TendError) -> SessionRecord {
        guard let id = SessionID(row.text(0)), let state = SessionRecord.State(rawValue: row.text(3)) else {
            throw TendError(
                .storeCorrupt, "the session \(row.text(0)) is not as tend writes one", area: "store",
                hint: "the store was changed by another program")
        }
        var session = SessionRecord(
            id: id, domain: row.text(1), command: row.text(2), state: state, startedAt: row.integer(4),
            hostID: row.text(6), bootID: row.text(7), version: row.text(8), mode: row.text(9), packs: row.text(10),
            redaction: RedactionPolicy(), summary: row.isNull(12) ? nil : RedactedJSON(stored: row, 12))
        session.updatedAt = row.integer(5)
        session.redaction = row.text(11)
        return session
    }
}
