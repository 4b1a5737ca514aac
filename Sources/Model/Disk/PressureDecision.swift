package import Primitives

/// How much ballast is to be gone since the volume was last green.
package enum BallastRelease: String, Sendable, CaseIterable {
    case none, one, three, all

    /// How many files to release now.
    ///
    /// A count over the whole episode, not of each look: else looking more often would release more.
    ///
    /// - Parameters:
    ///   - remaining: files that are left; fewer than none counts as none, here and below.
    ///   - released: files that were released since the volume was last green.
    /// - Returns: 0…remaining.
    package func files(of remaining: Int, released: Int) -> Int {
        let (left, gone) = (max(0, remaining), max(0, released))
        return switch self {
        case .none: 0
        case .one: min(left, max(0, 1 - gone))
        case .three: min(left, max(0, 3 - gone))
        case .all: left
        }
    }
}

/// What one look at a volume leads to.
package struct PressureDecision: Sendable, Equatable {
    package var level = PressureLevel.green
    /// Which of bytes and inodes is scarcer, and therefore counts.
    package var resource = SpaceResource.bytes
    /// Of the scarcer resource, 0…100; nil where the volume could not be read.
    package var freePercent: Double?
    /// How strongly to act, 0…1.
    package var urgency = 0.0
    /// Of the bytes.
    package var forecast = SpaceForecast()
    /// Nil where the filesystem has no fixed number of inodes, and where the volume was never read.
    package var inodeForecast: SpaceForecast?
    /// Whether a forecast raised the urgency.
    package var boosted = false
    /// Whether the level would be better by this look alone, and waits for another one like it.
    package var isHeld = false
    /// Seconds until the next look for something to remove.
    package var scanInterval = 0.0
    package var ballast = BallastRelease.none
    /// How many things to delete at once at most.
    package var deleteBatch = 0
    /// Why the volume could not be read; nil where it could.
    package var unread: Unavailability?

    package init() {}

    /// Why it is so, in one sentence for people.
    package var reason: String {
        guard let freePercent else {
            return "the volume could not be read (\(unread?.rawValue ?? "unknown")), so nothing is released or deleted"
        }
        var sentence = "\(freePercent.text(decimals: 1)) % of \(resource.rawValue) is free"
        if isHeld { sentence += ", and \(level.rawValue) holds until that is confirmed" }
        if level == .critical { sentence += ", so everything is done that can be" }
        if boosted, let next = soonestRed, let seconds = next.secondsUntilRed {
            sentence += ", and red is expected in \((seconds / 60).text(decimals: 1)) minutes"
            if next.resource != resource { sentence += " for want of \(next.resource.rawValue)" }
        }
        return sentence
    }

    /// The forecast that has red first, among those in which nothing comes back; nil where none has.
    package var soonestRed: SpaceForecast? {
        let filling = [forecast, inodeForecast].compactMap { $0 }.filter { $0.trend != .recovering }
        let ahead = filling.compactMap { next in next.secondsUntilRed.map { (next: next, seconds: $0) } }
        return ahead.min { $0.seconds < $1.seconds }?.next
    }
}
