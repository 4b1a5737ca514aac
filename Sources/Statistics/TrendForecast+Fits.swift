private import func Glibc.exp
private import func Glibc.log

/// A straight line through transformed times and values: a line, exponential growth, or an approach to a plateau.
struct LineFit: CourseFit {
    let course: TrendForecast.Course
    let logLikelihood: Double
    let bends: Bool
    private let line: TrendLine
    /// Of single numbers around the line; that of the line itself is one of block means.
    private let deviation: Double
    private let last: Double
    /// How fast it approaches a plateau; nil for the other courses.
    private let slowness: Double?

    let parameters: Int
    var plateau: Double? { course == .plateau ? line.value(at: 0) : nil }

    /// The courses that can be fitted to a series.
    static func all(_ times: [Double], _ values: [Double]) -> [LineFit] {
        let span = (times.last ?? 0) - times[0]
        var fits = [LineFit(.linear, times, values, slowness: nil)]
        if values.allSatisfy({ $0 > 0 }) { fits.append(LineFit(.exponential, times, values, slowness: nil)) }
        fits += [0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7].map { LineFit(.plateau, times, values, slowness: $0 * span) }
        return fits.compactMap { $0 }
    }

    private init?(_ course: TrendForecast.Course, _ times: [Double], _ values: [Double], slowness: Double?) {
        guard let last = times.last else { return nil }
        self.course = course
        self.last = last
        self.slowness = slowness
        let x = times.map { Self.place($0, last, slowness) }
        let y = course == .exponential ? values.map { log($0) } : values
        guard let single = TrendLine(times: x, values: y) else { return nil }
        let residuals = zip(x, y).map { $1 - single.value(at: $0) }
        let count = Double(values.count)
        let variance = max(residuals.map { $0 * $0 }.mean, 1e-18 * max(1, y.map { $0 * $0 }.mean))
        let jacobian = course == .exponential ? y.reduce(0, +) : 0
        // Where neighbours are alike each foretells a part of the next. Beyond that part it wanders rather than errs.
        let correlation = Self.correlation(residuals)
        let alike = min(correlation, 0.8)
        parameters = (course == .plateau ? 4 : 3) + (alike > 0 ? 1 : 0)
        logLikelihood = -count / 2 * (log(2 * .pi * variance * (1 - alike * alike)) + 1) - jacobian
        deviation = single.residualDeviation
        // Neighbours that are alike are no two looks: a block of them is one.
        let block =
            correlation > 0 ? min(Int(((1 + correlation) / (1 - correlation)).rounded(.up)), values.count / 6) : 1
        line = block > 1 ? Self.blocked(x, y, block) ?? single : single
        let quarter = max(4, values.count / 4)
        let blocks = max(1, Double(quarter) / Double(block))
        bends = abs(residuals.suffix(quarter).mean) > 4 * deviation / blocks.squareRoot() && deviation > 0
    }

    /// How alike neighbours are, 0…0.95; 0 for less than what chance makes of a hundred.
    private static func correlation(_ residuals: [Double]) -> Double {
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return 0 }
        let neighbours = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let correlation = min(neighbours / squares, 0.95)
        return correlation > 0.15 ? correlation : 0
    }

    private static func blocked(_ x: [Double], _ y: [Double], _ block: Int) -> TrendLine? {
        let starts = stride(from: x.count % block, to: x.count, by: block)
        return TrendLine(
            times: starts.map { x[$0..<$0 + block].mean }, values: starts.map { y[$0..<$0 + block].mean })
    }

    private static func place(_ time: Double, _ last: Double, _ slowness: Double?) -> Double {
        slowness.map { -exp((last - time) / $0) } ?? time
    }

    /// The time at a place; +∞ where it is never reached.
    private func time(at place: Double) -> Double {
        guard let slowness else { return place }
        return place < 0 ? last - slowness * log(-place) : .infinity
    }

    private func original(_ y: Double) -> Double { course == .exponential ? exp(min(y, 700)) : y }

    func value(at time: Double) -> Double { original(line.value(at: Self.place(time, last, slowness))) }
    func value(after elapsed: Double) -> Double { value(at: last + elapsed) }

    func rate(at time: Double, level: Double) -> (Double, ClosedRange<Double>) {
        let factor =
            switch course {
            case .exponential: value(at: time)
            case .plateau: -Self.place(time, last, slowness) / (slowness ?? 1)
            default: 1.0
            }
        let slopes = line.slopeInterval(level: level) ?? line.slope...line.slope
        return (line.slope * factor, slopes.lowerBound * factor...slopes.upperBound * factor)
    }

    func interval(after elapsed: Double, level: Double) -> ClosedRange<Double> {
        let place = Self.place(last + elapsed, last, slowness)
        let centre = line.value(at: place)
        guard let range = line.predictionInterval(at: place, level: level) else { return centre...centre }
        // What single numbers scatter beyond the means of blocks.
        let extra = max(0, deviation * deviation - line.residualDeviation * line.residualDeviation)
        let radius = range.upperBound - centre
        let quantile = SpecialFunctions.normalQuantile((1 + level) / 2)
        let reach = (radius * radius + quantile * quantile * extra).squareRoot()
        return original(centre - reach)...original(centre + reach)
    }

    func time(to threshold: Double, level: Double) -> ThresholdTime {
        let target = course == .exponential ? log(max(threshold, .leastNormalMagnitude)) : threshold
        let here = Self.place(last, last, slowness)
        guard let places = line.timeToThreshold(target, from: here, level: level) else {
            return ThresholdTime(expected: .infinity, earliest: .infinity, latest: .infinity)
        }
        let elapsed = { (distance: Double) in
            distance.isFinite ? max(0, self.time(at: here + distance) - last) : Double.infinity
        }
        return ThresholdTime(
            expected: elapsed(places.expected), earliest: elapsed(places.earliest), latest: elapsed(places.latest))
    }
}

