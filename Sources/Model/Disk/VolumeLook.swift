package import Primitives

/// One volume as a look of a watch saw it: what its decisions follow from, and a line of a recorded trace.
package struct VolumeLook: Sendable, Equatable {
    /// On a clock that never steps; all volumes of one look have the same.
    package var seconds = 0.0
    /// The same moment in milliseconds since 1970.
    package var at: Int64 = 0
    package var mount: ForeignText
    package var space: Reading<VolumeSpace>
    /// Ballast files that could be released.
    package var ballastFiles: Int
    /// Whether something that is watched lies on it.
    package var isWatched: Bool

    package init(mount: ForeignText, space: Reading<VolumeSpace>, ballastFiles: Int = 0, isWatched: Bool = true) {
        self.mount = mount
        self.space = space
        self.ballastFiles = ballastFiles
        self.isWatched = isWatched
    }
}
