/// How fast a resource of a volume, bytes or inodes, is used up: an exponentially weighted mean whose weight grows with bursts.
///
/// The weight of the newest rate is baseAlpha + burstGain · |newest − mean| / (|mean| + 1), kept within
/// minimumAlpha…maximumAlpha.
/// The first rate is taken as it is. Acceleration is the mean, by the same weight, of how the mean rate changes; it begins
/// at 0. Weights belong to looks, not to seconds: looks are supposed to come about evenly.
package struct RateEstimator: Sendable, Equatable {
    let settings: ControlSettings
    /// Readings so far, the first included.
    package private(set) var samples = 0
    /// Used up a second, negative where it comes back; nil before there were two readings.
    package private(set) var rate: Double?
    /// Change of the rate a second; nil before there were three readings.
    package private(set) var acceleration: Double?
    /// Mean distance of the newest rate from the mean before it; nil before there were three readings.
    package private(set) var residual: Double?

    /// Mean distance of the newest acceleration from the one before it; nil before there were three readings.
    private var accelerationError: Double?

    package init(settings: ControlSettings = ControlSettings()) {
        self.settings = settings
    }

    /// Takes the first reading in and forgets all before it.
    package mutating func begin() {
        self = RateEstimator(settings: settings)
        samples = 1
    }

    /// Takes in what was used up since the reading before.
    ///
    /// - Parameters:
    ///   - consumed: negative where room came back.
    ///   - seconds: between both readings; a time ≤ 0 or NaN, and a rate that is not finite, change nothing.
    package mutating func observe(consumed: Double, over seconds: Double) {
        let newest = consumed / seconds
        guard seconds > 0, newest.isFinite else { return }
        samples = max(1, samples) + 1
        guard let mean = rate else {
            rate = newest
            return
        }
        let alpha = weight(of: newest, mean)
        let next = mean + alpha * (newest - mean)
        let change = (next - mean) / seconds
        let before = acceleration ?? 0
        acceleration = before + alpha * (change - before)
        let surprise = abs(change - before)
        accelerationError = accelerationError.map { $0 + alpha * (surprise - $0) } ?? surprise
        let distance = abs(newest - mean)
        residual = residual.map { $0 + alpha * (distance - $0) } ?? distance
        rate = next
    }

    /// The acceleration where it is more than twice its own mean error, else 0.
    ///
    /// The difference of two noisy rates is noise, and over half an hour a second's noise would outweigh everything: every
    /// other look would foretell an end within minutes, and every other one none at all.
    package var lastingAcceleration: Double {
        guard let acceleration, let accelerationError, abs(acceleration) > 2 * accelerationError else { return 0 }
        return acceleration
    }

    private func weight(of newest: Double, _ mean: Double) -> Double {
        let burstiness = abs(newest - mean) / (abs(mean) + 1)
        let alpha = settings.burstGain * burstiness + settings.baseAlpha
        return min(max(alpha, settings.minimumAlpha), settings.maximumAlpha)
    }

    /// 0.7 times how many readings there are of those that are adequate, and 0.3 times how steady they are: 1 / (1 + mean
    /// error / (|rate| + 1)), 0 while that is unknown.
    package var confidence: Double {
        let adequacy = min(1, Double(samples) / Double(settings.adequateSamples))
        guard let rate, let residual else { return 0.7 * adequacy }
        return 0.7 * adequacy + 0.3 / (1 + residual / (abs(rate) + 1))
    }
}
