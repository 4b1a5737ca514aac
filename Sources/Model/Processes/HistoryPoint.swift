package import Primitives

/// What was seen of one process in an earlier scan of the same boot.
package struct HistoryPoint: Sendable, Equatable {
    /// Seconds from boot to when it was read.
    package var moment: Double
    /// Clock ticks spent running so far.
    package var ticks: UInt64
    package var residentMemory: ByteCount
    /// Bytes that went to or came from storage so far; nil where that could not be read.
    package var storage: UInt64?
    package var threads: Int32

    package init(moment: Double, ticks: UInt64, residentMemory: ByteCount, storage: UInt64?, threads: Int32) {
        self.moment = moment
        self.ticks = ticks
        self.residentMemory = residentMemory
        self.storage = storage
        self.threads = threads
    }

    /// The newest numbers of an observation.
    ///
    /// - Returns: nil where it has none.
    package init?(_ process: borrowing ProcessObservation, at moment: Double) {
        guard let last = process.counters.last else { return nil }
        self.init(
            moment: moment, ticks: last.totalTicks, residentMemory: last.residentMemory,
            storage: last.storage.value.map { $0.read.bytes &+ $0.written.bytes }, threads: last.threads)
    }
}

/// The history points of one scan, each with the process it belongs to.
package struct ScanHistory: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var pid: Int32
        package var startTicks: UInt64
        package var point: HistoryPoint

        package init(pid: Int32, startTicks: UInt64, point: HistoryPoint) {
            self.pid = pid
            self.startTicks = startTicks
            self.point = point
        }
    }

    /// Seconds from boot.
    package var moment: Double
    package var entries: [Entry]

    package init(moment: Double, entries: [Entry]) {
        self.moment = moment
        self.entries = entries
    }
}
