import Testing

@testable import Statistics

@Suite struct BetaMixtureTests {
    private typealias Part = BetaMixture.Part

    @Test func `one part is that Beta law, whatever its weight`() {
        let one = BetaMixture([Part(weight: 0.3, a: 3, b: 7)])
        #expect(abs(one.mean - 0.3) < 1e-15)
        for p in [0.05, 0.5, 0.95] {
            #expect(abs(one.quantile(p) - SpecialFunctions.betaQuantile(a: 3, b: 7, p: p)) < 1e-9)
        }
    }

    @Test func `a mixture lies between its parts, and its quantiles undo its distribution`() {
        let mixture = BetaMixture([Part(weight: 0.25, a: 2, b: 18), Part(weight: 0.75, a: 30, b: 2)])
        #expect(abs(mixture.mean - (0.25 * 0.1 + 0.75 * 30 / 32)) < 1e-15)
        for p in [0.01, 0.05, 0.25, 0.5, 0.95] { #expect(abs(mixture.distribution(mixture.quantile(p)) - p) < 1e-9) }
        #expect(mixture.quantile(0.05) < mixture.quantile(0.95))
    }

    @Test func `nothing is claimed without weight or outside of probabilities`() {
        #expect(BetaMixture([]).mean.isNaN && BetaMixture([]).quantile(0.5).isNaN)
        #expect(BetaMixture([Part(weight: 0, a: 1, b: 1)]).mean.isNaN)
        let uniform = BetaMixture([Part(weight: 1, a: 1, b: 1)])
        #expect(uniform.quantile(-0.1).isNaN && uniform.quantile(1.1).isNaN && uniform.quantile(.nan).isNaN)
        #expect(uniform.quantile(0) < 1e-11 && uniform.quantile(1) > 1 - 1e-11)
    }
}
