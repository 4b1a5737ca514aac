import Statistics
import Testing

private import func Glibc.log

@Suite struct LevelFilterTests {
    private func filter(
        _ mean: Double = 0, _ variance: Double = 1e6, process: Double, measurement: Double
    ) throws -> LevelFilter {
        try #require(
            LevelFilter(mean: mean, variance: variance, processVariance: process, measurementVariance: measurement))
    }

    @Test func `a level that never wanders is the mean`() throws {
        var filter = try filter(0, 1e12, process: 0, measurement: 2)
        let levels = filter.follow([3, 5, 10])
        #expect(agree(levels.means[2], 6, within: 1e-9))
        #expect(agree(levels.variances[2], 2.0 / 3, within: 1e-9))
    }

    @Test func `an exact measurement is believed`() throws {
        var filter = try filter(process: 1, measurement: 0)
        filter.observe(17)
        #expect(filter.mean == 17 && filter.variance == 0)
    }

    @Test func `the uncertainty settles where what is learned is what is lost`() throws {
        var filter = try filter(process: 0.5, measurement: 2)
        for _ in 0..<200 { filter.observe(1) }
        // P = (P + q) r / (P + q + r) for q = ½, r = 2.
        let p = filter.variance
        #expect(agree(p, (p + 0.5) * 2 / (p + 2.5), within: 1e-12))
    }

    @Test func `a gap widens the belief and moves nothing`() throws {
        var filter = try filter(4, 1, process: 0.25, measurement: 2)
        for gap in [Double.nan, .infinity, -.infinity] {
            let logDensity = filter.observe(gap)
            #expect(logDensity == 0)
        }
        #expect(filter.mean == 4 && filter.variance == 1.75)
    }

    @Test func `the density of a measurement is normal around the prediction`() throws {
        var filter = try filter(1, 2, process: 1, measurement: 1)
        #expect(agree(filter.observe(3), -0.5 * log(8 * Double.pi) - 0.5, within: 1e-14))
    }

    @Test func `hindsight is never less certain and ends where the filter does`() throws {
        var generator = SeededGenerator(seed: 15)
        let series = (0..<40).map { _ in generator.uniform(-3...3) }
        var (forward, both) = (try filter(process: 0.1, measurement: 1), try filter(process: 0.1, measurement: 1))
        let (filtered, smoothed) = (forward.follow(series), both.smooth(series))
        #expect(filtered.means.last == smoothed.means.last)
        for index in series.indices { #expect(smoothed.variances[index] <= filtered.variances[index] + 1e-12) }
        // A level that cannot move is the same at every time.
        var rigid = try filter(process: 0, measurement: 1)
        let means = rigid.smooth(series).means
        #expect(means.allSatisfy { abs($0 - means[0]) < 1e-9 })
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers make no filter, or one whose belief is a number`(x: Double) {
        for y in hostileNumbers {
            for z in hostileNumbers {
                guard var filter = LevelFilter(mean: x, variance: y, processVariance: z, measurementVariance: y)
                else { continue }
                #expect(y >= 0 && z >= 0)
                for factor in [0.5, 1, -1] { filter.observe(factor * x) }
                #expect(filter.mean.isFinite && filter.variance >= 0 && filter.variance.isFinite)
            }
        }
    }
}

@Suite struct SwitchingLevelFilterTests {
    private func filter(_ variances: [Double], _ transition: [[Double]]) throws -> SwitchingLevelFilter {
        let filters = variances.compactMap {
            LevelFilter(mean: 0, variance: 10, processVariance: $0, measurementVariance: 1)
        }
        return try #require(
            SwitchingLevelFilter(
                filters: filters, modes: variances.map { _ in 1 }, transition: transition))
    }

    @Test func `one mode is the plain filter`() throws {
        var (switching, plain) = (
            try filter([0.3], [[1]]),
            try #require(LevelFilter(mean: 0, variance: 10, processVariance: 0.3, measurementVariance: 1))
        )
        for measurement in [1, 4, -2, .nan, 7] {
            switching.observe(measurement)
            plain.observe(measurement)
            #expect(agree(switching.mean, plain.mean, within: 1e-12))
            #expect(agree(switching.variance, plain.variance, within: 1e-12))
        }
    }

    @Test func `a wild series is told from a quiet one`() throws {
        var generator = SeededGenerator(seed: 16)
        var filter = try filter([0.01, 9], [[0.95, 0.05], [0.05, 0.95]])
        for _ in 0..<40 { filter.observe(generator.uniform(-1...1)) }
        #expect(filter.modes[0] > 0.8)
        var level = 0.0
        for _ in 0..<12 {
            level += 5
            filter.observe(level)
        }
        #expect(filter.modes[1] > 0.9)
        #expect(agree(filter.modes[0] + filter.modes[1], 1, within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile measurements and weights do no harm`(x: Double) throws {
        var filter = try filter([0.01, 9], [[0.95, 0.05], [0.05, 0.95]])
        filter.observe(x)
        filter.observe(1)
        #expect(filter.modes.allSatisfy { (0...1).contains($0) })
        let part = try #require(LevelFilter(mean: 0, variance: 1, processVariance: 1, measurementVariance: 1))
        let made = SwitchingLevelFilter(filters: [part, part], modes: [x, 1], transition: [[x, 1], [1, x]])
        #expect((made != nil) == (x >= 0 && x.isFinite))
        #expect(SwitchingLevelFilter(filters: [part], modes: [1, 1], transition: [[1]]) == nil)
        #expect(SwitchingLevelFilter(filters: [], modes: [], transition: []) == nil)
    }
}
