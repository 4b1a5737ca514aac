package import Decision

/// One change of the mode, and why.
package struct PolicyTransition: Sendable, Equatable {
    /// Stable codes for programs.
    package enum Reason: String, Sendable, CaseIterable {
        /// Several windows running, calibration failed.
        case calibrationBreach = "calibration_breach"
        /// The drift test alarms.
        case guardrailDrift = "guardrail_drift"
        /// More was deleted in an hour than canary allows.
        case canaryBudget = "canary_budget_exhausted"
        case stateUnwritable = "state_unwritable"
        case killSwitch = "kill_switch"
        /// Several windows running were clean.
        case recovered
    }

    package var from: PolicyMode
    package var to: PolicyMode
    package var reason: Reason
    /// For people.
    package var sentence: String
    /// When, on the caller's clock, in seconds.
    package var seconds: Double

    package init(from: PolicyMode, to: PolicyMode, reason: Reason, sentence: String, seconds: Double) {
        self.from = from
        self.to = to
        self.reason = reason
        self.sentence = sentence
        self.seconds = seconds
    }
}
