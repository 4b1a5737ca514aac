package import Primitives

extension Store {
    private static let trialColumns = """
        id, domain, kind, boot_id, pid, start_ticks, uid, arguments_hash, program, day, body, at_ms, seen_ms, outcome,
        outcome_ms
        """

    /// Records what is to be followed; each process is followed once a kind.
    package func begin(_ trials: [TrialRecord]) throws(TendError) {
        guard !trials.isEmpty else { return }
        try write(.normal) { () throws(TendError) in
            for trial in trials {
                try database.run(
                    """
                    INSERT OR IGNORE INTO trials (domain, kind, boot_id, pid, start_ticks, uid, arguments_hash, program,
                        day, body, at_ms, seen_ms)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(trial.domain), .text(trial.kind.rawValue), .text(trial.bootID),
                        .integer(Int64(trial.pid)), .integer(Int64(clamping: trial.startTicks)),
                        .integer(Int64(trial.userID)), .text(trial.argumentsHash), .text(trial.program),
                        .integer(trial.day), .utf8(trial.body.bytes), .integer(trial.at), .integer(trial.seenAt),
                    ])
            }
        }
    }

    /// Those of a domain whose outcome is not known yet, in order.
    package func openTrials(domain: String) throws(TendError) -> [TrialRecord] {
        try trials("domain = ? AND outcome IS NULL", [.text(domain)])
    }

    /// All of a domain since a time, in order.
    package func trials(domain: String, since: Int64 = 0) throws(TendError) -> [TrialRecord] {
        try trials("domain = ? AND at_ms >= ?", [.text(domain), .integer(since)])
    }

    /// Notes when trials were last seen alive, and what became of those that are settled.
    package func update(_ trials: [TrialRecord]) throws(TendError) {
        guard !trials.isEmpty else { return }
        try write(.normal) { () throws(TendError) in
            for trial in trials {
                try database.run(
                    "UPDATE trials SET seen_ms = ?, outcome = ?, outcome_ms = ? WHERE id = ?",
                    [
                        .integer(trial.seenAt), .optional(trial.outcome),
                        trial.outcomeAt.map { .integer($0) } ?? .null, .integer(trial.id),
                    ])
            }
        }
    }

    private func trials(_ condition: String, _ values: [SQLValue]) throws(TendError) -> [TrialRecord] {
        try database.rows(
            "SELECT \(Self.trialColumns) FROM trials WHERE \(condition) ORDER BY id", values
        ) { row throws(TendError) in
            guard let kind = TrialRecord.Kind(rawValue: row.text(2)) else {
                throw TendError(
                    .storeCorrupt, "\"\(row.text(2))\" is no kind of trial", area: "store",
                    hint: "the store was changed by another program")
            }
            var trial = TrialRecord(
                domain: row.text(1), kind: kind, bootID: row.text(3), pid: Int32(truncatingIfNeeded: row.integer(4)),
                startTicks: UInt64(clamping: row.integer(5)), userID: UInt32(truncatingIfNeeded: row.integer(6)),
                argumentsHash: row.text(7), program: row.text(8), day: row.integer(9),
                body: RedactedJSON(stored: row, 10), at: row.integer(11), seenAt: row.integer(12))
            trial.id = row.integer(0)
            trial.outcome = row.optionalText(13)
            trial.outcomeAt = row.isNull(14) ? nil : row.integer(14)
            return trial
        }
    }
}
