package import Primitives

/// What the policy says of artifacts, whatever the evidence.
package struct ArtifactPolicy: Sendable {
    /// Absolute paths that are never touched, nor anything below them.
    package var protected: [PathGlob] = []
    /// Seconds: whatever was modified since is left alone.
    ///
    /// Half an hour outlasts the pauses of builds that go on.
    package var minimumAge = 1800.0
    /// The user whose things may be removed.
    package var userID: UInt32 = 0
    /// Processes of that user that could not be read, as `name (PID n)`: each may use anything.
    package var unreadable: [String] = []
    /// Whether processes of other users could not be read.
    package var othersUnread = false
    /// Whether `/proc` could be read at all.
    package var knowsProcesses = true

    package init() {}
}
