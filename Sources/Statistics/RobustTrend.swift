/// A straight line through a series some of whose numbers are wrong: the estimate of Theil and Sen.
///
/// Source: Sen, J. American Statistical Association 63 (1968), 1379-1389.
package struct RobustTrend: Equatable, Sendable {
    /// The median of the slopes of all pairs, change a unit of time.
    package let slope: Double
    /// Between what the true slope lies, by the normal approximation of Kendall's statistic; infinite where so few numbers
    /// promise nothing.
    package let slopeInterval: ClosedRange<Double>
    /// Where the line is at the last time.
    package let level: Double

    /// The fewest numbers with more than one slope; a finite interval at 95 % needs six.
    package static let shortestSeries = 3

    /// Fits the line; nil for fewer than three numbers, unequal lengths, numbers that are not finite, or only one time.
    ///
    /// Complexity: O(*n*² log *n*) time, O(*n*²) memory: give it at most some hundred numbers.
    /// - Parameters:
    ///   - times: in any order and any one unit.
    ///   - values: at these times.
    ///   - confidence: of the interval, 0 < confidence < 1.
    package init?(times: [Double], values: [Double], confidence: Double) {
        guard times.count == values.count, times.count >= Self.shortestSeries, times.areFinite, values.areFinite,
            confidence > 0, confidence < 1, let last = times.max()
        else { return nil }
        var slopes: [Double] = []
        for first in times.indices {
            for second in times.indices[(first + 1)...] where times[first] != times[second] {
                slopes.append((values[second] - values[first]) / (times[second] - times[first]))
            }
        }
        guard slopes.areFinite, !slopes.isEmpty else { return nil }
        slopes.sort()
        let slope = slopes.sortedMedian
        self.slope = slope
        level = zip(times, values).map { $1 + slope * (last - $0) }.median
        guard level.isFinite else { return nil }
        let count = Double(times.count)
        let deviation = (count * (count - 1) * (2 * count + 5) / 18).squareRoot()
        let reach = SpecialFunctions.normalQuantile(0.5 + confidence / 2) * deviation
        let rank = ((Double(slopes.count) - reach) / 2).rounded(.down)
        guard rank >= 1 else {
            slopeInterval = -.infinity ... .infinity
            return
        }
        slopeInterval = slopes[Int(rank) - 1]...slopes[slopes.count - Int(rank)]
    }

    /// When the line, at its slope and at the ends of the slope's interval, reaches a threshold from the last time on.
    ///
    /// Complexity: O(1).
    /// - Returns: nil for a threshold that is not finite.
    package func timeToThreshold(_ threshold: Double) -> ThresholdTime? {
        guard threshold.isFinite else { return nil }
        let gap = threshold - level
        guard gap != 0 else { return ThresholdTime(expected: 0, earliest: 0, latest: 0) }
        let time = { (slope: Double) in slope != 0 && (slope > 0) == (gap > 0) ? gap / slope : .infinity }
        let ends = [time(slopeInterval.lowerBound), time(slopeInterval.upperBound)]
        return ThresholdTime(
            expected: time(slope), earliest: min(ends[0], ends[1]), latest: max(ends[0], ends[1]))
    }
}
