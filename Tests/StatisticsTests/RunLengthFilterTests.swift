import Statistics
import Testing

@Suite struct RunLengthFilterTests {
    private func coin(hazard: Double = 0.02, longest: Int = 1000) throws -> RunLengthFilter<BernoulliRun> {
        let prior = try #require(BernoulliRun(a: 1, b: 1))
        return try #require(RunLengthFilter(prior: prior, hazard: hazard, longest: longest))
    }

    private func normal() throws -> RunLengthFilter<NormalRun> {
        let prior = try #require(NormalRun(mean: 0, kappa: 1, alpha: 1, beta: 1))
        return try #require(RunLengthFilter(prior: prior, hazard: 0.01))
    }

    @Test func `a steady series is one run, and a shift begins another`() throws {
        var generator = SeededGenerator(seed: 17)
        var filter = try normal()
        for _ in 0..<30 { filter.observe(generator.uniform(-1...1)) }
        #expect(filter.likeliest == 30)
        for _ in 0..<6 { filter.observe(20 + generator.uniform(-1...1)) }
        #expect(filter.likeliest == 6)
        #expect(filter.probability(ofAtMost: 6) > 0.9)
        #expect(filter.probability(ofAtMost: 5) < 0.5)
    }

    @Test func `probabilities sum to 1 and the hazard is the chance of a new run`() throws {
        var generator = SeededGenerator(seed: 18)
        var filter = try coin()
        for _ in 0..<60 {
            filter.observe(generator.uniform(0...1) < 0.3 ? 1 : 0)
            #expect(agree(filter.probabilities.reduce(0, +), 1, within: 1e-12))
            #expect(agree(filter.probabilities[0], 0.02, within: 1e-12))
        }
        #expect(filter.probabilities.count == 61)
        #expect(filter.probability(ofAtMost: -1) == 0 && agree(filter.probability(ofAtMost: .max), 1, within: 1e-12))
    }

    @Test func `a limit on the length changes little and keeps memory bounded`() throws {
        var (free, bounded) = (try coin(), try coin(longest: 40))
        for step in 0..<100 {
            free.observe(step < 70 ? 0 : 1)
            bounded.observe(step < 70 ? 0 : 1)
        }
        #expect(bounded.probabilities.count == 41)
        #expect(bounded.likeliest == 30 && free.likeliest == 30)
        #expect(agree(bounded.probability(ofAtMost: 31), free.probability(ofAtMost: 31), within: 1e-6))
    }

    @Test func `what no run explains is left out`() throws {
        var (coin, normal) = (try coin(), try normal())
        for impossible in [Double.nan, .infinity, -.infinity] {
            coin.observe(impossible)
            normal.observe(impossible)
        }
        coin.observe(0.5)
        #expect(coin.probabilities == [1] && normal.probabilities == [1])
        for wild in [1e300, -1e300, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, 0] { normal.observe(wild) }
        #expect(normal.probabilities.count == 7 && normal.probabilities.allSatisfy { (0...1).contains($0) })
    }

    @Test(arguments: hostileNumbers)
    func `hostile parameters make no filter`(x: Double) throws {
        let prior = try #require(BernoulliRun(a: 1, b: 1))
        #expect((RunLengthFilter(prior: prior, hazard: x) != nil) == (x > 0 && x < 1))
        #expect(RunLengthFilter(prior: prior, hazard: 0.5, longest: 0) == nil)
        #expect((BernoulliRun(a: x, b: 1) != nil) == (x > 0 && x.isFinite))
        #expect((NormalRun(mean: x, kappa: 1, alpha: 1, beta: 1) != nil) == x.isFinite)
        #expect((NormalRun(mean: 0, kappa: x, alpha: x, beta: x) != nil) == (x >= 1e-300 && x.isFinite))
    }
}
