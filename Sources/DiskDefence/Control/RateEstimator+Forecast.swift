package import Model
internal import Primitives

private import func Glibc.exp2

extension RateEstimator {
    /// Where a resource of a volume goes from here.
    ///
    /// - Parameters:
    ///   - resource: which one the estimator has followed.
    ///   - space: the newest reading.
    ///   - age: seconds since then; the times left are shorter by it, and confidence halves in every half-life.
    /// - Returns: a fallback, which has no times, where too little is known.
    package func forecast(
        of resource: SpaceResource = .bytes, in space: VolumeSpace, age: Double = 0
    ) -> SpaceForecast {
        let age = age > 0 ? age : 0
        var forecast = SpaceForecast(resource: resource)
        forecast.rate = rate
        forecast.acceleration = acceleration
        forecast.samples = samples
        forecast.confidence = confidence * exp2(-age / settings.confidenceHalfLife)
        forecast.isFallback =
            samples < settings.minimumSamples || forecast.confidence < settings.minimumConfidence
        guard !forecast.isFallback, let rate else { return forecast }
        switch resource {
        case .bytes:
            fill(&forecast, Double(space.availableBytes.bytes), of: space.usableBytes, rate: rate, age: age)
        case .inodes:
            fill(&forecast, Double(space.inodesAvailable), of: Double(space.inodesTotal), rate: rate, age: age)
        }
        return forecast
    }

    private func fill(
        _ forecast: inout SpaceForecast, _ available: Double, of usable: Double, rate: Double, age: Double
    ) {
        let acceleration = lastingAcceleration
        // What is left above the share below which the level is red.
        let aboveRed = available - settings.orangeMinimum / 100 * usable
        func left(_ amount: Double, _ rate: Double, _ acceleration: Double) -> Double? {
            Exhaustion.time(toUse: amount, rate: rate, acceleration: acceleration).map { max(0, $0 - age) }
        }
        forecast.trend = trend(rate, acceleration)
        // What has no size has nothing that could fill.
        guard usable > 0 else { return }
        forecast.secondsToExhaustion = left(available, rate, acceleration)
        forecast.earliestExhaustion = left(available, rate + (residual ?? 0), max(0, acceleration))
        forecast.secondsUntilRed = left(aboveRed, rate, acceleration)
    }

    private func trend(_ rate: Double, _ acceleration: Double) -> SpaceForecast.Trend {
        if rate < -settings.recoveringRate { return .recovering }
        if acceleration > settings.steadyAcceleration { return .accelerating }
        return acceleration < -settings.steadyAcceleration ? .decelerating : .stable
    }
}
