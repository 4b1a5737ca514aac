import Primitives
import Testing

@testable import DiskDefence

struct PathStatisticsTests {
    private let settings = ScanSettings()
    private let mebibyte: UInt64 = 1 << 20

    private func scanned(_ times: Int, reclaimed: UInt64, reads: Int = 500, rejected: Int = 0) -> PathStatistics {
        var statistics = PathStatistics()
        for index in 0..<times {
            let result = ScanResult(
                path: ForeignText("/a"), reclaimed: ByteCount(reclaimed), reads: reads, candidates: 4,
                rejected: rejected)
            _ = statistics.observe(result, at: Double(index), settings: settings)
        }
        return statistics
    }

    @Test func `a place that was never scanned is worth a day's waiting less the cost of a first scan`() {
        #expect(PathStatistics().utility(at: 0) == 24 * 16_777_216 - 100)
        #expect(PathStatistics().utility(at: .nan) == 24 * 16_777_216 - 100)
    }

    /// 0.5 below three scans, then an eighth of the other half for each.
    @Test(arguments: [(1, 0.5), (2, 0.5), (3, 0.5625), (4, 0.625), (9, 0.9375), (10, 1), (200, 1)])
    func `more scans make an expectation count for more`(scans: Int, discount: Double) {
        let statistics = scanned(scans, reclaimed: 100 * mebibyte)
        let utility = statistics.utility(at: Double(scans - 1))
        #expect(isClose(utility, 104_857_600 * discount - 50))
    }

    @Test func `reads and false positives cost, and waiting is worth something`() {
        let statistics = scanned(10, reclaimed: 100 * mebibyte, reads: 2000, rejected: 1)
        #expect(statistics.falsePositiveRate == 0.25)
        let costs = 2000 * 0.1 + 0.25 * 104_857_600 * 0.15
        #expect(isClose(statistics.utility(at: 9), 104_857_600 - costs))
        let hour = 16_777_216.0 / 11
        #expect(isClose(statistics.utility(at: 9 + 7200), 104_857_600 - costs + 2 * hour))
        #expect(isClose(statistics.utility(at: 9 + 360_000), 104_857_600 - costs + 24 * hour))
        for now in [-3600, .nan] { #expect(isClose(statistics.utility(at: now), 104_857_600 - costs)) }
    }

    @Test func `the first scan is taken as it is, and later ones with a weight of 0.3`() throws {
        var statistics = PathStatistics()
        #expect(statistics.reads == 1000)
        func scan(_ bytes: UInt64, _ reads: Int, _ candidates: Int, _ rejected: Int) -> Double? {
            statistics.observe(
                ScanResult(
                    path: ForeignText("/a"), reclaimed: ByteCount(bytes), reads: reads, candidates: candidates,
                    rejected: rejected), at: 0, settings: settings)
        }
        #expect(scan(1000, 200, 0, 0) == nil)
        #expect(statistics.expectedReclaim == 1000 && statistics.reads == 200 && statistics.falsePositiveRate == 0)
        #expect(isClose(try #require(scan(2000, 300, 10, 5)), 0.5))
        #expect(isClose(statistics.expectedReclaim, 1300) && isClose(statistics.reads, 230))
        #expect(statistics.falsePositiveRate == 0.5)
        #expect(try #require(scan(0, -7, 10, 40)) == 1)
        #expect(isClose(statistics.expectedReclaim, 910) && isClose(statistics.reads, 161))
        #expect(isClose(statistics.falsePositiveRate, 0.65))
    }

    @Test func `nothing expected and nothing found is no error`() {
        var statistics = scanned(1, reclaimed: 0)
        let result = ScanResult(path: ForeignText("/a"))
        let error = statistics.observe(result, at: 1, settings: settings)
        #expect(error == 0)
    }
}
