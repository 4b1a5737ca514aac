/// Decides whether the database is tried: after many failures running it is let alone, and opened anew now and then.
package struct DatabaseBreaker: Sendable {
    /// What to do with what is to be written.
    package enum Step: Sendable, Equatable {
        case write
        /// Open it anew, then write.
        case reopen
        case skip
    }

    /// Failures running after which it is switched off.
    package static let limit = 50
    /// Seconds between two attempts to open it again.
    package static let pause = 60.0

    package private(set) var failures = 0
    private var triedAt = 0.0

    package init() {}

    package var isOff: Bool { failures >= Self.limit }

    /// What to do now, in seconds on a clock that never steps.
    package mutating func step(at now: Double) -> Step {
        guard isOff else { return .write }
        guard now - triedAt >= Self.pause else { return .skip }
        triedAt = now
        return .reopen
    }

    package mutating func succeeded() { failures = 0 }

    package mutating func failed(at now: Double) {
        failures += 1
        if failures == Self.limit { triedAt = now }
    }
}
