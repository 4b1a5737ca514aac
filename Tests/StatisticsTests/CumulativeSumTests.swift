import Statistics
import Testing

@Suite struct CumulativeSumTests {
    @Test func `a shift of the mean is noticed soon and in its direction`() throws {
        var generator = SeededGenerator(seed: 64)
        for (shift, alarm) in [(1.5, CumulativeSum.Alarm.higher), (-1.5, .lower)] {
            var sums = try #require(CumulativeSum(mean: 10, standardDeviation: 2))
            var alarms = (0..<60).compactMap { _ in sums.observe(10 + generator.uniform(-3...3)) }
            #expect(alarms.isEmpty)
            alarms = (0..<20).compactMap { _ in sums.observe(10 + 2 * shift + generator.uniform(-3...3)) }
            #expect(alarms.count > 8 && Set(alarms) == [alarm])
        }
    }

    @Test func `sums follow Page's recursion`() throws {
        var sums = try #require(CumulativeSum(mean: 0, standardDeviation: 1, slack: 0.5, threshold: 2))
        let alarms = [1, 1, -1, 3, 0, .nan].map { sums.observe($0) }
        #expect(alarms == [nil, nil, nil, .higher, nil, nil])
        #expect(sums.high == 2 && sums.low == 0)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers do no harm`(x: Double) throws {
        var sums = try #require(CumulativeSum(mean: 0, standardDeviation: 1))
        _ = sums.observe(x)
        #expect(sums.high >= 0 && sums.low >= 0 && sums.high <= 10 && sums.low <= 10)
        for _ in 0..<30 { _ = sums.observe(0) }
        #expect(sums.high == 0 && sums.low == 0)
        for y in hostileNumbers {
            let made = CumulativeSum(mean: x, standardDeviation: y, slack: 0, threshold: 1)
            #expect((made != nil) == (x.isFinite && y.isFinite && y > 0))
        }
    }
}
