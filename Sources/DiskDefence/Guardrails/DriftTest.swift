private import func Glibc.exp
private import func Glibc.log

/// Watches whether forecasts are systematically wrong: evidence that is multiplied by 0.8 for a window that was right and by
/// 1.5 for one that was wrong, its logarithm kept within ±5.
///
/// From the start the 8th wrong window running alarms, after any number of right ones the 20th; and after any number of wrong
/// ones the 9th right one ends the alarm.
///
/// It is an e-process for the claim that at most 2/7 of the windows are wrong (0.8 · 5/7 + 1.5 · 2/7 = 1), but for its lower
/// bound: that forgets good times on purpose, and thereby gives up the bound on false alarms.
package struct DriftTest: Sendable, Equatable {
    private let settings: GuardSettings
    /// In nats; 0 at the start.
    package private(set) var logValue = 0.0

    package init(settings: GuardSettings = GuardSettings()) {
        self.settings = settings
    }

    package var value: Double { exp(logValue) }

    package var isAlarming: Bool { value >= settings.driftAlarm }

    package mutating func observe(isWellCalibrated: Bool) {
        let step = log(isWellCalibrated ? settings.driftReward : settings.driftPenalty)
        logValue = min(settings.driftClamp, max(-settings.driftClamp, logValue + step))
    }

    package mutating func reset() {
        logValue = 0
    }
}
