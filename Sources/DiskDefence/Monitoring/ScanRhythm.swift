package import Model

/// When the next scan is due: the interval of the level, longer and longer while scans bring nothing.
///
/// Each scan that brings nothing doubles the interval, up to the base interval under pressure and to the idle one without.
/// Such scans also wait until their processor time is so small a share of the time passed as settings allow; so a volume that
/// stays full is looked at, and never spun on. A level that gets worse, and a scan that brought something, begin anew.
package struct ScanRhythm: Sendable, Equatable {
    /// Seconds after which nobody waits for the end of a scan any more.
    private static let longest = 3600.0

    private let settings: WatchSettings
    private let baseInterval: Double
    private var startedAt: Double?
    private var isRunning = false
    private var worst = PressureLevel.green
    /// Scans running that brought nothing.
    package private(set) var empty = 0
    /// Processor seconds of the last of them.
    private var cost = 0.0
    private var isAsked = false

    package init(settings: WatchSettings, baseInterval: Double) {
        self.settings = settings
        self.baseInterval = baseInterval
    }

    /// Somebody wants one now, or as soon as the one that runs is done.
    package mutating func ask() { isAsked = true }

    /// Whether a scan is to begin now, which counts as begun.
    ///
    /// - Parameters:
    ///   - level: the worst of the watched volumes.
    ///   - interval: seconds that it asks for.
    ///   - seconds: now, on a clock that never steps.
    /// - Returns: whether somebody asked for it, or nil where none is due.
    package mutating func begin(at level: PressureLevel, interval: Double, seconds: Double) -> Bool? {
        let isWorse = level > worst
        worst = level
        if isWorse { empty = 0 }
        // One that never told of its end must not hold up all others for ever.
        let isFree = !isRunning || startedAt.map { seconds - $0 > Self.longest } ?? true
        guard isWorse || isFree && (isAsked || isDue(level, interval, seconds)) else { return nil }
        defer { isAsked = false }
        startedAt = seconds
        isRunning = true
        return isAsked
    }

    private func isDue(_ level: PressureLevel, _ interval: Double, _ seconds: Double) -> Bool {
        guard let startedAt else { return true }
        return seconds - startedAt >= wait(level, interval)
    }

    /// Seconds from the start of a scan to that of the next.
    package func wait(_ level: PressureLevel, _ interval: Double) -> Double {
        guard empty > 0 else { return interval }
        let hasPressure = level > .green
        let longest = max(interval, hasPressure ? baseInterval : settings.idleScanInterval)
        let doubled = min(longest, interval * Double(1 << min(empty, 30)))
        return max(doubled, cost / settings.scanShare(hasPressure: hasPressure))
    }

    /// Takes in what the last scan came to: whether it brought something, and its processor time in seconds.
    package mutating func finish(brought: Bool, cost: Double) {
        isRunning = false
        empty = brought ? 0 : empty + 1
        self.cost = cost.isFinite ? max(0, cost) : 0
    }
}
