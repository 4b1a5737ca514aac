import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct BettingProcessTests {
    @Test(arguments: [0.2, 0.5])
    func `nobody gets rich on average where the claim is true`(mean: Double) throws {
        var expectation = 0.0
        for path in 0..<256 {
            var process = try #require(BettingProcess(mean: mean))
            var chance = 1.0
            for bit in 0..<8 {
                let isOne = path >> bit & 1 == 1
                chance *= isOne ? mean : 1 - mean
                process.observe(isOne ? 1 : 0)
            }
            expectation += chance * exp(process.logWealth)
        }
        #expect(agree(expectation, 1, within: 1e-12))
    }

    @Test func `a larger mean makes rich and the p-value never rises`() throws {
        var generator = SeededGenerator(seed: 51)
        var process = try #require(BettingProcess(mean: 0.3))
        var previous = 1.0
        for _ in 0..<200 {
            process.observe(generator.uniform(0...1))
            #expect(process.pValue <= previous)
            previous = process.pValue
        }
        #expect(process.pValue < 1e-6)
        let wealth = process.logWealth
        for outside in [Double.nan, -0.1, 1.1, .infinity] { process.observe(outside) }
        #expect(process.logWealth == wealth)
    }

    @Test(arguments: hostileNumbers)
    func `only a mean that both outcomes can have is bet on`(mean: Double) {
        #expect((BettingProcess(mean: mean) != nil) == (mean > 0 && mean < 1))
    }
}

@Suite struct AlphaInvestingTests {
    @Test func `false discoveries stay within the budget`() throws {
        var generator = SeededGenerator(seed: 52)
        var (wrong, all) = (0.0, 0.0)
        for _ in 0..<300 {
            var budget = try #require(AlphaInvesting(alpha: 0.1))
            for test in 0..<50 {
                let isReal = test % 5 == 0
                let pValue = generator.uniform(0...1) * (isReal ? 1e-4 : 1)
                guard budget.test(pValue) else { continue }
                all += 1
                if !isReal { wrong += 1 }
            }
        }
        #expect(wrong / 300 <= 0.1 * (all / 300 + 0.9) * 1.2)
        #expect(all > 1000)
    }

    @Test func `wealth is never spent wholly and a discovery earns`() throws {
        var budget = try #require(AlphaInvesting(alpha: 0.05))
        #expect(agree(budget.wealth, 0.0475, within: 1e-14))
        let early = (0..<10_000).count { _ in budget.test(1) }
        #expect(early == 0)
        #expect(budget.wealth > 0 && budget.nextLevel > 0)
        let poor = budget.wealth
        let isDiscovery = budget.test(0)
        #expect(isDiscovery)
        #expect(agree(budget.wealth, poor + 0.05, within: 1e-12) && budget.testsWithoutDiscovery == 0)
    }

    @Test(arguments: [Double.nan, -1, 1.1, .infinity])
    func `an unknown p-value is no discovery`(pValue: Double) throws {
        var budget = try #require(AlphaInvesting(alpha: 0.5, wealth: 1e300, testsWithoutDiscovery: .max - 1))
        let isDiscovery = budget.test(pValue)
        #expect(!isDiscovery)
        #expect(AlphaInvesting(alpha: pValue) == nil)
        #expect(AlphaInvesting(alpha: 0.1, wealth: -1, testsWithoutDiscovery: 0) == nil)
        #expect(AlphaInvesting(alpha: 0.1, wealth: 1, testsWithoutDiscovery: -1) == nil)
    }
}

