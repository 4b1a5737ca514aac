import DiskDefence
import Model
import Primitives
import Testing

struct RateEstimatorTests {
    private typealias Step = (rate: Double, acceleration: Double?, residual: Double?, confidence: Double)

    /// Worked out by the formulas in another language.
    private static let series: [(name: String, consumed: [(Double, Double)], expected: [Step])] = [
        (
            "steady", Array(repeating: (2000, 2), count: 4),
            [(1000, nil, nil, 0.07), (1000, 0, 0, 0.405), (1000, 0, 0, 0.44), (1000, 0, 0, 0.475)]
        ),
        (
            "a burst and its end", [(1000, 1), (1000, 1), (5000, 1), (5000, 1), (0, 1)],
            [
                (1000, nil, nil, 0.07), (1000, 0, 0, 0.405), (4200, 2560, 3200, 0.3102877989460884),
                (4470.468935967627, 1785.9412115579196, 2388.5931920971198, 0.3705435177915385),
                (2235.4344232557823, -224.36680025118153, 3429.4379458301146, 0.32841606786581734),
            ]
        ),
        (
            "uneven times, and room that comes back", [(100, 1), (600, 2), (50, 0.5), (-400, 4)],
            [
                (100, nil, nil, 0.07), (239.2079207920792, 48.44711302813449, 200, 0.26870077146263016),
                (181.31048527135388, -19.86214429255859, 174.7161981438653, 0.2931906384649644),
                (10.103255457965247, -33.823359349375345, 239.5901135097518, 0.18828705522250377),
            ]
        ),
    ]

    @Test func `rate, acceleration and confidence are those of the formulas`() throws {
        for (name, consumed, expected) in Self.series {
            var estimator = RateEstimator()
            estimator.begin()
            for ((bytes, seconds), step) in zip(consumed, expected) {
                estimator.observe(consumed: bytes, over: seconds)
                #expect(isClose(try #require(estimator.rate), step.rate), "\(name)")
                #expect(areClose(estimator.acceleration, step.acceleration), "\(name)")
                #expect(areClose(estimator.residual, step.residual), "\(name)")
                #expect(isClose(estimator.confidence, step.confidence), "\(name)")
            }
        }
    }

    @Test func `nothing is known of the rate after one reading, and nothing foretold before three`() {
        var estimator = RateEstimator()
        estimator.begin()
        var forecast = estimator.forecast(in: space(used: 50, available: 50))
        #expect(forecast.rate == nil && forecast.isFallback && forecast.trend == .unknown)
        estimator.observe(consumed: 1000, over: 1)
        forecast = estimator.forecast(in: space(used: 50, available: 50))
        #expect(forecast.rate == 1000 && forecast.isFallback && forecast.secondsToExhaustion == nil)
        estimator.observe(consumed: 1000, over: 1)
        forecast = estimator.forecast(in: space(used: 50, available: 50))
        #expect(!forecast.isFallback && forecast.samples == 3 && forecast.trend == .stable)
    }

    @Test func `a steady rate reaches red and exhaustion when the arithmetic says`() {
        let estimator = steady(1_000_000)
        let forecast = estimator.forecast(in: space(used: 60, available: 40))
        #expect(forecast.secondsToExhaustion == 40_000)
        #expect(forecast.secondsUntilRed == 30_000)
        #expect(forecast.earliestExhaustion == 40_000)
        #expect(estimator.forecast(in: space(used: 95, available: 5)).secondsUntilRed == 0)
    }

    @Test func `erratic rates are not trusted before there are many`() {
        var estimator = RateEstimator()
        estimator.begin()
        for index in 0..<3 { estimator.observe(consumed: index % 2 == 0 ? 1e9 : -1e9, over: 1) }
        #expect(estimator.samples == 4 && estimator.confidence < 0.25)
        var settings = ControlSettings()
        settings.minimumConfidence = 0.3
        var strict = RateEstimator(settings: settings)
        strict.begin()
        for index in 0..<4 { strict.observe(consumed: index % 2 == 0 ? 1e9 : -1e9, over: 1) }
        #expect(strict.forecast(in: space(used: 50, available: 50)).isFallback)
    }

