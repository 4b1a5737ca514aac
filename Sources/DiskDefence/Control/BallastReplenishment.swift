package import Model

/// When released ballast is made again: a file at a time, once the volume is green, and never more than was released.
package struct BallastReplenishment: Sendable, Equatable {
    /// Seconds between two files, and between a release and the first.
    package var cooldown: Double
    /// Files that were released and not made again.
    package private(set) var owed = 0
    /// Seconds on the caller's clock; nil before anything was released.
    private var last: Double?

    package init(cooldown: Double) {
        self.cooldown = cooldown
    }

    package mutating func released(_ count: Int, at now: Double) {
        guard count > 0 else { return }
        owed += count
        last = now
    }

    /// So many were made; where none could be, the next try waits as long.
    package mutating func made(_ count: Int, at now: Double) {
        owed = max(0, owed - max(0, count))
        last = now
    }

    /// How many files to make in this cycle: one or none.
    package func due(_ level: PressureLevel, at now: Double) -> Int {
        guard level == .green, owed > 0, let last else { return 0 }
        return now - last >= cooldown ? 1 : 0
    }
}
