package import Primitives

/// Every constant of scan scheduling.
package struct ScanSettings: Sendable, Equatable {
    /// Places that are scanned in a cycle.
    package var budget = 5
    /// Share of the budget that goes to the highest utilities; the rest goes to those that wait longest.
    package var exploitShare = 0.8
    /// Weight of the newest scan in a place's statistics.
    package var alpha = 0.3
    /// Reads that a scan is taken to cost before there was one.
    package var initialReads = 1000.0
    /// Bytes that a read is worth.
    package var readCost = 0.1
    /// Share of the expected bytes that is taken off at a false positive rate of 1.
    package var falsePositiveCost = 0.15
    /// Share of the expected bytes that counts while there are fewer than `uncertainScans`.
    package var uncertaintyDiscount = 0.5
    /// Fewer scans say next to nothing.
    package var uncertainScans = 3
    /// From so many scans on everything that is expected counts.
    package var establishedScans = 10
    /// Bytes that an hour of waiting is worth in a place that was never scanned, 16 MiB.
    ///
    /// Utility is counted in bytes, so this is too: a day's waiting is worth 384 MiB there, as much as a common build
    /// directory, and 4 MiB after a hundred scans.
    package var explorationBytesPerHour = 16_777_216.0
    /// Hours of waiting that count at most.
    package var explorationHours = 24.0
    /// Mean absolute error, as a share, above which the expectations of a cycle were wrong.
    package var forecastError = 0.5
    /// Wrong cycles running after which turns decide.
    package var wrongWindows = 3
    /// Right cycles running after which utilities decide again.
    package var rightWindows = 5

    package init() {}

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try SettingRange.check(Double(budget), "disk.scan.budget", 1...10_000, "places")
        try SettingRange.check(exploitShare, "disk.scan.exploit_share", 0...1, "as a share")
        try SettingRange.check(alpha, "disk.scan.alpha", 0.001...1, "as a weight")
        try SettingRange.check(initialReads, "disk.scan.initial_reads", 0...1e9, "reads")
        try SettingRange.check(readCost, "disk.scan.read_cost", 0...1e6, "bytes a read")
        try SettingRange.check(falsePositiveCost, "disk.scan.false_positive_cost", 0...1, "as a share")
        try SettingRange.check(uncertaintyDiscount, "disk.scan.uncertainty_discount", 0...1, "as a share")
        try SettingRange.check(Double(uncertainScans), "disk.scan.uncertain_scans", 1...1000, "scans")
        try SettingRange.check(
            Double(establishedScans), "disk.scan.established_scans", Double(uncertainScans)...10_000, "scans")
        try SettingRange.check(
            explorationBytesPerHour, "disk.scan.exploration_bytes_per_hour", 0...1e12, "bytes an hour")
        try SettingRange.check(explorationHours, "disk.scan.exploration_hours", 0...8760, "hours")
        try SettingRange.check(forecastError, "disk.scan.forecast_error", 0...100, "as a share")
        try SettingRange.check(Double(wrongWindows), "disk.scan.wrong_windows", 1...1000, "cycles")
        try SettingRange.check(Double(rightWindows), "disk.scan.right_windows", 1...1000, "cycles")
    }
}
