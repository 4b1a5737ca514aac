package import Primitives

extension Store {
    private static let declarationColumns = """
        id, pid, start_ticks, boot_id, words_hash, word_count, directory_hash, subject, reason, declared_ms, expires_ms
        """

    /// Records that something is wanted, and forgets what has expired by then; the audit log says so.
    ///
    /// - Returns: the declaration with its number, which is never given twice.
    package func declare(_ declaration: DeclarationRecord) throws(TendError) -> DeclarationRecord {
        try write(.full) { () throws(TendError) in
            try database.run("DELETE FROM declarations WHERE expires_ms <= ?", [.integer(declaration.declaredAt)])
            try database.run(
                """
                INSERT INTO declarations (pid, start_ticks, boot_id, words_hash, word_count, directory_hash, subject,
                    reason, declared_ms, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                declaration.subject.values + [
                    .text(declaration.text.text), .optional(declaration.reason?.text),
                    .integer(declaration.declaredAt), .integer(declaration.expiresAt),
                ])
            var recorded = declaration
            recorded.id = database.lastInsertedRow
            try append("declared", recorded, at: declaration.declaredAt)
            return recorded
        }
    }

    /// Takes a declaration back; the audit log says so.
    ///
    /// - Returns: what it said.
    /// - Throws: `TendError` (`not_found`) for an unknown one.
    package func removeDeclaration(_ id: Int64, at now: Int64) throws(TendError) -> DeclarationRecord {
        try write(.full) { () throws(TendError) in
            let declaration = try self.declaration(id)
            try database.run("DELETE FROM declarations WHERE id = ?", [.integer(id)])
            try append("removed", declaration, at: now)
            return declaration
        }
    }

    /// - Throws: `TendError` (`not_found`) for a number that no declaration has.
    package func declaration(_ id: Int64) throws(TendError) -> DeclarationRecord {
        let found = try database.rows(
            "SELECT \(Store.declarationColumns) FROM declarations WHERE id = ?", [.integer(id)], Store.declaration)
        guard let declaration = found.first else {
            throw TendError(
                .notFound, "there is no declaration \(id)", area: "store",
                hint: "list them: tend processes declare list")
        }
        return declaration
    }

    /// What is declared and has not expired at a time, oldest first.
    package func declarations(at now: Int64) throws(TendError) -> [DeclarationRecord] {
        try database.rows(
            "SELECT \(Store.declarationColumns) FROM declarations WHERE expires_ms > ? ORDER BY id", [.integer(now)],
            Store.declaration)
    }

    private func append(_ state: String, _ declaration: DeclarationRecord, at now: Int64) throws(TendError) {
        let body = RedactedJSON([
            "state": .word(state), "declaration": .number(declaration.id), "subject": .text(declaration.text),
            "reason": declaration.reason.map { .text($0) } ?? .absent, "expires_at": .number(declaration.expiresAt),
        ])
        try audit.append("declaration", session: nil, body: body, at: now)
    }

    private static func declaration(_ row: Row) -> DeclarationRecord {
        let subject: DeclarationRecord.Subject =
            row.isNull(1)
            ? .command(words: row.text(4), count: Int(row.integer(5)), directory: row.text(6))
            : .process(
                pid: Int32(truncatingIfNeeded: row.integer(1)), startTicks: UInt64(clamping: row.integer(2)),
                bootID: row.text(3))
        var declaration = DeclarationRecord(
            subject: subject, text: RedactedText(stored: row, 7),
            reason: row.isNull(8) ? nil : RedactedText(stored: row, 8), declaredAt: row.integer(9),
            expiresAt: row.integer(10))
        declaration.id = row.integer(0)
        return declaration
    }
}

extension DeclarationRecord.Subject {
    /// In the order of the columns.
    fileprivate var values: [SQLValue] {
        switch self {
        case .process(let pid, let startTicks, let bootID):
            [
                .integer(Int64(pid)), .integer(Int64(clamping: startTicks)), .text(bootID), .null, .null, .null,
            ]
        case .command(let words, let count, let directory):
            [.null, .null, .null, .text(words), .integer(Int64(count)), .text(directory)]
        }
    }
}
