import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct CompositeTestTests {
    @Test func `no alternative beats the best one`() {
        let best = CompositeTest.bernoulliGeneralized(successes: 7, trials: 20, null: 0.2)
        for step in 1..<100 {
            let chance = Double(step) / 100
            let ratio = 7 * log(chance / 0.2) + 13 * log((1 - chance) / 0.8)
            #expect(ratio <= best + 1e-12)
        }
        #expect(agree(best, 7 * log(0.35 / 0.2) + 13 * log(0.65 / 0.8), within: 1e-12))
        #expect(CompositeTest.bernoulliMixture(successes: 7, trials: 20, null: 0.2, a: 2, b: 5) <= best)
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func `a mixture's wealth is 1 on average where the null hypothesis holds`(null: Double) {
        let mean = (0...12).reduce(0.0) { sum, hits in
            let chance = exp(
                Distributions.betaBinomialLogProbability(k: hits, n: 12, a: null * 1e12, b: (1 - null) * 1e12))
            return sum + chance
                * exp(CompositeTest.bernoulliMixture(successes: hits, trials: 12, null: null, a: 0.7, b: 1.9))
        }
        #expect(agree(mean, 1, within: 1e-8))
    }

    @Test func `nothing seen is no evidence`() {
        #expect(CompositeTest.bernoulliGeneralized(successes: 0, trials: 0, null: 0.3) == 0)
        #expect(CompositeTest.bernoulliMixture(successes: 0, trials: 0, null: 0.3, a: 1, b: 1) == 0)
        #expect(CompositeTest.bernoulliMixture(successes: 1, trials: 1, null: 0, a: 1, b: 1) == .infinity)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers do no harm`(x: Double) {
        for y in hostileNumbers {
            let generalized = CompositeTest.bernoulliGeneralized(successes: 3, trials: .max, null: x)
            #expect(generalized.isNaN || generalized >= 0)
            _ = CompositeTest.bernoulliMixture(successes: 3, trials: .max, null: x, a: y, b: 1)
        }
        #expect(CompositeTest.bernoulliGeneralized(successes: 3, trials: 2, null: 0.5).isNaN)
        #expect(CompositeTest.bernoulliMixture(successes: -1, trials: 2, null: 0.5, a: 1, b: 1).isNaN)
    }
}
