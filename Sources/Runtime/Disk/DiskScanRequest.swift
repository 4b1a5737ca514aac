package import Collectors

/// What is to be scanned, and how it is to be judged.
package struct DiskScanRequest {
    /// As the user wrote them.
    package var paths: [String]
    /// Nil: of each volume as it is now.
    package var urgency: Double?
    package var crossesDevices: Bool?
    /// Told about ten times a second how far the walk is; false ends it.
    package var watch: (TreeWalkProgress) -> Bool = { _ in true }

    /// Called once the walk is over.
    package var finish: () -> Void = {}

    package init(paths: [String]) {
        self.paths = paths
    }
}
