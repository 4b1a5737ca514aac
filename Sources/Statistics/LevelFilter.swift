private import func Glibc.log

/// Follows a level that wanders and is measured with noise: the Kalman filter of the local level model.
///
/// The level takes a normal step of variance `processVariance` before each measurement, which errs by a normal error of
/// variance `measurementVariance`. Variances have the squared unit of the level.
///
/// Source: Durbin and Koopman, Time Series Analysis by State Space Methods, 2nd ed., 2.2.
package struct LevelFilter: Equatable, Sendable {
    /// What is believed of the level after the last measurement.
    package private(set) var mean: Double
    /// How uncertain that is.
    package private(set) var variance: Double
    private let processVariance: Double
    private let measurementVariance: Double

    /// Nil unless the mean is finite and the variances are finite and ≥ 0.
    package init?(mean: Double, variance: Double, processVariance: Double, measurementVariance: Double) {
        guard [mean, variance, processVariance, measurementVariance].areFinite,
            min(variance, processVariance, measurementVariance) >= 0
        else { return nil }
        self.mean = mean
        self.variance = variance
        self.processVariance = processVariance
        self.measurementVariance = measurementVariance
    }

    /// Takes one step and one measurement.
    ///
    /// Complexity: O(1).
    /// - Parameter measurement: a number that is not finite, or too far from the level to subtract, is no measurement: the
    ///   level wanders on unseen.
    /// - Returns: the logarithm of the density of the measurement as predicted, per unit of it; 0 for no measurement, −∞ or
    ///   +∞ where neither level nor measurement has any variance.
    @discardableResult package mutating func observe(_ measurement: Double) -> Double {
        let predicted = min(variance + processVariance, .greatestFiniteMagnitude)
        variance = predicted
        let surprise = measurement - mean
        guard surprise.isFinite else { return 0 }
        let spread = predicted + measurementVariance
        guard spread > 0 else { return surprise == 0 ? .infinity : -.infinity }
        let gain = 1 / (1 + measurementVariance / predicted)
        mean += gain * surprise
        variance = measurementVariance < predicted ? gain * measurementVariance : (1 - gain) * predicted
        let deviation = surprise / spread.squareRoot()
        return -0.5 * log(spread) - SpecialFunctions.logSquareRootOfTwoPi - 0.5 * deviation * deviation
    }

    /// Where a filter stands when it starts on a mixture of beliefs.
    mutating func restart(mean: Double, variance: Double) {
        self.mean = mean
        self.variance = min(variance, .greatestFiniteMagnitude)
    }
}

/// What a filter believed after each measurement.
package struct FilteredLevels: Equatable, Sendable {
    /// In the unit of the measurements, one each.
    package var means: [Double]
    /// In the squared unit.
    package var variances: [Double]
}

extension LevelFilter {
    /// Follows a whole series and moves on to its end.
    ///
    /// Shortest useful series: one measurement.
    /// Complexity: O(*n*).
    package mutating func follow(_ series: [Double]) -> FilteredLevels {
        var levels = FilteredLevels(means: [], variances: [])
        for measurement in series {
            observe(measurement)
            levels.means.append(mean)
            levels.variances.append(variance)
        }
        return levels
    }

    /// What a whole series says of the level at each of its times, in hindsight.
    ///
    /// Shortest useful series: one measurement. Moves on to the end of the series.
    ///
    /// Source: the smoother of Rauch, Tung and Striebel, AIAA J. 3 (1965), 1445-1450.
    /// Complexity: O(*n*).
    package mutating func smooth(_ series: [Double]) -> FilteredLevels {
        var levels = follow(series)
        for index in levels.means.indices.dropLast().reversed() {
            let filtered = levels.variances[index]
            let predicted = filtered + processVariance
            let gain = predicted > 0 ? filtered / predicted : 0
            levels.means[index] += gain * (levels.means[index + 1] - levels.means[index])
            levels.variances[index] += gain * gain * (levels.variances[index + 1] - predicted)
        }
        return levels
    }
}
