package import Primitives

extension Store {
    /// Keeps what a session made of every process; a later one replaces it.
    package func saveJudged(_ judged: JudgedProcesses, of session: SessionID) throws(TendError) {
        let compressed = try Zstandard.compress(judged.encoded)
        try write(.normal) { () throws(TendError) in
            try database.run(
                "INSERT OR REPLACE INTO judgements (session, processes) VALUES (?, ?)",
                [.text(session.text), .blob(compressed)])
        }
    }

    /// - Returns: nil where the session kept none, or they are damaged: everything is then judged anew.
    package func judged(of session: SessionID) throws(TendError) -> JudgedProcesses? {
        let blobs = try database.rows(
            "SELECT processes FROM judgements WHERE session = ?", [.text(session.text)]
        ) { $0.blob(0) }
        // Whatever is wrong with the bytes, the answer is the same.
        guard let blob = blobs.first, let bytes = try? Zstandard.decompress(blob, limit: 1 << 26) else { return nil }
        return JudgedProcesses(encoded: bytes)
    }

    /// The newest session of a domain that was begun at or before a time.
    package func session(domain: String, notAfter time: Int64) throws(TendError) -> SessionRecord? {
        try sessions(limit: 4096, domain: domain).first { $0.startedAt <= time }
    }

    /// In how many of a domain's latest sessions in a row each subject had a decision, this one and those before it.
    ///
    /// - Parameters:
    ///   - subjects: as decisions are filed under.
    ///   - domain: whose sessions.
    ///   - limit: how many sessions are looked at.
    /// - Returns: a number for each subject; 0 where the latest session had none.
    /// - Throws: `TendError` where the record cannot be read.
    /// - Complexity: O(sessions + decisions about the subjects).
    package func consecutiveSessions(
        of subjects: [String], domain: String, limit: Int = 64
    ) throws(TendError) -> [String: Int] {
        let order = try sessions(limit: limit, domain: domain).map(\.id.text)
        var counts: [String: Int] = [:]
        for subject in subjects {
            let seen = Set(
                try database.rows("SELECT DISTINCT session FROM decisions WHERE subject_key = ?", [.text(subject)]) {
                    $0.text(0)
                })
            counts[subject] = order.prefix { seen.contains($0) }.count
        }
        return counts
    }
}
