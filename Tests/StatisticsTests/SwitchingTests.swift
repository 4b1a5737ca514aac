import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct ModulatedPoissonTests {
    private func poisson(_ mean: Double, _ generator: inout SeededGenerator) -> Int {
        var (count, product) = (0, generator.uniform(0...1))
        while product > exp(-mean) {
            count += 1
            product *= generator.uniform(0...1)
        }
        return count
    }

    @Test func `two rates and their shares are found`() throws {
        var generator = SeededGenerator(seed: 66)
        var isBusy = false
        let counts = (0..<20_000).map { _ in
            if generator.uniform(0...1) < (isBusy ? 0.08 : 0.02) { isBusy.toggle() }
            return poisson(isBusy ? 12 : 2, &generator)
        }
        let source = try #require(ModulatedPoisson.fit(counts: counts))
        #expect(abs(source.lowRate - 2) < 0.3 && abs(source.highRate - 12) < 0.7)
        #expect(abs(source.highShare - 0.2) < 0.04 && abs(source.persistence - 0.9) < 0.04)
    }

    @Test func `counts that vary too little have one rate`() {
        #expect(ModulatedPoisson.fit(counts: [Int](repeating: 5, count: 30)) == nil)
        #expect(ModulatedPoisson.fit(counts: [0, 100]) == nil)
        #expect(ModulatedPoisson.fit(counts: [Int](repeating: -5, count: 30)) == nil)
        let wild = ModulatedPoisson.fit(counts: (0..<30).map { $0 == 7 ? .max : 0 })
        #expect(wild.map { $0.lowRate >= 0 && $0.highRate.isFinite } ?? true)
    }
}

@Suite struct WonhamFilterTests {
    private func filter(_ probability: Double, on: Double = 0.1, off: Double = 0.3) throws -> WonhamFilter {
        try #require(
            WonhamFilter(
                probability: probability, onHazard: on, offHazard: off, offSpeed: 0, onSpeed: 1, noise: 0.25))
    }

    @Test func `unseen, the belief goes to its long run`() throws {
        var filter = try filter(1)
        filter.observe(growth: .nan, elapsed: 2)
        #expect(agree(filter.probability, 0.25 + 0.75 * exp(-0.8), within: 1e-13))
        filter.observe(growth: .infinity, elapsed: 1e300)
        #expect(agree(filter.probability, 0.25, within: 1e-13))
    }

    @Test func `without switching it is Bayes' rule`() throws {
        var filter = try filter(0.5, on: 0, off: 0)
        filter.observe(growth: 1.4, elapsed: 2)
        // Normal around 2 and 0 with variance ½.
        let odds = exp(-(0.6 * 0.6) / 1 + 1.4 * 1.4 / 1)
        #expect(agree(filter.probability, odds / (1 + odds), within: 1e-13))
    }

    @Test func `many small steps tell when the switch turned`() throws {
        var generator = SeededGenerator(seed: 67)
        var filter = try filter(0.25)
        var beliefs: [Double] = []
        for step in 0..<400 {
            let speed = step < 200 ? 1.0 : 0
            // A uniform number of variance 0.25 · 0.1.
            filter.observe(growth: speed * 0.1 + generator.uniform(-0.2738...0.2738), elapsed: 0.1)
            beliefs.append(filter.probability)
        }
        #expect(beliefs[100..<200].reduce(0, +) > 60)
        #expect(beliefs[300..<400].reduce(0, +) < 25)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers make no filter, or one with a probability`(x: Double) throws {
        for y in hostileNumbers {
            var filter = try filter(0.5)
            filter.observe(growth: x, elapsed: y)
            filter.observe(growth: y, elapsed: 1)
            #expect((0...1).contains(filter.probability))
            var other = WonhamFilter(
                probability: 0.5, onHazard: 1, offHazard: abs(x), offSpeed: x, onSpeed: y, noise: abs(y))
            other?.observe(growth: 1, elapsed: 1)
            #expect(other.map { (0...1).contains($0.probability) } ?? true)
        }
    }
}
