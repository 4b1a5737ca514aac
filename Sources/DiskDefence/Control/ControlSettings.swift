package import Model
package import Primitives

/// Every constant of forecasting and control.
package struct ControlSettings: Sendable, Equatable {
    // Levels, in percent free.

    /// At least so much is free at green.
    package var greenMinimum = 20.0
    /// At least so much is free at yellow.
    package var yellowMinimum = 14.0
    /// At least so much is free at orange; with less the level is red.
    package var orangeMinimum = 10.0
    /// Below half of it the level is critical.
    package var redMinimum = 6.0
    /// How far above a threshold it must be before the level gets better, in percentage points.
    package var recoveryMargin = 1.0
    /// For how many looks running.
    package var recoveryLooks = 2

    // The rate: of bytes, and of inodes.

    /// Weight of the newest rate where rates are steady.
    package var baseAlpha = 0.3
    /// How much burstiness adds to that weight.
    package var burstGain = 0.2
    /// Between what the weight stays, whatever the bursts.
    package var minimumAlpha = 0.1
    package var maximumAlpha = 0.8
    /// Room that comes back faster than this is a recovery, in bytes (inodes) a second.
    package var recoveringRate = 1.0
    /// A rate that changes faster than this is not steady, in bytes (inodes) a second squared.
    package var steadyAcceleration = 64.0
    /// Readings that count as many.
    package var adequateSamples = 20
    /// Fewer readings foretell nothing.
    package var minimumSamples = 3
    /// With less confidence nothing is foretold.
    package var minimumConfidence = 0.2
    /// Seconds in which confidence halves while nothing can be read.
    package var confidenceHalfLife = 60.0
    /// Looks closer together than this, in seconds, are one look: their difference is noise.
    package var shortestInterval = 0.01
    /// After so many seconds without a look everything about rates is forgotten, and no error is summed up over the gap.
    package var longestInterval = 300.0

    // The controller.

    /// Percent free that is aimed at.
    package var targetFree = 18.0
    /// Per percentage point of error.
    package var proportionalGain = 0.25
    /// Per percentage point and second.
    package var integralGain = 0.08
    /// Per percentage point a second.
    package var derivativeGain = 0.02
    /// In percentage points times seconds.
    package var integralCap = 100.0

    // The response.

    /// Whether forecasts may raise urgency.
    package var predicts = true
    /// How far ahead a forecast of red raises urgency, in seconds.
    package var actionHorizon = 1800.0
    /// What it is then raised to.
    package var boostedUrgency = 0.7
    /// Seconds between scans at green; half, a quarter and an eighth of it at yellow, orange and red.
    package var scanInterval = 60.0
    /// Seconds between scans at critical.
    package var criticalScanInterval = 0.1

    package init() {}

    /// Below so many percent free the level is critical.
    package var criticalBelow: Double { redMinimum / 2 }

    /// The least percentage that a level allows; below every number for critical.
    package func minimum(of level: PressureLevel) -> Double {
        switch level {
        case .green: greenMinimum
        case .yellow: yellowMinimum
        case .orange: orangeMinimum
        case .red: criticalBelow
        case .critical: -.infinity
        }
    }

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try validateLevels()
        try validateRate()
        try validateController()
    }

    private func validateLevels() throws(TendError) {
        try SettingRange.check(greenMinimum, "disk.pressure.green_percent", 0...100, "percent free")
        try SettingRange.check(redMinimum, "disk.pressure.red_percent", 0...100, "percent free")
        try SettingRange.checkDescending([
            ("disk.pressure.green_percent", greenMinimum), ("disk.pressure.yellow_percent", yellowMinimum),
            ("disk.pressure.orange_percent", orangeMinimum), ("disk.pressure.red_percent", redMinimum),
        ])
        try SettingRange.check(recoveryMargin, "disk.pressure.recovery_margin", 0...20, "percentage points")
        try SettingRange.check(Double(recoveryLooks), "disk.pressure.recovery_looks", 1...1000, "looks")
    }

    private func validateRate() throws(TendError) {
        try SettingRange.check(baseAlpha, "disk.forecast.base_alpha", 0...1, "as a weight")
        try SettingRange.check(burstGain, "disk.forecast.burst_gain", 0...10, "a unit of burstiness")
        try SettingRange.check(minimumAlpha, "disk.forecast.min_alpha", 0.001...1, "as a weight")
        try SettingRange.check(maximumAlpha, "disk.forecast.max_alpha", 0.001...1, "as a weight")
        try SettingRange.checkDescending([
            ("disk.forecast.max_alpha", maximumAlpha), ("disk.forecast.min_alpha", minimumAlpha),
        ])
        try SettingRange.check(recoveringRate, "disk.forecast.recovering_rate", 0...1e12, "bytes a second")
        try SettingRange.check(
            steadyAcceleration, "disk.forecast.steady_acceleration", 0...1e12, "bytes a second squared")
        try SettingRange.check(Double(adequateSamples), "disk.forecast.adequate_samples", 1...10_000, "readings")
        try SettingRange.check(Double(minimumSamples), "disk.forecast.min_samples", 2...10_000, "readings")
        try SettingRange.check(minimumConfidence, "disk.forecast.min_confidence", 0...1, "as a share")
        try SettingRange.check(confidenceHalfLife, "disk.forecast.confidence_half_life", 1...86_400, "seconds")
        try SettingRange.check(shortestInterval, "disk.forecast.shortest_interval", 0.001...10, "seconds")
        try SettingRange.check(longestInterval, "disk.forecast.longest_interval", 10...86_400, "seconds")
    }

    private func validateController() throws(TendError) {
        try SettingRange.check(targetFree, "disk.control.target_free_percent", 0...100, "percent free")
        try SettingRange.check(proportionalGain, "disk.control.proportional_gain", 0...100, "a point")
        try SettingRange.check(integralGain, "disk.control.integral_gain", 0...100, "a point and second")
        try SettingRange.check(derivativeGain, "disk.control.derivative_gain", 0...100, "a point a second")
        try SettingRange.check(integralCap, "disk.control.integral_cap", 0...1e6, "points times seconds")
        try SettingRange.check(actionHorizon, "disk.control.action_horizon", 0...86_400, "seconds")
        try SettingRange.check(boostedUrgency, "disk.control.boosted_urgency", 0...1, "as an urgency")
        try SettingRange.check(scanInterval, "disk.control.scan_interval", 1...86_400, "seconds")
        try SettingRange.check(criticalScanInterval, "disk.control.critical_scan_interval", 0.01...60, "seconds")
    }
}
