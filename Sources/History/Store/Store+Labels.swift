package import Primitives

extension Store {
    /// Labels and outcomes are kept for two years: by then a label has lost seven eighths of its weight.
    package static let learningDays: Int64 = 730

    /// Records labels, each unless one of a higher rank stands for its program and day; the audit log says which.
    ///
    /// - Returns: how many were recorded.
    package func record(_ labels: [LabelRecord]) throws(TendError) -> Int {
        guard !labels.isEmpty else { return 0 }
        return try write(.full) { () throws(TendError) in
            var recorded = 0
            for label in labels {
                try database.run(
                    """
                    INSERT INTO labels (domain, program, day, actual, source, rank, body, at_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (domain, program, day) DO UPDATE SET
                        actual = excluded.actual, source = excluded.source, rank = excluded.rank, body = excluded.body,
                        at_ms = excluded.at_ms
                    WHERE excluded.rank >= labels.rank
                    """,
                    [
                        .text(label.domain), .text(label.program), .integer(label.day), .text(label.actual),
                        .text(label.source), .integer(Int64(label.rank)), .utf8(label.body.bytes), .integer(label.at),
                    ])
                guard database.changedRows == 1 else { continue }
                recorded += 1
                let body = RedactedJSON([
                    "domain": .word(label.domain), "program": .word(label.program), "day": .number(label.day),
                    "actual": .word(label.actual), "source": .word(label.source),
                ])
                try audit.append("label", session: nil, body: body, at: label.at)
            }
            return recorded
        }
    }

    /// The labels of a domain since a time, in the order in which they were given.
    package func labels(domain: String, since: Int64 = 0) throws(TendError) -> [LabelRecord] {
        try database.rows(
            """
            SELECT domain, program, day, actual, source, rank, body, at_ms FROM labels
            WHERE domain = ? AND at_ms >= ? ORDER BY at_ms, id
            """, [.text(domain), .integer(since)]
        ) { row in
            LabelRecord(
                domain: row.text(0), program: row.text(1), day: row.integer(2), actual: row.text(3),
                source: row.text(4), rank: Int(row.integer(5)), body: RedactedJSON(stored: row, 6), at: row.integer(7))
        }
    }

    /// Removes labels and settled trials that are older than `learningDays`; the audit log says how many.
    func pruneLearning(at now: Int64) throws(TendError) {
        let cutoff = now - Self.learningDays * 86_400_000
        var removed: [String: Int64] = [:]
        for table in ["labels", "trials"] {
            removed[table] = try database.rows(
                "SELECT count(*) FROM \(table) WHERE at_ms < ?", [.integer(cutoff)]
            ) { $0.integer(0) }.first
        }
        let (labels, trials) = (removed["labels"] ?? 0, removed["trials"] ?? 0)
        guard labels + trials > 0 else { return }
        try write(.full) { () throws(TendError) in
            for table in ["labels", "trials"] {
                try database.run("DELETE FROM \(table) WHERE at_ms < ?", [.integer(cutoff)])
            }
            let body = RedactedJSON([
                "older_than": .number(cutoff), "labels": .number(labels), "trials": .number(trials),
            ])
            try audit.append("retention", session: nil, body: body, at: now)
        }
    }
}
