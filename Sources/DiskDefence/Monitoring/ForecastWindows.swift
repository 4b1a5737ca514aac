package import Model
package import Primitives

/// Compares what forecasts foretold at the start of a window with what had happened at its end.
///
/// A window is that of the volume that would have been full first: what never fills proves nothing of forecasts, and many idle
/// volumes must not outvote the one that matters. Where nothing was at stake on any, the window was right.
package struct ForecastWindows: Sendable, Equatable {
    private struct Promise: Equatable {
        var available: Double
        var rate: Double
        var exhaustion: Double?
    }

    private let settings: WatchSettings
    private var promises: [ForeignText: Promise] = [:]
    private var beganAt: Double?

    package init(settings: WatchSettings) {
        self.settings = settings
    }

    /// Forgets what was foretold of a volume: it was changed by what was removed or released there.
    package mutating func disturb(_ mount: ForeignText) { promises[mount] = nil }

    /// Takes a look in; at the end of a window it is judged and the next begins.
    ///
    /// - Returns: nil while the window lasts, and where no forecast had foretold anything.
    package mutating func look(
        _ volumes: [(mount: ForeignText, space: VolumeSpace, forecast: SpaceForecast)], at seconds: Double
    ) -> CalibrationWindow? {
        let elapsed = beganAt.map { seconds - $0 } ?? .infinity
        guard elapsed < 0 || elapsed >= settings.window else { return nil }
        // After a gap nobody knows what happened within it.
        let isComparable = elapsed > 0 && elapsed <= settings.window * 3
        let window = isComparable ? judged(volumes, elapsed) : nil
        begin(volumes, at: seconds)
        return window
    }

    private mutating func begin(
        _ volumes: [(mount: ForeignText, space: VolumeSpace, forecast: SpaceForecast)], at seconds: Double
    ) {
        beganAt = seconds
        promises = [:]
        for volume in volumes {
            guard !volume.forecast.isFallback, let rate = volume.forecast.rate else { continue }
            promises[volume.mount] = Promise(
                available: Double(volume.space.availableBytes.bytes), rate: rate,
                exhaustion: volume.forecast.earliestExhaustion)
        }
    }

    private func judged(
        _ volumes: [(mount: ForeignText, space: VolumeSpace, forecast: SpaceForecast)], _ elapsed: Double
    ) -> CalibrationWindow? {
        var first: (end: Double, window: CalibrationWindow)?
        var isEmpty = true
        for volume in volumes {
            guard let promise = promises[volume.mount] else { continue }
            isEmpty = false
            let window = window(promise, Double(volume.space.availableBytes.bytes), elapsed)
            let end = [window.predictedExhaustion, window.actualExhaustion].compactMap { $0 }.min() ?? .infinity
            if end <= settings.stake, end < first?.end ?? .infinity { first = (end, window) }
        }
        if isEmpty { return nil }
        return first?.window ?? CalibrationWindow(predictedRate: 0, actualRate: 0)
    }

    private func window(_ promise: Promise, _ available: Double, _ elapsed: Double) -> CalibrationWindow {
        let rate = (promise.available - available) / elapsed
        return CalibrationWindow(
            predictedRate: promise.rate, actualRate: rate, predictedExhaustion: promise.exhaustion,
            actualExhaustion: rate > 0 ? promise.available / rate : nil)
    }
}
