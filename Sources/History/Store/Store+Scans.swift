package import Model
package import Primitives

extension Store {
    /// So many scans are kept, of the present boot only: identities of another boot mean nothing.
    package static let scansKept = 512

    /// Keeps what a scan saw of every process, so that later scans know its past.
    ///
    /// A scan within a second of the last one is not kept: it would add nothing.
    package func appendScan(_ scan: ScanHistory, bootID: String, at now: Int64) throws(TendError) {
        let moment = Int64(scan.moment * 1000)
        let newest = try database.rows(
            "SELECT uptime_ms FROM scans WHERE boot_id = ? ORDER BY uptime_ms DESC LIMIT 1", [.text(bootID)]
        ) { $0.integer(0) }.first
        if let newest, moment - newest < 1000 { return }
        let compressed = try Zstandard.compress(scan.encoded)
        try write(.normal) { () throws(TendError) in
            try database.run(
                "INSERT INTO scans (boot_id, uptime_ms, at_ms, points) VALUES (?, ?, ?, ?)",
                [.text(bootID), .integer(moment), .integer(now), .blob(compressed)])
            try database.run(
                """
                DELETE FROM scans WHERE boot_id <> ?1 OR id <= (
                    SELECT id FROM scans WHERE boot_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET \(Self.scansKept))
                """, [.text(bootID)])
        }
    }

    /// The newest scans of a boot, oldest first.
    ///
    /// One that is damaged is left out: a gap in the past does no harm.
    ///
    /// - Complexity: linear in the scans times their processes.
    package func scans(bootID: String, newest count: Int) throws(TendError) -> [ScanHistory] {
        let rows = try database.rows(
            """
            SELECT uptime_ms, points FROM scans WHERE boot_id = ? ORDER BY uptime_ms DESC LIMIT ?
            """, [.text(bootID), .integer(Int64(count))]
        ) { ($0.integer(0), $0.blob(1)) }
        return rows.reversed().compactMap { uptime, points in
            // Whatever is wrong with the bytes, the answer is the same gap.
            guard let bytes = try? Zstandard.decompress(points, limit: 1 << 26) else { return nil }
            return ScanHistory(moment: Double(uptime) / 1000, encoded: bytes)
        }
    }
}
