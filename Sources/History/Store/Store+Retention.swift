package import Primitives

/// What pruning removed.
package struct PruneReport: Sendable, Equatable {
    package var sessions: Int
    package var decisions: Int
    package var intents: Int
}

extension Store {
    /// Prunes what is older than the settings keep; labels and outcomes only once they teach next to nothing.
    package func pruneExpired(now: Int64) throws(TendError) -> PruneReport {
        try pruneLearning(at: now)
        return try prune(olderThan: now - Int64(settings.retentionDays) * 86_400_000, at: now)
    }

    /// Removes sessions that were last updated before a time, with all that belongs to them.
    ///
    /// Sessions with an intent that has no outcome stay. The audit log stays whole, and says what was removed.
    package func prune(olderThan cutoff: Int64, at now: Int64) throws(TendError) -> PruneReport {
        let expired = """
            (SELECT id FROM sessions WHERE updated_ms < ? AND NOT EXISTS (
                SELECT 1 FROM intents WHERE intents.session = sessions.id AND state = 'pending'))
            """
        return try write(.full) { () throws(TendError) in
            let cutoffValue = [SQLValue.integer(cutoff)]
            let report = PruneReport(
                sessions: try count("SELECT count(*) FROM sessions WHERE id IN \(expired)", cutoffValue),
                decisions: try count("SELECT count(*) FROM decisions WHERE session IN \(expired)", cutoffValue),
                intents: try count("SELECT count(*) FROM intents WHERE session IN \(expired)", cutoffValue))
            guard report.sessions > 0 else { return report }
            try database.run("DELETE FROM sessions WHERE id IN \(expired)", cutoffValue)
            let body = RedactedJSON([
                "older_than": .number(cutoff), "sessions": .number(Int64(report.sessions)),
                "decisions": .number(Int64(report.decisions)), "intents": .number(Int64(report.intents)),
            ])
            try audit.append("retention", session: nil, body: body, at: now)
            return report
        }
    }

    private func count(_ sql: String, _ values: [SQLValue]) throws(TendError) -> Int {
        try database.rows(sql, values) { Int($0.integer(0)) }.first ?? 0
    }
}
