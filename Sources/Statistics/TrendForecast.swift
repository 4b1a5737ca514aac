private import func Glibc.log

/// Where a series is going, as far as its newest regular course tells.
///
/// Four courses are fitted to what followed the last change: a level that may wander, a line, exponential growth, and an
/// approach to a plateau; the one with the least BIC is taken. What it leaves decides how wide intervals are: where
/// neighbouring residuals are alike, means of blocks stand for single numbers.
package struct TrendForecast: Equatable, Sendable {
    package enum Course: String, Sendable, CaseIterable {
        case level, linear, exponential, plateau
    }

    package enum Direction: String, Sendable, CaseIterable {
        case rising, falling, stable
    }

    /// Why nothing is foretold.
    package enum Obstacle: Error, Equatable, Sendable {
        /// It has so many numbers.
        case tooShort(Int)
        /// So many numbers ago it took another course, and has not kept to the new one for long enough.
        case changed(Int)
        /// A number is not finite, or times do not rise.
        case notNumbers
    }

    /// The fewest numbers of one course.
    package static let shortestSeries = 16

    package let course: Course
    package let direction: Direction
    /// Where the course is at the last time, in the unit of the numbers: noise is smoothed away.
    package let now: Double
    /// Change a unit of time at the last time.
    package let rate: Double
    /// Between what that rate lies with probability `level`.
    package let rateInterval: ClosedRange<Double>
    /// Of all intervals, 0…1.
    package let level: Double
    /// How many numbers the course was fitted to: those since the last change.
    package let count: Int
    /// What the course approaches; nil unless it is a plateau.
    package let plateau: Double?
    private let fit: any CourseFit

    /// Fits the courses.
    ///
    /// - Parameters:
    ///   - times: rising, in any one unit.
    ///   - values: at these times.
    ///   - level: of the intervals, 0 < level < 1.
    /// - Throws: `Obstacle` where nothing can be foretold.
    /// - Complexity: O(*n*) times the runs that are followed, at most 96.
    package init(times: [Double], values: [Double], level: Double = 0.9) throws(Obstacle) {
        guard times.count == values.count, times.areFinite, values.areFinite, level > 0, level < 1,
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw .notNumbers }
        guard values.count >= Self.shortestSeries else { throw .tooShort(values.count) }
        let start = CourseChange.lastChange(values)
        count = values.count - start
        guard count >= Self.shortestSeries else { throw .changed(count) }
        let (recent, numbers) = (Array(times[start...]), Array(values[start...]))
        guard let fit = Self.best(recent, numbers, level: level), let last = recent.last else { throw .notNumbers }
        guard fit.bends == false else { throw .changed(count / 4) }
        self.fit = fit
        self.level = level
        course = fit.course
        now = fit.value(at: last)
        (rate, rateInterval) = fit.rate(at: last, level: level)
        plateau = fit.plateau
        // Less than a hundredth within all that was seen is no movement that anybody cares about.
        let span = last - recent[0]
        let matters = abs(rate) * span > 0.01 * abs(now)
        direction =
            matters && rateInterval.lowerBound > 0
            ? .rising : matters && rateInterval.upperBound < 0 ? .falling : .stable
    }

    /// Between what the number after an elapsed time lies with probability `level`, if the course goes on.
    package func interval(after elapsed: Double) -> ClosedRange<Double> { fit.interval(after: elapsed, level: level) }

    /// Where the course is after an elapsed time.
    package func value(after elapsed: Double) -> Double { fit.value(after: elapsed) }

    /// After what time the course first reaches a threshold above it, and when at the ends of its interval.
    ///
    /// - Returns: nil where it is there already or the threshold is not finite.
    package func time(to threshold: Double) -> ThresholdTime? {
        guard threshold.isFinite, threshold > now else { return nil }
        return fit.time(to: threshold, level: level)
    }

    private static func best(_ times: [Double], _ values: [Double], level: Double) -> (any CourseFit)? {
        var fits: [any CourseFit] = []
        if let wandering = WanderingFit(times, values) { fits.append(wandering) }
        fits += LineFit.all(times, values)
        let count = Double(values.count)
        return fits.min { bic($0, count) < bic($1, count) }
    }

    private static func bic(_ fit: any CourseFit, _ count: Double) -> Double {
        Double(fit.parameters) * log(count) - 2 * fit.logLikelihood
    }

    package static func == (left: TrendForecast, right: TrendForecast) -> Bool {
        left.course == right.course && left.now == right.now && left.rate == right.rate && left.count == right.count
            && left.rateInterval == right.rateInterval && left.level == right.level
    }
}

/// One course through a series.
protocol CourseFit: Sendable {
    var course: TrendForecast.Course { get }
    var logLikelihood: Double { get }
    var parameters: Int { get }
    var plateau: Double? { get }
    /// Whether the newest numbers lie off the course.
    var bends: Bool { get }
    func value(at time: Double) -> Double
    func value(after elapsed: Double) -> Double
    func rate(at time: Double, level: Double) -> (Double, ClosedRange<Double>)
    func interval(after elapsed: Double, level: Double) -> ClosedRange<Double>
    func time(to threshold: Double, level: Double) -> ThresholdTime
}
