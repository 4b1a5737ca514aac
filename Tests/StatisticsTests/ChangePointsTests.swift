import Statistics
import Testing

private import func Glibc.exp

@Suite struct ChangePointsTests {
    private func cost(_ series: [Double], _ ends: [Int], _ penalty: Double) -> Double {
        zip([0] + ends, ends).reduce(0.0) { sum, stretch in
            let part = series[stretch.0..<stretch.1]
            let mean = part.reduce(0, +) / Double(part.count)
            return sum + penalty + part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
    }

    /// The best splitting, by trying all.
    private func best(_ series: [Double], _ penalty: Double, _ minimum: Int) -> Double {
        var best = [0.0] + [Double](repeating: .infinity, count: series.count)
        for end in 1...series.count {
            for start in 0..<end where end - start >= minimum {
                best[end] = min(best[end], best[start] + cost(Array(series[start..<end]), [end - start], penalty))
            }
        }
        return best[series.count]
    }

    @Test(arguments: 1...4)
    func `no other splitting is cheaper`(minimum: Int) throws {
        var generator = SeededGenerator(seed: UInt64(20 + minimum))
        for _ in 0..<20 {
            let level = generator.uniform(0...3)
            let series = (0..<24).map { generator.uniform(-1...1) + ($0 / 6 % 2 == 0 ? 0 : level) }
            let penalty = generator.uniform(0.1...3)
            let ends = try #require(ChangePoints.meanShifts(series, penalty: penalty, minimumLength: minimum))
            #expect(ends.last == 24 && zip([0] + ends, ends).allSatisfy { $1 - $0 >= minimum })
            #expect(agree(cost(series, ends, penalty), best(series, penalty, minimum), within: 1e-9))
        }
    }

    @Test func `moving and stretching a series moves no change`() {
        let series = [0.1, -0.2, 0.3, 0, 5.1, 5.2, 4.9, 5, 5.1, 1, 1.2, 0.9, 1.1]
        let ends = ChangePoints.meanShifts(series, penalty: 1, minimumLength: 2)
        #expect(ends == [4, 9, 13])
        #expect(ChangePoints.meanShifts(series.map { $0 + 1e6 }, penalty: 1, minimumLength: 2) == ends)
        #expect(ChangePoints.meanShifts(series.map { $0 * 1e200 }, penalty: .infinity, minimumLength: 2) == [13])
        #expect(ChangePoints.meanShifts(series.map { $0 * 1e100 }, penalty: 1e200, minimumLength: 2) == ends)
        #expect(ChangePoints.meanShifts(series.map { $0 * 1e-100 }, penalty: 1e-200, minimumLength: 2) == ends)
    }

    @Test func `short, constant and senseless series have no change`() {
        #expect(ChangePoints.meanShifts([], penalty: 1, minimumLength: 1) == [])
        #expect(ChangePoints.meanShifts([1, 9, 1], penalty: 0, minimumLength: 2) == [3])
        #expect(ChangePoints.meanShifts([2, 2, 2, 2], penalty: 0, minimumLength: 1) == [4])
        #expect(ChangePoints.meanShifts([1, .nan], penalty: 1, minimumLength: 1) == nil)
        #expect(ChangePoints.meanShifts([1, 2], penalty: -1, minimumLength: 1) == nil)
        #expect(ChangePoints.meanShifts([1, 2], penalty: 1, minimumLength: 0) == nil)
        #expect(ChangePoints.meanShifts([1, 2], penalty: 1, minimumLength: .max) == [2])
        #expect(ChangePoints.meanShifts([-1e300, 1e300, 1e300], penalty: 1, minimumLength: 1) == [1, 3])
    }

    @Test func `a rate that changed is found where it changed`() throws {
        let posterior = try #require(
            ChangePoints.betaBinomial(
                successes: [1, 0, 2, 1, 18, 19, 20, 17], trials: [Int](repeating: 20, count: 8), geometric: 0.1, a: 1,
                b: 1))
        #expect(posterior.count == 7 && posterior[3] > 0.99)
        #expect(agree(posterior.reduce(0, +), 1, within: 1e-12))
    }

    @Test func `without trials the prior stays`() throws {
        let posterior = try #require(
            ChangePoints.betaBinomial(successes: [0, 0, 0], trials: [0, 0, 0], geometric: 0.25, a: 2, b: 3))
        #expect(agree(posterior[1] / posterior[0], 0.75, within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give probabilities or nothing`(x: Double) {
        for posterior in [
            ChangePoints.betaBinomial(successes: [1, 0], trials: [.max, 3], geometric: x, a: 1, b: 1),
            ChangePoints.betaBinomial(successes: [1, .max], trials: [.max, .max], geometric: 0.5, a: x, b: 1),
            ChangePoints.betaBinomial(successes: [1, -1], trials: [2, 2], geometric: 0.5, a: 1, b: x),
            ChangePoints.betaBinomial(successes: [1], trials: [2], geometric: 0.5, a: 1, b: x),
        ] {
            #expect(posterior?.allSatisfy { (0...1).contains($0) } ?? true)
        }
    }
}
