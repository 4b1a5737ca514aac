package import Primitives

/// Every constant of calibration, drift and policy changes.
package struct GuardSettings: Sendable, Equatable {
    /// Share of the actual rate by which a forecast may be off; a window has to stay below, the median must not exceed it.
    package var rateError = 0.30
    /// Rates below this are nothing that fills a volume, in bytes a second: where foretold and actual rate both are, the
    /// forecast was right, whatever their ratio.
    package var negligibleRate = 4096.0
    /// Share of windows that must have been conservative.
    package var conservativeFraction = 0.70
    /// Windows that are remembered.
    package var rollingWindows = 50
    /// Fewer windows say nothing.
    package var minimumWindows = 10
    /// Factor of the evidence of drift for a window that was right, and for one that was wrong.
    package var driftReward = 0.8
    package var driftPenalty = 1.5
    /// How far the logarithm of that evidence may go to either side.
    package var driftClamp = 5.0
    /// Evidence from which on there is an alarm.
    package var driftAlarm = 20.0
    /// Failed windows running that lead into fallback.
    package var failedWindows = 3
    /// Clean windows running that lead out of it.
    package var recoveryWindows = 3
    /// Deletions in any 3600 s that canary allows.
    package var canaryDeletions = 10
    /// What is added to the expected loss of deleting while calibration does not pass.
    package var penalty = 50.0

    package init() {}

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try SettingRange.check(rateError, "disk.guardrails.rate_error", 0...10, "of the actual rate")
        try SettingRange.check(negligibleRate, "disk.guardrails.negligible_rate", 0...1e9, "bytes a second")
        try SettingRange.check(conservativeFraction, "disk.guardrails.conservative_fraction", 0...1, "as a share")
        try SettingRange.check(Double(rollingWindows), "disk.guardrails.rolling_windows", 1...10_000, "windows")
        try SettingRange.check(
            Double(minimumWindows), "disk.guardrails.min_windows", 1...Double(rollingWindows), "windows")
        try SettingRange.check(driftReward, "disk.guardrails.drift_reward", 0.01...1, "as a factor")
        try SettingRange.check(driftPenalty, "disk.guardrails.drift_penalty", 1...100, "as a factor")
        try SettingRange.check(driftClamp, "disk.guardrails.drift_clamp", 0.1...100, "as a logarithm")
        try SettingRange.check(driftAlarm, "disk.guardrails.drift_alarm", 1...1e6, "as evidence")
        try SettingRange.check(Double(failedWindows), "disk.guardrails.failed_windows", 1...1000, "windows")
        try SettingRange.check(Double(recoveryWindows), "disk.guardrails.recovery_windows", 1...1000, "windows")
        try SettingRange.check(
            Double(canaryDeletions), "disk.policy.canary_deletions_per_hour", 0...10_000, "deletions")
        try SettingRange.check(penalty, "disk.guardrails.penalty", 0...1e6, "as a loss")
    }
}
