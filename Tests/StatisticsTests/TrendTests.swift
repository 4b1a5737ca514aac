import Statistics
import Testing

@Suite struct TrendLineTests {
    private let times = [0.0, 1, 2, 3, 4]

    @Test func `a small example agrees with the textbook`() throws {
        // y = 2.2 + 0.6 t with residual variance 0.8, worked by hand.
        let line = try #require(TrendLine(times: [1, 2, 3, 4, 5], values: [2, 4, 5, 4, 5]))
        #expect(agree(line.slope, 0.6, within: 1e-14) && agree(line.value(at: 0), 2.2, within: 1e-14))
        #expect(agree(line.residualDeviation, 0.8.squareRoot(), within: 1e-13))
        let slopes = try #require(line.slopeInterval(level: 0.95))
        // t with three degrees of freedom: 3.18245.
        #expect(agree(slopes.upperBound, 0.6 + 3.182446305284263 * (0.8 / 10).squareRoot(), within: 1e-10))
        let next = try #require(line.predictionInterval(at: 6, level: 0.95))
        #expect(agree(next.upperBound, 5.8 + 3.182446305284263 * (0.8 * (1.2 + 0.9)).squareRoot(), within: 1e-10))
    }

    @Test func `a straight series reaches its limit exactly when it does`() throws {
        let line = try #require(TrendLine(times: times, values: [10, 12, 14, 16, 18]))
        let reach = try #require(line.timeToThreshold(30, from: 4, level: 0.9))
        for time in [reach.earliest, reach.expected, reach.latest] { #expect(agree(time, 6, within: 1e-12)) }
        #expect(line.timeToThreshold(17, from: 4, level: 0.9)?.expected == .infinity)
        #expect(line.timeToThreshold(18, from: 4, level: 0.9)?.expected == 0)
    }

    @Test func `the prediction interval crosses the limit at the ends of the time`() throws {
        var generator = SeededGenerator(seed: 60)
        for _ in 0..<100 {
            let slope = generator.uniform(-2...2)
            let times = (0..<12).map(Double.init)
            let line = try #require(
                TrendLine(times: times, values: times.map { slope * $0 + generator.uniform(-1...1) }))
            let limit = line.value(at: 11) + generator.uniform(-40...40)
            let reach = try #require(line.timeToThreshold(limit, from: 11, level: 0.9))
            #expect(reach.earliest <= reach.expected && reach.expected <= reach.latest && reach.earliest >= 0)
            for time in [reach.earliest, reach.latest] where time > 0 && time < .infinity {
                let interval = try #require(line.predictionInterval(at: 11 + time, level: 0.9))
                let distance = min(abs(interval.lowerBound - limit), abs(interval.upperBound - limit))
                #expect(distance <= 1e-6 * (abs(limit) + time))
            }
        }
    }

    @Test func `noise leaves it open whether a limit is ever reached`() throws {
        let line = try #require(TrendLine(times: times, values: [1, -1, 1.5, -1, 1.2]))
        let reach = try #require(line.timeToThreshold(50, from: 4, level: 0.95))
        #expect(reach.latest == .infinity && reach.earliest < reach.expected)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give no line, or one of numbers`(x: Double) {
        #expect(TrendLine(times: [1, 1, 1], values: [1, 2, 3]) == nil)
        #expect(TrendLine(times: [1, 2], values: [1, 2]) == nil)
        #expect(TrendLine(times: [1, 2, 3], values: [1, 2]) == nil)
        for y in hostileNumbers {
            guard let line = TrendLine(times: [x, 1, 2, 5], values: [y, 3, x, 1]) else { continue }
            #expect(line.slope.isFinite && line.residualDeviation >= 0)
            for level in hostileNumbers {
                #expect(line.slopeInterval(level: level) == nil || level > 0 && level < 1)
                _ = line.predictionInterval(at: y, level: level)
                _ = line.timeToThreshold(x, from: y, level: level)
                _ = line.timeToThreshold(y, from: level, level: 0.9)
            }
        }
    }

    @Test(arguments: [(0.95, 1, 12.706204736432095), (0.99, 10, 3.169272672616951), (0.5, 2, 0.816496580927726)])
    func `Student's quantile has its textbook values`(level: Double, degrees: Double, expected: Double) {
        let quantile = SpecialFunctions.studentTQuantile(level: level, degreesOfFreedom: degrees)
        #expect(agree(quantile, expected, within: 1e-10))
        #expect(SpecialFunctions.studentTQuantile(level: 0, degreesOfFreedom: degrees) == 0)
        #expect(SpecialFunctions.studentTQuantile(level: 1, degreesOfFreedom: degrees) == .infinity)
        #expect(SpecialFunctions.studentTQuantile(level: level, degreesOfFreedom: -1).isNaN)
    }
}

@Suite struct RobustTrendTests {
    @Test func `a third of wild numbers does not turn the line`() throws {
        var generator = SeededGenerator(seed: 61)
        let times = (0..<30).map(Double.init)
        let values = times.map { 2 * $0 + generator.uniform(-0.5...0.5) + (Int($0) % 4 == 1 ? 500 : 0) }
        let trend = try #require(RobustTrend(times: times, values: values, confidence: 0.95))
        #expect(abs(trend.slope - 2) < 0.3 && trend.slopeInterval.contains(2))
        #expect(abs(trend.level - 58) < 5)
    }

    @Test func `so few numbers promise nothing about the slope`() throws {
        let trend = try #require(RobustTrend(times: [0, 1, 2], values: [0, 1, 2], confidence: 0.95))
        #expect(trend.slope == 1 && trend.slopeInterval == -.infinity ... .infinity && trend.level == 2)
        let reach = trend.timeToThreshold(10)
        #expect(reach == ThresholdTime(expected: 8, earliest: 0, latest: .infinity))
        let six = try #require(
            RobustTrend(times: [-1, 0, 1, 2, 3, 4], values: [-1, 0, 1, 2, 3, 4], confidence: 0.95))
        #expect(six.slopeInterval == 1...1)
        #expect(six.timeToThreshold(6) == ThresholdTime(expected: 2, earliest: 2, latest: 2))
        #expect(six.timeToThreshold(3)?.earliest == .infinity)
        #expect(six.timeToThreshold(.nan) == nil)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give no line, or one of numbers`(x: Double) {
        for y in hostileNumbers {
            guard let trend = RobustTrend(times: [x, 1, 2, 5, 7], values: [y, 3, x, 1, 2], confidence: 0.9) else {
                continue
            }
            #expect(trend.slope.isFinite && trend.level.isFinite && trend.slopeInterval.contains(trend.slope))
            _ = trend.timeToThreshold(y)
        }
        #expect(RobustTrend(times: [1, 2, 3], values: [1, 2, 3], confidence: x) == nil || x > 0 && x < 1)
        #expect(RobustTrend(times: [1, 1, 1], values: [1, 2, 3], confidence: 0.9) == nil)
    }
}
