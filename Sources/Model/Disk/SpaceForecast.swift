/// Where the bytes of a volume are going, or its inodes.
package struct SpaceForecast: Sendable, Equatable {
    package enum Trend: String, Sendable, CaseIterable {
        /// Room is coming back.
        case recovering
        case stable
        /// It fills faster and faster, or slower and slower.
        case accelerating, decelerating
        /// Too little is known.
        case unknown
    }

    /// What the numbers count.
    package var resource = SpaceResource.bytes
    /// Used up a second, smoothed; negative where room comes back, nil before there were two readings.
    package var rate: Double?
    /// Change of that rate a second; nil before there were three readings.
    ///
    /// Times and trend count on it only where it is more than twice its own mean error.
    package var acceleration: Double?
    /// Until nothing is available; nil for never as far as foretold, and in fallback.
    package var secondsToExhaustion: Double?
    /// The same for a rate that is larger by its mean error and does not slow down: never later than `secondsToExhaustion`.
    ///
    /// A forecast that is right on average comes too late every other time; whoever needs one that is seldom too late
    /// takes this.
    package var earliestExhaustion: Double?
    /// Until the level is red; 0 where it is that or worse, nil for never as far as foretold, and in fallback.
    package var secondsUntilRed: Double?
    /// How well the numbers are supported, 0…1.
    package var confidence = 0.0
    package var trend = Trend.unknown
    /// Whether too little is known to foretell anything: few readings, erratic ones, or old ones.
    package var isFallback = true
    /// Readings behind the numbers.
    package var samples = 0

    package init(resource: SpaceResource = .bytes) {
        self.resource = resource
    }
}
