package import Primitives

/// How a watch of the volumes stands, as it tells others: what lies in its state file.
package struct WatchState: Sendable, Equatable {
    /// One volume with what was decided last.
    package struct WatchedVolume: Sendable, Equatable {
        package var mount = ForeignText("")
        package var level = PressureLevel.green
        package var urgency = 0.0
        package var freePercent: Double?

        package init() {}
    }

    package var pid: Int32 = 0
    /// Clock ticks since boot at which it began: with the PID and the boot, it is that very process.
    package var startTicks: UInt64 = 0
    package var bootID = ""
    /// Milliseconds since 1970.
    package var startedAt: Int64 = 0
    package var updatedAt: Int64 = 0
    /// How far it may go by itself.
    package var mode = ""
    package var isDryRun = false
    package var places: [ForeignText] = []
    package var volumes: [WatchedVolume] = []
    /// How forecasts have stood up to what happened.
    package var guardrails = GuardReport()
    package var looks: UInt64 = 0
    package var scans: UInt64 = 0
    /// Scans running that brought nothing: the more, the longer until the next.
    package var emptyScans = 0
    /// Milliseconds since 1970; nil before the first.
    package var lastScanAt: Int64?
    package var removed: UInt64 = 0
    package var freedBytes = ByteCount.zero
    package var ballastReleased = 0
    /// Times that a thread failed and began again.
    package var respawns = 0
    /// Of the watch itself.
    package var memoryBytes: ByteCount?
    package var processorSeconds = 0.0

    package init() {}
}