    @Test(arguments: [
        (-2.0, 0.0, SpaceForecast.Trend.recovering), (-1.0, 0.0, .stable), (0.0, 0.0, .stable),
        (1e6, 1000.0, .accelerating), (1e7, -1000.0, .decelerating), (1e6, 40.0, .stable),
    ])
    func `the trend follows rate and acceleration`(rate: Double, acceleration: Double, trend: SpaceForecast.Trend) {
        var estimator = RateEstimator()
        estimator.begin()
        for index in 0..<60 { estimator.observe(consumed: rate + acceleration * Double(index), over: 1) }
        #expect(estimator.forecast(in: space(used: 50, available: 50)).trend == trend)
    }

    @Test func `an old forecast comes nearer, and is given up in the end`() throws {
        let estimator = steady(1_000_000)
        let place = space(used: 60, available: 40)
        let fresh = estimator.forecast(in: place)
        let old = estimator.forecast(in: place, age: 60)
        #expect(old.secondsToExhaustion == 39_940)
        #expect(old.confidence == fresh.confidence / 2)
        let ancient = estimator.forecast(in: place, age: 600)
        #expect(ancient.isFallback && ancient.secondsToExhaustion == nil && ancient.trend == .unknown)
        #expect(ancient.rate == 1_000_000)
        #expect(estimator.forecast(in: place, age: .nan) == fresh)
        #expect(estimator.forecast(in: place, age: -5) == fresh)
    }

    @Test(arguments: [0, -1, Double.nan, Double.infinity, Double.leastNonzeroMagnitude])
    func `a time that is none changes nothing`(seconds: Double) {
        var estimator = steady(1000)
        let before = estimator
        estimator.observe(consumed: seconds == .infinity ? .nan : 1e9, over: seconds)
        #expect(estimator == before)
    }

    @Test func `the earliest exhaustion of noisy filling is hardly ever too late`() throws {
        var chance = Noise(seed: 7)
        var estimator = RateEstimator()
        estimator.begin()
        var available = 400e9
        var tooLate = (plain: 0, earliest: 0)
        for _ in 0..<1000 {
            let consumed = 1e6 + chance.next() * 5e5
            available -= consumed
            estimator.observe(consumed: consumed, over: 1)
            let forecast = estimator.forecast(in: bytes(used: 600e9, available: available))
            guard let plain = forecast.secondsToExhaustion, let earliest = forecast.earliestExhaustion else { continue }
            #expect(earliest <= plain)
            if plain > available / 1e6 { tooLate.plain += 1 }
            if earliest > available / 1e6 { tooLate.earliest += 1 }
        }
        #expect(tooLate.plain > 300)
        #expect(tooLate.earliest < 100)
    }

    @Test func `noise has no acceleration that anybody should count on, and what lasts has`() throws {
        var noise = Noise(seed: 9)
        var estimator = RateEstimator()
        estimator.begin()
        var counted = 0
        for _ in 0..<2000 {
            estimator.observe(consumed: 1e6 + noise.next() * 5e5, over: 1)
            if estimator.lastingAcceleration != 0 { counted += 1 }
        }
        #expect(counted < 5)
        var growing = RateEstimator()
        growing.begin()
        for index in 0..<12 { growing.observe(consumed: 1e6 + 1e4 * Double(index), over: 1) }
        #expect(isClose(growing.lastingAcceleration, 1e4, within: 0.1))
        let forecast = growing.forecast(in: space(used: 50, available: 50))
        #expect(forecast.trend == .accelerating)
        #expect(try #require(forecast.secondsToExhaustion) < 50e9 / 1.11e6 / 4)
    }

    @Test func `a burst is followed at once, and its onset is not taken for an acceleration`() throws {
        var estimator = RateEstimator()
        estimator.begin()
        for index in 0..<60 {
            estimator.observe(consumed: index < 40 ? 1e4 : 1e8, over: 1)
            #expect(estimator.lastingAcceleration == 0)
            if index == 42 { #expect(try #require(estimator.rate) > 0.9e8) }
        }
    }

    private func steady(_ rate: Double) -> RateEstimator {
        var estimator = RateEstimator()
        estimator.begin()
        for _ in 0..<30 { estimator.observe(consumed: rate, over: 1) }
        return estimator
    }
}
