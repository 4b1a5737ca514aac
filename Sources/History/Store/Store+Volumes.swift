package import Model
package import Primitives

/// One look at a volume, as it is recorded.
package struct VolumeSample: Sendable, Equatable {
    /// What tells the volume from others: its device number and where it is mounted.
    package var volume: String
    /// Milliseconds since 1970.
    package var at: Int64
    package var space: VolumeSpace

    package init(volume: String, at: Int64, space: VolumeSpace) {
        self.volume = volume
        self.at = at
        self.space = space
    }
}

extension Store {
    /// Older looks say nothing about where a volume is going.
    package static let volumeSamplesKept: Int64 = 24 * 3_600_000

    /// Records looks at volumes and forgets those that are too old.
    package func appendVolumeSamples(_ samples: [VolumeSample], now: Int64) throws(TendError) {
        try write(.normal) { () throws(TendError) in
            for sample in samples {
                let space = sample.space
                try database.run(
                    """
                    INSERT OR REPLACE INTO volume_samples
                        (volume, at_ms, total, used, available, inodes, inodes_available) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(sample.volume), .integer(sample.at), .integer(Int64(clamping: space.totalBytes.bytes)),
                        .integer(Int64(clamping: space.usedBytes.bytes)),
                        .integer(Int64(clamping: space.availableBytes.bytes)),
                        .integer(Int64(clamping: space.inodesTotal)),
                        .integer(Int64(clamping: space.inodesAvailable)),
                    ])
            }
            try database.run("DELETE FROM volume_samples WHERE at_ms < ?", [.integer(now - Self.volumeSamplesKept)])
        }
    }

    /// Looks at all volumes since a time, in the order of their times.
    package func volumeSamples(since: Int64) throws(TendError) -> [VolumeSample] {
        func bytes(_ row: Row, _ column: Int32) -> ByteCount { ByteCount(UInt64(clamping: row.integer(column))) }
        return try database.rows(
            """
            SELECT volume, at_ms, total, used, available, inodes, inodes_available FROM volume_samples
            WHERE at_ms >= ? ORDER BY at_ms, volume
            """, [.integer(since)]
        ) { row in
            VolumeSample(
                volume: row.text(0), at: row.integer(1),
                space: VolumeSpace(
                    totalBytes: bytes(row, 2), usedBytes: bytes(row, 3), availableBytes: bytes(row, 4),
                    inodesTotal: UInt64(clamping: row.integer(5)), inodesAvailable: UInt64(clamping: row.integer(6))))
        }
    }
}
