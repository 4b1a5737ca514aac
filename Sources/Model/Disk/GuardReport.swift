/// Whether forecasts may be relied on.
package enum GuardStatus: String, Sendable, CaseIterable {
    /// Too few windows were compared.
    case unknown
    case pass, fail
}

/// How forecasts have stood up to what happened, after one more window.
package struct GuardReport: Sendable, Equatable {
    package var status = GuardStatus.unknown
    /// Windows that are remembered.
    package var windows = 0
    /// Of the newest window, as a share of the actual rate; infinite where numbers were none.
    package var rateError = 0.0
    /// Whether exhaustion was not foretold for later than it would have come.
    package var isConservative = true
    /// Whether the newest window was right in both.
    package var isWellCalibrated = true
    /// Over all remembered windows; nil where there is none.
    package var medianRateError: Double?
    /// Share of conservative windows, 0…1; nil where there is none.
    package var conservativeFraction: Double?
    /// Evidence that forecasts are systematically wrong; 1 at the start.
    package var driftValue = 1.0
    /// Whether that evidence is at or above the threshold.
    package var isAlarming = false
    /// What is added to the expected loss of deleting; 0 at pass.
    package var penalty = 0.0

    package init() {}

    /// Whether the window counts towards recovery: right, on a record that passes, and without alarm.
    package var isClean: Bool { isWellCalibrated && status == .pass && !isAlarming }
}
