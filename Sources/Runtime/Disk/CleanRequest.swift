package import Planning
package import Primitives

/// What `disk clean` is to reach, and what it may do for it.
package struct CleanRequest {
    package var scan: DiskScanRequest
    /// Percent that ought to be free on the volume of the first path.
    package var targetFree: Double?
    /// Bytes that ought to be freed.
    package var free: ByteCount?
    package var includesReview = false
    /// Seconds for which what is removed is kept beside its place; nil: not at all.
    package var quarantine: Double?
    package var isDryRun = false
    package var version = ""
    /// Asked once, with what would be removed; false: nothing is.
    package var confirm: (DiskScan, [PlannedArtifact]) -> Bool = { _, _ in true }
    /// Told before each.
    package var willRemove: (PlannedArtifact, _ number: Int, _ of: Int) -> Void = { _, _, _ in }

    package init(scan: DiskScanRequest) {
        self.scan = scan
    }
}