/// A level that may wander: followed by a Kalman filter whose wandering is the likeliest of a few.
struct WanderingFit: CourseFit {
    private let filter: LevelFilter
    private let wandering: Double
    private let noise: Double
    private let stepLength: Double
    private let count: Int
    let logLikelihood: Double

    let course = TrendForecast.Course.level
    let plateau: Double? = nil
    /// Wherever the numbers go, a wandering level goes with them.
    let bends = false

    /// Noise, and how far the level wanders if it does; the level itself is paid for by foretelling each number before it
    /// is seen.
    var parameters: Int { wandering > 0 ? 2 : 1 }

    init?(_ times: [Double], _ values: [Double]) {
        guard let first = times.first, let last = times.last, let start = values.first else { return nil }
        stepLength = (last - first) / Double(values.count - 1)
        count = values.count
        guard values.contains(where: { $0 != start }) else {
            // Numbers that are all the same are a level without any noise, and nothing explains them better.
            guard let still = LevelFilter(mean: start, variance: 0, processVariance: 0, measurementVariance: 0) else {
                return nil
            }
            (filter, wandering, noise, logLikelihood) = (still, 0, 0, .infinity)
            return
        }
        var best: (filter: LevelFilter, wandering: Double, noise: Double, likelihood: Double)?
        for ratio in [0, 0.001, 0.01, 0.1, 1, 10, 1000] {
            guard let fit = Self.fit(values, ratio: ratio), fit.likelihood > best?.likelihood ?? -.infinity else {
                continue
            }
            best = (fit.filter, ratio * fit.noise, fit.noise, fit.likelihood)
        }
        guard let best else { return nil }
        (filter, wandering, noise, logLikelihood) = best
    }

    /// The likeliest noise for a ratio of wandering to noise follows from the squared surprises (Durbin and Koopman 2.10.2).
    private static func fit(
        _ values: [Double], ratio: Double
    ) -> (filter: LevelFilter, noise: Double, likelihood: Double)? {
        func filter(_ noise: Double) -> LevelFilter? {
            LevelFilter(mean: values[0], variance: noise, processVariance: ratio * noise, measurementVariance: noise)
        }
        guard var unit = filter(1) else { return nil }
        var squares = 0.0
        for value in values.dropFirst() {
            let surprise = value - unit.mean
            squares += surprise * surprise / (unit.variance + ratio + 1)
            unit.observe(value)
        }
        let noise = squares / Double(values.count - 1)
        guard noise > 0, noise.isFinite, var scaled = filter(noise) else { return nil }
        var likelihood = 0.0
        for value in values.dropFirst() { likelihood += scaled.observe(value) }
        // The first number is what the level was set to.
        return (scaled, noise, likelihood * Double(values.count) / Double(values.count - 1))
    }

    func value(at time: Double) -> Double { filter.mean }
    func value(after elapsed: Double) -> Double { filter.mean }
    func rate(at time: Double, level: Double) -> (Double, ClosedRange<Double>) { (0, 0...0) }

    func interval(after elapsed: Double, level: Double) -> ClosedRange<Double> {
        let variance = filter.variance + wandering * max(1, elapsed / stepLength) + noise
        let quantile = SpecialFunctions.studentTQuantile(level: level, degreesOfFreedom: Double(count - 3))
        let reach = quantile * variance.squareRoot()
        return filter.mean - reach...filter.mean + reach
    }

    /// By the reflection principle a wandering level passes a gap g within t steps with probability 2 (1 - Φ(g/√(q t))).
    func time(to threshold: Double, level: Double) -> ThresholdTime {
        guard wandering > 0 else {
            return ThresholdTime(expected: .infinity, earliest: .infinity, latest: .infinity)
        }
        let gap = max(0, threshold - filter.mean)
        let quantile = SpecialFunctions.normalQuantile(1 - (1 - level) / 4)
        return ThresholdTime(
            expected: .infinity, earliest: gap * gap / (wandering * quantile * quantile) * stepLength, latest: .infinity
        )
    }
}
