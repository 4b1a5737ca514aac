import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct RenewalRewardTests {
    @Test func `the rate is total reward over total time`() throws {
        let rate = try #require(RenewalReward.rate(rewards: [2, 4, 9], intervals: [1, 2, 2]))
        #expect(agree(rate.rate, 3, within: 1e-14))
        // Residuals −1, −2, 3 over the mean interval 5/3.
        #expect(agree(rate.standardError, (14.0 / 6).squareRoot() / (5.0 / 3), within: 1e-13))
        #expect(RenewalReward.rate(rewards: [6, 3], intervals: [2, 1])?.standardError == 0)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give nothing, or a rate`(x: Double) {
        for y in hostileNumbers {
            guard let rate = RenewalReward.rate(rewards: [x, 1], intervals: [y, 2]) else { continue }
            #expect(rate.rate.isFinite && rate.standardError >= 0)
        }
        #expect(RenewalReward.rate(rewards: [1], intervals: [1]) == nil)
        #expect(RenewalReward.rate(rewards: [1, 2], intervals: [0, 0]) == nil)
    }
}

@Suite struct CompetingHazardsTests {
    @Test func `ends and time add up`() throws {
        var hazards = try #require(CompetingHazards(shapes: [1, 2], rate: 10))
        let isTaken = hazards.observe(ends: [3, 0], exposure: 30)
        #expect(isTaken && hazards.hazards == [0.1, 0.05])
        #expect(agree(hazards.causeProbabilities[0], 2.0 / 3, within: 1e-14))
        #expect(agree(hazards.survival(40), 1.0 / 64, within: 1e-12) && hazards.survival(-1) == 1)
        for (ends, exposure) in [([1], 1.0), ([1, -1], 1), ([1, 1], -1), ([1, 1], .nan), ([1, 1], .infinity)] {
            let isTaken = hazards.observe(ends: ends, exposure: exposure)
            #expect(!isTaken && hazards.rate == 40)
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile priors make nothing`(x: Double) {
        #expect((CompetingHazards(shapes: [1, x], rate: 1) != nil) == (x > 0 && x.isFinite))
        #expect((CompetingHazards(shapes: [1], rate: x) != nil) == (x > 0 && x.isFinite))
        #expect(CompetingHazards(shapes: [], rate: 1) == nil)
    }
}

@Suite struct BranchingTests {
    @Test func `families with two or no children die out as p0 over p2`() {
        for childless in [0.1, 0.3, 0.49] {
            let probability = Branching.extinctionProbability(offspring: [childless, 0, 1 - childless])
            #expect(agree(probability, childless / (1 - childless), within: 1e-12))
        }
        #expect(Branching.extinctionProbability(offspring: [0.5, 0, 0.5]) == 1)
        #expect(Branching.extinctionProbability(offspring: [0, 3]) == 0)
        #expect(Branching.extinctionProbability(offspring: [1]) == 1)
    }

    @Test(arguments: [1.001, 1.5, 4, 300])
    func `the Poisson root is one`(mean: Double) {
        let probability = Branching.extinctionProbability(poissonMean: mean)
        #expect(probability < 1 && agree(exp(mean * (probability - 1)), probability, within: 1e-9))
        let offspring = (0..<60).map {
            exp(Distributions.gammaPoissonLogProbability(k: $0, shape: 1e9, rate: 1e9 / mean, exposure: 1))
        }
        guard mean < 5 else { return }
        #expect(agree(Branching.extinctionProbability(offspring: offspring), probability, within: 1e-5))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a probability or no number`(x: Double) {
        for probability in [
            Branching.extinctionProbability(offspring: [x, 1, x]), Branching.extinctionProbability(offspring: [1, x]),
            Branching.extinctionProbability(offspring: []), Branching.extinctionProbability(poissonMean: x),
        ] {
            #expect(probability.isNaN || (0...1).contains(probability))
        }
        let size = Branching.meanFamilySize(meanOffspring: x)
        #expect(size.isNaN || size >= 1)
        #expect(Branching.meanFamilySize(meanOffspring: 0.75) == 4)
    }
}
