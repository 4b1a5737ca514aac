package import Collectors
package import Primitives

/// What is to be scanned, and how it is to be judged.
package struct DiskScanRequest {
    /// As the user wrote them.
    package var paths: [String]
    /// Nil: of each volume as it is now.
    package var urgency: Double?
    package var crossesDevices: Bool?
    /// Of each volume, by mount point, where somebody watches them; nil: as they are now.
    package var urgencies: [ForeignText: Double]?
    /// What earlier scans have seen, where somebody scans again and again.
    package var index: TreeIndex?
    /// What deleting costs more, for forecasts were not shown to hold.
    package var penalty = 0.0
    /// Told about ten times a second how far the walk is; false ends it.
    package var watch: (TreeWalkProgress) -> Bool = { _ in true }

    /// Called once the walk is over.
    package var finish: () -> Void = {}

    package init(paths: [String]) {
        self.paths = paths
    }
}
