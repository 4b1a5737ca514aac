import Statistics
import Testing

@Suite struct RobustLocationTests {
    @Test func `the estimate lies where the pulls balance`() throws {
        var generator = SeededGenerator(seed: 54)
        for _ in 0..<30 {
            let series = (0..<25).map { generator.uniform(-1...1) + ($0 < 4 ? 50 : 0) }
            let estimate = try #require(RobustLocation.huber(series))
            let pull = series.reduce(0) {
                $0 + RobustLocation.psi(($1 - estimate.location) / estimate.scale, tuning: 1.345)
            }
            #expect(abs(pull) < 1e-9)
            #expect(abs(estimate.location) < 1.5)
        }
    }

    @Test func `moving and stretching the numbers does the same to the estimate`() throws {
        let series = [1, 2, 2.5, 3, 4.5, 99]
        let plain = try #require(RobustLocation.huber(series))
        let moved = try #require(RobustLocation.huber(series.map { $0 * 1e200 - 3e200 }))
        #expect(agree(moved.location, plain.location * 1e200 - 3e200, within: 1e-10))
        #expect(agree(moved.scale, plain.scale * 1e200, within: 1e-10))
    }

    @Test func `an infinite tuning is the mean and equal numbers are their own middle`() throws {
        #expect(agree(try #require(RobustLocation.huber([1, 2, 6], tuning: .infinity)).location, 3, within: 1e-13))
        #expect(RobustLocation.huber([5, 5, 5, 9]) == RobustLocation.Estimate(location: 5, scale: 0))
        #expect(RobustLocation.huber([7])?.location == 7)
    }

    @Test func `loss has psi as its slope`() {
        for z in [-9, -1.2, 0, 0.4, 3] {
            let slope =
                (RobustLocation.loss(z + 1e-6, tuning: 1.5) - RobustLocation.loss(z - 1e-6, tuning: 1.5)) / 2e-6
            #expect(abs(slope - RobustLocation.psi(z, tuning: 1.5)) < 1e-8)
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give nothing, or something within them`(x: Double) {
        for y in hostileNumbers {
            let estimate = RobustLocation.huber([x, y, 1, 2])
            #expect((estimate != nil) == (x.isFinite && y.isFinite))
            if let estimate { #expect(estimate.location >= min(x, y, 1) && estimate.location <= max(x, y, 2)) }
            _ = RobustLocation.huber([1, 2, 3], tuning: x)
            _ = RobustLocation.psi(x, tuning: y)
            _ = RobustLocation.loss(x, tuning: y)
        }
        #expect(RobustLocation.huber([]) == nil)
    }
}
