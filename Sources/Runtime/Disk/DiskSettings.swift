package import DiskDefence
package import Planning
package import Primitives

/// How volumes are watched, and artifacts judged.
package struct DiskSettings: Sendable, Equatable {
    package var control = ControlSettings()
    package var ballast = BallastSettings()
    package var watch = WatchSettings()
    package var weights = ScoreWeights()
    /// Seconds: what was modified since is left alone.
    package var minimumAge = 1800.0
    /// Whether other file systems below a scanned directory are scanned too.
    package var crossesDevices = false
    /// Absolute paths that are never touched, with `*`, `?` and `**`.
    package var protectedPaths: [String] = []
    /// Percent that ought to be free where temporary files lie, in memory and on disk, and of swap.
    package var sharedMemoryTarget = 25.0
    package var temporaryTarget = 20.0
    package var swapTarget = 10.0
    /// Seconds that a file system of another machine may take to answer.
    package var volumePatience = 1.0

    package init() {}

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try control.validate()
        try ballast.validate()
        try watch.validate()
        try weights.validate()
        for path in protectedPaths where PathGlob(path) == nil {
            throw TendError(
                .configuration, "disk.scan.protected_paths holds \"\(path)\", which is no absolute path",
                area: "config",
                hint: "begin it with /, such as \"/data/projects/production-*\"")
        }
    }

    package var protected: [PathGlob] { protectedPaths.compactMap(PathGlob.init) }
}
