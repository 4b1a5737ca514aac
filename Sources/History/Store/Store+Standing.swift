package import Primitives

extension Store {
    /// How many of the newest sessions of a boot are looked at.
    private static let sessionsAsked = 256

    /// Since when each subject has been put to review or pause by every session of a domain and boot, milliseconds since 1970.
    ///
    /// A session that decided otherwise, or kept the subject, ends the row: only what stayed undecided all along counts.
    ///
    /// - Returns: the first of the unbroken row of sessions, by the subject's key; empty without sessions.
    /// - Complexity: linear in the decisions of the newest sessions.
    package func undecidedSince(domain: String, bootID: String) throws(TendError) -> [String: Int64] {
        // The session's time, not the decision's: that lies behind the decision's body, which would all have to be read.
        let rows = try database.rows(
            """
            WITH asked AS (
                SELECT id, started_ms FROM sessions
                WHERE domain = ?1 AND boot_id = ?2 ORDER BY id DESC LIMIT \(Self.sessionsAsked))
            SELECT asked.id, subject_key, started_ms FROM asked LEFT JOIN decisions
                ON decisions.session = asked.id AND recommendation IN ('review', 'pause')
            ORDER BY asked.id DESC
            """, [.text(domain), .text(bootID)]
        ) { ($0.text(0), $0.optionalText(1), $0.integer(2)) }
        var since: [String: Int64] = [:]
        var current: String?
        var (open, present): (Set<String>?, Set<String>) = (nil, [])
        func close() {
            guard current != nil else { return }
            open = open.map { $0.intersection(present) } ?? present
            present = []
        }
        for (session, key, moment) in rows {
            if session != current {
                close()
                current = session
            }
            guard let key, open?.contains(key) ?? true else { continue }
            present.insert(key)
            since[key] = moment
        }
        return since
    }
}
