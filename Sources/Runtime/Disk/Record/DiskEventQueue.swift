package import Model
internal import SystemCalls

/// Events on their way from those who watch to the one who writes; whoever puts one in never waits for the disk.
package final class DiskEventQueue: @unchecked Sendable {
    // `@unchecked Sendable`: `lock` guards all that varies.
    package static let limit = 1024

    private let lock = Lock()
    private var events: [DiskEvent] = []
    private var dropped = 0

    package init() {}

    /// Puts an event in; counts it as dropped where there is no room.
    package func add(_ event: DiskEvent) {
        lock.lock()
        defer { lock.unlock() }
        if events.count < Self.limit { events.append(event) } else { dropped += 1 }
    }

    /// Takes all events out, and how many were dropped since the last time.
    package func take() -> (events: [DiskEvent], dropped: Int) {
        lock.lock()
        defer { lock.unlock() }
        defer { (events, dropped) = ([], 0) }
        return (events, dropped)
    }
}
