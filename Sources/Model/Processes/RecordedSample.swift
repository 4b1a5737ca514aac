package import Primitives

/// What `processes record` wrote.
package struct RecordedSample: Sendable {
    package var path = ""
    package var processes = 0
    package var bytes = ByteCount.zero
    /// Length of the scan's window in seconds.
    package var window = 0.0

    package init() {}
}
