internal import Primitives

/// How much a process under watch matters, least first.
///
/// The raw values are those of the command line and of events and never change.
package enum WatchLevel: String, Ordinal, Comparable {
    /// Anything that is not kept.
    case low
    /// Probably not needed by anybody.
    case medium
    /// To be ended.
    case high
    /// To be ended, and holding much of the machine.
    case critical

    package static func < (left: WatchLevel, right: WatchLevel) -> Bool { left.ordinal < right.ordinal }
}

/// Something that a watch tells.
package struct WatchEvent: Sendable, Equatable {
    /// The raw values never change.
    package enum Kind: String, Sendable, CaseIterable {
        /// A process has reached the level that is watched for.
        case candidateDetected = "candidate_detected"
        /// One that was told has reached a higher level.
        case severityEscalated = "severity_escalated"
        /// One that was told has ended, or is kept now.
        case candidateResolved = "candidate_resolved"
        /// The machine does not have what a goal asks for any more.
        case goalViolated = "goal_violated"
        /// It has it again.
        case goalReached = "goal_reached"
        /// A measure of the whole machine has been outside what is usual for some looks in a row.
        case baselineAnomaly = "baseline_anomaly"
        /// It has been as usual again for as many.
        case baselineUsual = "baseline_usual"
    }

    package var kind = Kind.candidateDetected
    /// Milliseconds since 1970.
    package var at: Int64 = 0
    package var level = WatchLevel.low
    /// Nil where it is about no process.
    package var pid: Int32?
    package var startID: String?
    package var title: String?
    /// Redacted.
    package var command: String?
    /// P(abandoned) + P(zombie).
    package var abandoned: Double?
    /// What is recommended.
    package var recommendation: String?
    /// What it is about, in one sentence.
    package var sentence = ""

    package init() {}
}
