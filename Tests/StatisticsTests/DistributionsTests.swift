import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct DistributionsTests {
    @Test(arguments: [(0.1, 0.1), (1, 1), (2.5, 40), (300, 7)])
    func `the chances of all counts sum to 1`(a: Double, b: Double) {
        let logarithms = (0...60).map { Distributions.betaBinomialLogProbability(k: $0, n: 60, a: a, b: b) }
        #expect(abs(SpecialFunctions.logSumExp(logarithms)) <= 1e-11)
        let counts = (0...20_000).map {
            Distributions.gammaPoissonLogProbability(k: $0, shape: a, rate: 0.3, exposure: 1.5)
        }
        #expect(abs(SpecialFunctions.logSumExp(counts)) <= 1e-9)
    }

    @Test func `a uniform prior makes every count equally likely`() {
        for k in 0...9 {
            let chance = exp(Distributions.betaBinomialLogProbability(k: k, n: 9, a: 1, b: 1))
            #expect(agree(chance, 0.1, within: 1e-13))
        }
    }

    @Test func `counts outside the possible cannot happen`() {
        #expect(Distributions.betaBinomialLogProbability(k: -1, n: 5, a: 1, b: 1) == -.infinity)
        #expect(Distributions.betaBinomialLogProbability(k: 6, n: 5, a: 1, b: 1) == -.infinity)
        #expect(Distributions.betaBinomialLogProbability(k: 0, n: -5, a: 1, b: 1).isNaN)
        #expect(Distributions.gammaPoissonLogProbability(k: -1, shape: 1, rate: 1, exposure: 1) == -.infinity)
        #expect(Distributions.gammaPoissonLogProbability(k: 0, shape: 1, rate: 1, exposure: 0) == 0)
        #expect(Distributions.gammaPoissonLogProbability(k: 1, shape: 1, rate: 1, exposure: 0) == -.infinity)
        #expect(Distributions.dirichletMultinomialLogMarginal(counts: [1, -1], alpha: [1, 1]) == -.infinity)
        #expect(Distributions.dirichletMultinomialLogMarginal(counts: [1], alpha: [1, 1]).isNaN)
        #expect(Distributions.dirichletMultinomialLogMarginal(counts: [1, 1], alpha: [1, .nan]).isNaN)
    }

    @Test(arguments: [0.5, 3, 1e6, 1e12])
    func `the kernel is a product of one outcome after another`(strength: Double) {
        var (a, b, sum) = (strength * 0.3, strength * 0.7, 0.0)
        for outcome in [true, true, false, true, false, false, false] {
            sum += log((outcome ? a : b) / (a + b))
            if outcome { a += 1 } else { b += 1 }
        }
        let kernel = Distributions.logBetaBinomialKernel(k: 3, n: 7, a: strength * 0.3, b: strength * 0.7)
        #expect(agree(kernel, sum, within: 1e-12))
    }

    @Test func `the kernel is the same on both sides of its switch`() {
        let before = Distributions.logBetaBinomialKernel(k: 12.5, n: 39.999999999, a: 15, b: 25)
        let after = Distributions.logBetaBinomialKernel(k: 12.5, n: 40.000000001, a: 15, b: 25)
        #expect(agree(before, after, within: 1e-9))
    }

    @Test func `two categories are a beta and a coin`() {
        let dirichlet = Distributions.dirichletMultinomialLogMarginal(counts: [4, 9], alpha: [0.7, 2.2])
        let beta = Distributions.logBetaBinomialKernel(k: 4, n: 13, a: 0.7, b: 2.2)
        #expect(agree(dirichlet, beta, within: 1e-12))
    }

    @Test(arguments: [(0.5, 2.0), (1, 30), (8, 0.1)])
    func `densities are the slope of their distribution`(shape: Double, scale: Double) {
        let x = shape * scale
        let step = x * 1e-4
        let gamma = { SpecialFunctions.regularizedLowerGamma(a: shape, x: $0 / scale) }
        let gammaSlope = (gamma(x + step) - gamma(x - step)) / (2 * step)
        #expect(agree(exp(Distributions.gammaLogDensity(x, shape: shape, scale: scale)), gammaSlope, within: 1e-6))
        let lomax = { Distributions.lomaxSurvival($0, alpha: shape, beta: scale) }
        let lomaxSlope = (lomax(x - step) - lomax(x + step)) / (2 * step)
        #expect(agree(exp(Distributions.lomaxLogDensity(x, alpha: shape, beta: scale)), lomaxSlope, within: 1e-6))
    }

    @Test func `densities know their edges`() {
        #expect(Distributions.gammaLogDensity(0, shape: 0.5, scale: 1) == .infinity)
        #expect(Distributions.gammaLogDensity(0, shape: 1, scale: 1) == 0)
        #expect(Distributions.gammaLogDensity(0, shape: 2, scale: 1) == -.infinity)
        #expect(Distributions.gammaLogDensity(-1, shape: 2, scale: 1) == -.infinity)
        #expect(Distributions.lomaxSurvival(-1, alpha: 2, beta: 3) == 1)
        #expect(Distributions.lomaxSurvival(.infinity, alpha: 2, beta: 3) == 0)
        #expect(Distributions.lomaxSurvival(1e300, alpha: 1, beta: 1e-300) == 0)
        #expect(Distributions.lomaxLogDensity(-1, alpha: 2, beta: 3) == -.infinity)
        #expect(Distributions.lomaxLogDensity(.infinity, alpha: 2, beta: 3) == -.infinity)
    }

    @Test func `survival never rises`() {
        var previous = 1.0
        for exponent in -20...20 {
            let survival = Distributions.lomaxSurvival(exp(Double(exponent)), alpha: 1.3, beta: 60)
            #expect(survival <= previous)
            previous = survival
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile parameters give no number, or a sane one`(x: Double) {
        for y in hostileNumbers {
            for z in hostileNumbers {
                let survival = Distributions.lomaxSurvival(x, alpha: y, beta: z)
                #expect(survival.isNaN || (0...1).contains(survival))
                _ = Distributions.gammaLogDensity(x, shape: y, scale: z)
                _ = Distributions.lomaxLogDensity(x, alpha: y, beta: z)
                for k in [Int.min, 0, 3, .max] {
                    let chance = Distributions.betaBinomialLogProbability(k: k, n: .max, a: y, b: z)
                    #expect(chance.isNaN || y > 0 && z > 0)
                    _ = Distributions.gammaPoissonLogProbability(k: k, shape: x, rate: y, exposure: z)
                    _ = Distributions.dirichletMultinomialLogMarginal(counts: [k, 3, .max], alpha: [x, y, z])
                }
            }
        }
    }
}
