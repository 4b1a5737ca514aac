package import Primitives

/// What is asked of the ballast of volumes.
package struct BallastRequest {
    /// Paths on the volumes that are meant; none for all of them.
    package var paths: [String]
    /// For this once instead of what is configured.
    package var fileCount: Int?
    package var fileSize: ByteCount?
    package var isDryRun = false
    /// Whether to end at the next safe point.
    package var shouldStop: () -> Bool = { false }

    package init(paths: [String] = []) {
        self.paths = paths
    }
}
