package import Model

/// What is seen around a process at one moment, to tell whether anything suffers while it rests.
package struct Surroundings: Sendable, Equatable {
    /// Nil where it has gone.
    package var state: ProcessState?
    /// Processor time of the process itself, in clock ticks.
    package var ticks: UInt64
    package var parent: Int32
    /// Nil where the parent has gone.
    package var parentTicks: UInt64?
    /// The parent's processor time as a share of its life, 0...1.
    package var parentShare: Double
    /// Connections that wait for it: not accepted yet, or with bytes that it has not read; nil where that is unknown.
    package var waiting: Int?

    package init(
        state: ProcessState?, ticks: UInt64 = 0, parent: Int32 = 0, parentTicks: UInt64? = nil,
        parentShare: Double = 0, waiting: Int? = nil
    ) {
        self.state = state
        self.ticks = ticks
        self.parent = parent
        self.parentTicks = parentTicks
        self.parentShare = parentShare
        self.waiting = waiting
    }
}

extension Surroundings {
    /// A parent that runs more than this share of the time meanwhile, and twice as much as over its life, is restless.
    private static let restlessShare = 0.5

    /// What suffered between two looks, one sentence each.
    ///
    /// - Parameters:
    ///   - before: right before the process was made to rest.
    ///   - pid: of the process.
    ///   - seconds: between the two looks.
    ///   - ticksPerSecond: the clock's.
    /// - Returns: none where nothing was seen to suffer, and where it could not be seen.
    func complaints(since before: Surroundings, of pid: Int32, seconds: Double, ticksPerSecond: Int) -> [String] {
        [clients(before, pid), parent(before, seconds * Double(ticksPerSecond))].compactMap { $0 }
    }

    private func clients(_ before: Surroundings, _ pid: Int32) -> String? {
        guard let waiting, let earlier = before.waiting, waiting > earlier else { return nil }
        let count = waiting - earlier
        return count == 1 ? "a client waits for PID \(pid)" : "\(count) clients wait for PID \(pid)"
    }

    private func parent(_ before: Surroundings, _ ticks: Double) -> String? {
        guard before.parent > 1, let earlier = before.parentTicks else { return nil }
        guard parent == before.parent, let parentTicks else { return "its parent, PID \(before.parent), ended" }
        guard ticks >= 1, parentTicks >= earlier else { return nil }
        let share = Double(parentTicks - earlier) / ticks
        guard share > Self.restlessShare, share > 2 * before.parentShare else { return nil }
        return "its parent, PID \(parent), became busy"
    }

    /// Processor time used between two looks, in cores; nil where it has gone.
    func cores(since before: Surroundings, seconds: Double, ticksPerSecond: Int) -> Double? {
        guard state != nil, seconds > 0, ticks >= before.ticks else { return nil }
        return Double(ticks - before.ticks) / (seconds * Double(ticksPerSecond))
    }
}
