package import Primitives

/// What a volume can run out of.
package enum SpaceResource: String, Sendable, CaseIterable {
    case bytes, inodes
}

/// The room of one volume as statvfs(3) gives it.
package struct VolumeSpace: Sendable, Equatable {
    package var totalBytes = ByteCount.zero
    /// Taken by files: all blocks but the free ones, those reserved for root counted as free.
    package var usedBytes = ByteCount.zero
    /// Free for everybody; blocks reserved for root are not.
    package var availableBytes = ByteCount.zero
    /// 0 where the filesystem has no fixed number of inodes.
    package var inodesTotal: UInt64 = 0
    package var inodesAvailable: UInt64 = 0

    package init(
        totalBytes: ByteCount = .zero, usedBytes: ByteCount = .zero, availableBytes: ByteCount = .zero,
        inodesTotal: UInt64 = 0, inodesAvailable: UInt64 = 0
    ) {
        self.totalBytes = totalBytes
        self.usedBytes = usedBytes
        self.availableBytes = availableBytes
        self.inodesTotal = inodesTotal
        self.inodesAvailable = inodesAvailable
    }

    /// Bytes that are used or can be: less than the total by what is reserved.
    package var usableBytes: Double { Double(usedBytes.bytes) + Double(availableBytes.bytes) }

    /// Available of used and available together, 0…100, as df(1) has it.
    ///
    /// A volume without blocks has nothing that could fill: 100.
    package var freePercent: Double {
        let usable = usableBytes
        return usable > 0 ? Double(availableBytes.bytes) / usable * 100 : 100
    }

    /// Available of all inodes, 0…100; 100 where there is no fixed number.
    package var inodeFreePercent: Double {
        inodesTotal > 0 ? min(1, Double(inodesAvailable) / Double(inodesTotal)) * 100 : 100
    }

    /// What runs out first by its share; bytes where both are equal.
    package var scarcest: SpaceResource { inodeFreePercent < freePercent ? .inodes : .bytes }

    /// The smaller of both shares, 0…100: the one that counts.
    package var scarcestFreePercent: Double { min(freePercent, inodeFreePercent) }
}
