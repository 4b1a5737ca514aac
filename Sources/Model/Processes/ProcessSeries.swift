internal import Primitives

/// A process's own past in steps from one reading to the next, the present window last.
///
/// A class, for the facts of a process are copied often and its past never changes.
package final class ProcessSeries: Sendable, Equatable {
    /// Seconds that each step lasted.
    package let durations: [Double]
    /// Cores used in each step.
    package let shares: [Double]
    /// Resident memory in MiB at the end of each step.
    package let memory: [Double]
    /// Bytes to and from storage in each step; nil where one end could not be read.
    package let moved: [Double?]
    /// Threads at the end of each step.
    package let threads: [Double]

    /// Seconds from the first reading to the last.
    package var span: Double { durations.reduce(0, +) }
    package var count: Int { shares.count }

    /// The steps of an observation; nil where there is no past.
    ///
    /// Readings that do not rise in time, as a forged recording may have them, are left out.
    package init?(_ process: borrowing ProcessObservation, _ host: HostFacts) {
        guard !process.history.isEmpty else { return nil }
        var points = process.history
        if let now = HistoryPoint(process, at: host.uptime) { points.append(now) }
        var durations: [Double] = []
        var shares: [Double] = []
        var memory: [Double] = []
        var moved: [Double?] = []
        var threads: [Double] = []
        durations.reserveCapacity(points.count)
        shares.reserveCapacity(points.count)
        memory.reserveCapacity(points.count)
        moved.reserveCapacity(points.count)
        threads.reserveCapacity(points.count)
        let ticksPerSecond = Double(max(1, host.ticksPerSecond))
        var last = points[0]
        for point in points.dropFirst() {
            let seconds = point.moment - last.moment
            guard seconds > 0 else { continue }
            durations.append(seconds)
            // A counter that runs backwards stands still: the kernel corrected itself.
            let ticks = point.ticks > last.ticks ? point.ticks - last.ticks : 0
            shares.append(Double(ticks) / ticksPerSecond / seconds)
            threads.append(Double(point.threads))
            memory.append(Double(point.residentMemory.bytes) / 1_048_576)
            if let before = last.storage, let after = point.storage {
                moved.append(after > before ? Double(after - before) : 0)
            } else {
                moved.append(nil)
            }
            last = point
        }
        guard !durations.isEmpty else { return nil }
        self.durations = durations
        self.shares = shares
        self.memory = memory
        self.moved = moved
        self.threads = threads
    }

    package static func == (left: ProcessSeries, right: ProcessSeries) -> Bool {
        left.durations == right.durations && left.shares == right.shares && left.memory == right.memory
            && left.moved == right.moved && left.threads == right.threads
    }
}
