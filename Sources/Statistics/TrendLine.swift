/// When something that grows will reach a limit, in the unit of time of the trend, from now.
package struct ThresholdTime: Equatable, Sendable {
    /// Where the trend itself reaches it; +∞ for never.
    package var expected: Double
    /// The soonest that the interval admits; 0 where it may be reached already.
    package var earliest: Double
    /// The latest; +∞ for perhaps never.
    package var latest: Double

    package init(expected: Double, earliest: Double, latest: Double) {
        self.expected = expected
        self.earliest = earliest
        self.latest = latest
    }
}

/// A straight line through a series by least squares, with what it leaves open.
///
/// For exponential growth fit the logarithms.
///
/// Source: Draper and Smith, Applied Regression Analysis, 3rd ed., 1.4 and 3.1.
package struct TrendLine: Equatable, Sendable {
    /// Change a unit of time.
    package let slope: Double
    /// The standard deviation of the numbers around the line, with *n* − 2 degrees of freedom.
    package let residualDeviation: Double
    private let meanTime: Double
    private let meanValue: Double
    /// Σ (t − mean time)².
    private let timeSpread: Double
    private let count: Int

    /// The fewest numbers that leave something to judge the line by.
    package static let shortestSeries = 3

    /// Fits the line; nil for fewer than three numbers, unequal lengths, numbers that are not finite, only one time, or
    /// where the line leaves the doubles.
    ///
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - times: in any order and any one unit.
    ///   - values: at these times.
    package init?(times: [Double], values: [Double]) {
        guard times.count == values.count, times.count >= Self.shortestSeries, times.areFinite, values.areFinite else {
            return nil
        }
        (count, meanTime, meanValue) = (times.count, times.mean, values.mean)
        var (spread, product) = (0.0, 0.0)
        for (time, value) in zip(times, values) {
            spread += (time - meanTime) * (time - meanTime)
            product += (time - meanTime) * (value - meanValue)
        }
        timeSpread = spread
        slope = product / spread
        var squares = 0.0
        for (time, value) in zip(times, values) {
            let residual = value - meanValue - slope * (time - meanTime)
            squares += residual * residual
        }
        residualDeviation = (squares / Double(count - 2)).squareRoot()
        guard spread > 0, [spread, slope, residualDeviation, meanValue].areFinite else { return nil }
    }

    /// Where the line is at a time.
    package func value(at time: Double) -> Double {
        meanValue + slope * (time - meanTime)
    }

    /// Between what the true slope lies with probability `level`; nil unless 0 < level < 1.
    package func slopeInterval(level: Double) -> ClosedRange<Double>? {
        interval(around: slope, radius: residualDeviation / timeSpread.squareRoot(), level: level)
    }

    /// Between what the next number at a time lies with probability `level`; nil unless 0 < level < 1 and the time is finite.
    package func predictionInterval(at time: Double, level: Double) -> ClosedRange<Double>? {
        let distance = time - meanTime
        let factor = (1 + 1 / Double(count) + distance / timeSpread * distance).squareRoot()
        return interval(around: value(at: time), radius: residualDeviation * factor, level: level)
    }

    /// When the line, and the ends of its prediction interval, first reach a threshold.
    ///
    /// Complexity: O(1).
    /// - Parameters:
    ///   - threshold: above or below where the line is now.
    ///   - now: from which time on, usually the last of the series.
    ///   - level: of the interval, 0 < level < 1.
    /// - Returns: nil outside the domain.
    package func timeToThreshold(_ threshold: Double, from now: Double, level: Double) -> ThresholdTime? {
        guard threshold.isFinite, now.isFinite, level > 0, level < 1 else { return nil }
        let current = value(at: now)
        let direction: Double = threshold >= current ? 1 : -1
        let (distance, start) = (direction * (threshold - meanValue), now - meanTime)
        let rise = direction * slope
        let gap = direction * (threshold - current)
        let expected = gap == 0 ? 0 : rise > 0 ? gap / rise : .infinity
        let quantile = SpecialFunctions.studentTQuantile(level: level, degreesOfFreedom: Double(count - 2))
        let width = quantile * residualDeviation
        guard width > 0 else { return ThresholdTime(expected: expected, earliest: expected, latest: expected) }
        let crossings = boundaryCrossings(distance: distance, rise: rise, width: width).filter { $0 > start }
        let radiusNow = width * (1 + 1 / Double(count) + start / timeSpread * start).squareRoot()
        let earliest = crossings.filter { distance - rise * $0 >= 0 }.min() ?? .infinity
        let latest = crossings.filter { distance - rise * $0 <= 0 }.min() ?? .infinity
        return ThresholdTime(
            expected: expected, earliest: gap <= radiusNow ? 0 : min(earliest - start, expected),
            latest: max(latest - start, expected))
    }

    /// Where (distance − rise x)² = width² (1 + 1/n + x²/spread), for x counted from the mean time.
    private func boundaryCrossings(distance: Double, rise: Double, width: Double) -> [Double] {
        let square = rise * rise - width * width / timeSpread
        let half = -distance * rise
        let constant = distance * distance - width * width * (1 + 1 / Double(count))
        guard square != 0 else { return half == 0 ? [] : [-constant / (2 * half)] }
        let discriminant = half * half - square * constant
        guard discriminant >= 0 else { return [] }
        // The root without cancellation, and the other one from the product of both.
        let far = -(half + (half < 0 ? -1 : 1) * discriminant.squareRoot())
        return far == 0 ? [0] : [far / square, constant / far]
    }

    private func interval(around centre: Double, radius: Double, level: Double) -> ClosedRange<Double>? {
        guard level > 0, level < 1 else { return nil }
        let quantile = SpecialFunctions.studentTQuantile(level: level, degreesOfFreedom: Double(count - 2))
        let reach = radius == 0 ? 0 : quantile * radius
        guard reach >= 0, centre.isFinite else { return nil }
        return centre - reach...centre + reach
    }
}