@Suite struct EmpiricalBernsteinTests {
    @Test func `the interval always holds the mean and little variation makes it narrow`() throws {
        var generator = SeededGenerator(seed: 53)
        var (wide, narrow) = (
            try #require(EmpiricalBernstein(range: -2...6, alpha: 0.05)),
            try #require(EmpiricalBernstein(range: -2...6, alpha: 0.05))
        )
        #expect(wide.interval == -2...6)
        for _ in 0..<3000 {
            wide.observe(generator.uniform(0...1) < 0.5 ? -2 : 6)
            narrow.observe(generator.uniform(1.9...2.1))
            #expect(wide.interval.contains(2) && narrow.interval.contains(2))
        }
        let widths = [wide, narrow].map { $0.interval.upperBound - $0.interval.lowerBound }
        #expect(widths[0] < 1 && widths[1] < 0.15)
        for outside in [Double.nan, 7, -1e300] { wide.observe(outside) }
        #expect(wide.count == 3000)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers make no interval, or one within the range`(x: Double) {
        #expect((EmpiricalBernstein(range: 0...1, alpha: x) != nil) == (x > 0 && x < 1))
        for y in hostileNumbers where x <= y {
            guard var interval = EmpiricalBernstein(range: x...y, alpha: 0.1) else { continue }
            for _ in 0..<3 {
                interval.observe(x)
                interval.observe(y)
            }
            #expect(interval.interval.lowerBound >= x && interval.interval.upperBound <= y)
        }
    }
}

@Suite struct MartingaleBoundTests {
    @Test(arguments: [(4, 0.5), (0, 2), (9, 0)])
    func `a deviation and its chance undo one another`(variance: Double, step: Double) {
        for delta in [1e-9, 0.05, 0.9] {
            let deviation = Bounds.freedmanDeviation(variance: variance, step: step, delta: delta)
            let tail = Bounds.freedmanTail(deviation: deviation, variance: variance, step: step)
            #expect(agree(tail, delta, within: 1e-9))
        }
    }

    @Test func `a coin's sum is as rare as Azuma and Freedman say`() {
        // 60 fair steps of ±1 end at 20 or more where at least 40 go up; the chances are those of a sure fair coin.
        let chances = (40...60).map { Distributions.betaBinomialLogProbability(k: $0, n: 60, a: 1e12, b: 1e12) }
        let exact = exp(SpecialFunctions.logSumExp(chances))
        let azuma = Bounds.azumaTail(deviation: 20, steps: [Double](repeating: 1, count: 60))
        #expect(azuma >= exact && agree(azuma, exp(-400.0 / 120), within: 1e-13))
        #expect(Bounds.freedmanTail(deviation: 20, variance: 60, step: 1) >= exact)
    }

    @Test func `PAC-Bayes costs more for a choice and less with trials`() {
        let bound = { (errors: Int, trials: Int, divergence: Double) in
            Bounds.pacBayesUpper(errors: errors, trials: trials, divergence: divergence, delta: 0.05)
        }
        #expect(bound(2, 100, 0) < bound(2, 100, 3))
        #expect(bound(2, 100, 0) > bound(20, 1000, 0))
        #expect(bound(2, 100, 0) > Bounds.betaCredibleUpper(errors: 2, trials: 100, a: 1, b: 1, delta: 0.05))
        #expect(bound(0, 0, 0) == 1 && bound(3, 2, 0).isNaN && bound(0, 10, .infinity) == 1)
        // Without errors it is 1 − e^(−budget).
        #expect(agree(bound(0, 100, 1), 1 - exp(-(1 + log(400)) / 100), within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a chance or no number`(x: Double) {
        for y in hostileNumbers {
            for chance in [
                Bounds.freedmanTail(deviation: x, variance: y, step: 1),
                Bounds.freedmanTail(deviation: x, variance: 0, step: y), Bounds.azumaTail(deviation: x, steps: [y, 1]),
                Bounds.azumaTail(deviation: x, steps: []),
                Bounds.pacBayesUpper(errors: 1, trials: .max, divergence: x, delta: y),
            ] {
                #expect(chance.isNaN || (0...1).contains(chance))
            }
            let deviation = Bounds.freedmanDeviation(variance: x, step: y, delta: 0.1)
            #expect(deviation.isNaN || deviation >= 0)
        }
    }
}
