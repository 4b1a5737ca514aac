package import Primitives

/// What the scan of one place came to.
package struct ScanResult: Sendable, Equatable {
    package var path: ForeignText
    /// Freed, or in observe what would have been.
    package var reclaimed: ByteCount
    /// Reads of the filesystem.
    package var reads: Int
    /// Things that were proposed for deletion.
    package var candidates: Int
    /// Those of them that were then skipped or failed their last check.
    package var rejected: Int

    package init(
        path: ForeignText, reclaimed: ByteCount = .zero, reads: Int = 0, candidates: Int = 0, rejected: Int = 0
    ) {
        self.path = path
        self.reclaimed = reclaimed
        self.reads = reads
        self.candidates = candidates
        self.rejected = rejected
    }
}
