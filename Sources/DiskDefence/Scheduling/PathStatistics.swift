internal import Primitives

/// What scans of one place have come to, smoothed; the first scan is taken as it is.
package struct PathStatistics: Sendable, Equatable {
    /// Bytes a scan; 0 before there was one.
    package private(set) var expectedReclaim = 0.0
    /// Reads a scan.
    package private(set) var reads: Double
    /// Share of proposed things that were not deleted in the end, 0…1; of scans that proposed something.
    package private(set) var falsePositiveRate = 0.0
    package private(set) var scans = 0
    /// When it was scanned last, on the caller's clock; nil for never.
    package private(set) var lastScan: Double?
    private var judgedScans = 0

    package init(settings: ScanSettings = ScanSettings()) {
        reads = settings.initialReads
    }

    /// Takes a scan in.
    ///
    /// - Returns: by what share of the reclaimed bytes the expectation was off; nil before there was one. 1 where something
    ///   was expected and nothing came.
    mutating func observe(_ result: ScanResult, at seconds: Double, settings: ScanSettings) -> Double? {
        let reclaimed = Double(result.reclaimed.bytes)
        let error = scans > 0 ? Self.error(expected: expectedReclaim, actual: reclaimed) : nil
        let alpha = scans > 0 ? settings.alpha : 1
        expectedReclaim += alpha * (reclaimed - expectedReclaim)
        reads += alpha * (Double(max(0, result.reads)) - reads)
        if result.candidates > 0 {
            let rate = Double(min(max(0, result.rejected), result.candidates)) / Double(result.candidates)
            falsePositiveRate += (judgedScans > 0 ? settings.alpha : 1) * (rate - falsePositiveRate)
            judgedScans += 1
        }
        scans += 1
        if seconds.isFinite { lastScan = seconds }
        return error
    }

    private static func error(expected: Double, actual: Double) -> Double {
        if actual > 0 { return abs(actual - expected) / actual }
        return expected > 0 ? 1 : 0
    }

    /// What a scan is worth, in bytes.
    ///
    /// expected · discount − reads · 0.1 − rate · expected · 0.15 + bonus. The discount is 0.5 below 3 scans and rises
    /// evenly to 1 at 10. The bonus is the hours since the last scan, at most 24 (and 24 where there was none), times 16 MiB,
    /// divided by one more than there were scans.
    ///
    /// - Parameters:
    ///   - seconds: now; at a time before the last scan, and at none, nothing has waited.
    ///   - settings: where the numbers above come from.
    /// - Returns: negative where costs prevail.
    package func utility(at seconds: Double, settings: ScanSettings = ScanSettings()) -> Double {
        let waited = lastScan.map { max(0, (seconds - $0) / 3600) } ?? .infinity
        let hours = waited.isNaN ? 0 : min(waited, settings.explorationHours)
        let bonus = hours * settings.explorationBytesPerHour / Double(scans + 1)
        return expectedReclaim * discount(settings) - reads * settings.readCost
            - falsePositiveRate * expectedReclaim * settings.falsePositiveCost + bonus
    }

    private func discount(_ settings: ScanSettings) -> Double {
        guard scans >= settings.uncertainScans else { return settings.uncertaintyDiscount }
        let steps = settings.establishedScans - settings.uncertainScans + 1
        let share = min(1, Double(scans - settings.uncertainScans + 1) / Double(max(1, steps)))
        return settings.uncertaintyDiscount + (1 - settings.uncertaintyDiscount) * share
    }
}
