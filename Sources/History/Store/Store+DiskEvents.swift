package import Model
package import Primitives

extension Store {
    /// Days that disk events are kept.
    package static let diskEventDays: Int64 = 30
    /// Every so many events, those that are too old are removed.
    package static let diskEventsBetweenPrunings: Int64 = 3600

    /// Appends events, all or none of them; now and then removes those that are too old.
    ///
    /// - Parameters:
    ///   - records: in their order.
    ///   - unlessPresent: leaves out those of which an equal one is there: for what may have been recorded before.
    ///   - now: milliseconds since 1970.
    /// - Returns: how many old ones were removed.
    /// - Throws: `TendError` of area `store`; then none was appended.
    package func appendDiskEvents(
        _ records: [DiskEventRecord], unlessPresent: Bool = false, now: Int64
    ) throws(TendError) -> Int {
        try write(.normal) { () throws(TendError) in
            let before = try lastDiskEvent()
            for record in records {
                if unlessPresent, try holds(record.event) { continue }
                try insert(record.event)
            }
            let between = Self.diskEventsBetweenPrunings
            guard try lastDiskEvent() / between > before / between else { return 0 }
            try database.run(
                "DELETE FROM disk_events WHERE at_ms < ?", [.integer(now - Self.diskEventDays * 86_400_000)])
            return database.changedRows
        }
    }

    /// Events since a time, oldest first: of a kind or of all, the newest so many or all.
    package func diskEvents(
        since: Int64, kind: DiskEvent.Kind? = nil, limit: Int? = nil
    ) throws(TendError) -> [DiskEvent] {
        try database.rows(
            """
            SELECT \(Self.eventColumns) FROM disk_events WHERE at_ms >= ?1 AND (?2 IS NULL OR kind = ?2)
            ORDER BY at_ms DESC, id DESC LIMIT ?3
            """, [.integer(since), .optional(kind?.rawValue), .integer(limit.map(Int64.init) ?? -1)]
        ) { Self.event($0) }.reversed()
    }

    /// The last event of a kind about each subject, before a time.
    package func lastDiskEvents(_ kind: DiskEvent.Kind, before: Int64) throws(TendError) -> [DiskEvent] {
        try database.rows(
            """
            SELECT \(Self.eventColumns) FROM disk_events WHERE id IN (
                SELECT max(id) FROM disk_events WHERE kind = ?1 AND at_ms < ?2 GROUP BY subject) ORDER BY id
            """, [.text(kind.rawValue), .integer(before)]
        ) { Self.event($0) }
    }

    private static let eventColumns =
        "at_ms, kind, subject, result, reason, pattern, bytes, free_percent, count, decision_id, sentence"

    private func lastDiskEvent() throws(TendError) -> Int64 {
        try database.rows("SELECT max(id) FROM disk_events") { $0.integer(0) }.first ?? 0
    }

    private func holds(_ event: DiskEvent) throws(TendError) -> Bool {
        try !database.rows(
            "SELECT 1 FROM disk_events WHERE kind = ? AND subject = ? AND at_ms = ? AND result = ? AND sentence = ?",
            [
                .text(event.kind.rawValue), .utf8(event.subject.bytes), .integer(event.at), .text(event.result),
                .text(event.sentence),
            ]
        ) { _ in true }.isEmpty
    }

    private func insert(_ event: DiskEvent) throws(TendError) {
        try database.run(
            "INSERT INTO disk_events (\(Self.eventColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(event.at), .text(event.kind.rawValue), .utf8(event.subject.bytes), .text(event.result),
                .optional(event.reason), .optional(event.pattern),
                event.bytes.map { .integer(Int64(clamping: $0.bytes)) } ?? .null,
                event.freePercent.map { .double($0) } ?? .null, event.count.map { .integer(Int64($0)) } ?? .null,
                .optional(event.decisionID), .text(event.sentence),
            ])
    }

    /// A kind that another version wrote is told as one about the record.
    private static func event(_ row: Row) -> DiskEvent {
        var event = DiskEvent(at: row.integer(0), kind: DiskEvent.Kind(rawValue: row.text(1)) ?? .record)
        event.subject = ForeignText(row.utf8(2))
        event.result = row.text(3)
        event.reason = row.optionalText(4)
        event.pattern = row.optionalText(5)
        event.bytes = row.isNull(6) ? nil : ByteCount(UInt64(clamping: row.integer(6)))
        event.freePercent = row.optionalDouble(7)
        event.count = row.isNull(8) ? nil : Int(row.integer(8))
        event.decisionID = row.optionalText(9)
        event.sentence = row.text(10)
        return event
    }
}
