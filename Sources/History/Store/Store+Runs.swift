package import Primitives

/// One process that an action ended, as its decision described it.
package struct EndedProcess: Sendable, Equatable {
    /// Keyed hash of its arguments.
    package var argumentsHash: String
    package var userID: UInt32
    package var bootID: String
    package var startTicks: UInt64
    /// Milliseconds since 1970: when it was about to be ended, and when its end was recorded.
    package var begunAt: Int64
    package var endedAt: Int64
}

extension Store {
    /// The processes of a domain that were ended since a time, in the order of their ends.
    ///
    /// Sessions that were pruned no longer count.
    package func endedProcesses(domain: String, since: Int64) throws(TendError) -> [EndedProcess] {
        try database.rows(
            """
            SELECT json_extract(body, '$.arguments_hash'), json_extract(body, '$.uid'),
                json_extract(body, '$.boot_id'), json_extract(body, '$.start_ticks'), intents.at_ms, outcomes.at_ms
            FROM outcomes JOIN intents ON intent = id JOIN decisions USING (session, ordinal)
            WHERE outcomes.at_ms >= ? AND domain = ? AND action IN ('stop', 'stop-unit', 'restart') AND result = 'done'
                AND json_extract(body, '$.arguments_hash') IS NOT NULL
            ORDER BY outcomes.at_ms
            """, [.integer(since), .text(domain)]
        ) {
            EndedProcess(
                argumentsHash: $0.text(0), userID: UInt32(truncatingIfNeeded: $0.integer(1)), bootID: $0.text(2),
                startTicks: UInt64(clamping: $0.integer(3)), begunAt: $0.integer(4), endedAt: $0.integer(5))
        }
    }
}
