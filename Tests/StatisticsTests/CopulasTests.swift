import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log
private import func Glibc.pow

@Suite struct CopulasTests {
    static let families: [(name: String, logDensity: @Sendable (Double, Double) -> Double)] = [
        ("clayton", { Copulas.claytonLogDensity($0, $1, theta: 1.5) }),
        ("frank", { Copulas.frankLogDensity($0, $1, theta: 5) }),
        ("frank, contrary", { Copulas.frankLogDensity($0, $1, theta: -5) }),
        ("gumbel", { Copulas.gumbelLogDensity($0, $1, theta: 1.7) }),
        ("gaussian", { Copulas.gaussianLogDensity($0, $1, correlation: 0.6) }),
    ]

    @Test(arguments: families)
    func `each rank alone is uniform and order does not matter`(
        family: (name: String, logDensity: @Sendable (Double, Double) -> Double)
    ) {
        for u in [0.1, 0.5, 0.93] {
            let steps = 20_000
            let mass = (0..<steps).reduce(0.0) { sum, step in
                // x²(3 − 2x) draws the corners out, where densities may be unbounded.
                let share = (Double(step) + 0.5) / Double(steps)
                let v = share * share * (3 - 2 * share)
                return sum + exp(family.logDensity(u, v)) * 6 * share * (1 - share) / Double(steps)
            }
            #expect(abs(mass - 1) < 1e-4)
            #expect(agree(family.logDensity(u, 0.3), family.logDensity(0.3, u), within: 1e-9))
        }
    }

    @Test func `densities are the mixed slope of their copula`() {
        let clayton = { (u: Double, v: Double) in pow(pow(u, -2) + pow(v, -2) - 1, -0.5) }
        let gumbel = { (u: Double, v: Double) in exp(-pow(pow(-log(u), 3) + pow(-log(v), 3), 1 / 3)) }
        let h = 1e-4
        for (copula, logDensity) in [
            (clayton, { Copulas.claytonLogDensity($0, $1, theta: 2) }),
            (gumbel, { Copulas.gumbelLogDensity($0, $1, theta: 3) }),
        ] {
            for (u, v) in [(0.2, 0.3), (0.7, 0.4), (0.5, 0.9)] {
                let corners = copula(u + h, v + h) - copula(u + h, v - h) - copula(u - h, v + h) + copula(u - h, v - h)
                #expect(agree(exp(logDensity(u, v)), corners / (4 * h * h), within: 1e-5))
            }
        }
    }

    @Test func `no dependence adds nothing`() {
        #expect(Copulas.frankLogDensity(0.2, 0.7, theta: 0) == 0)
        #expect(abs(Copulas.gumbelLogDensity(0.2, 0.7, theta: 1)) < 1e-14)
        #expect(abs(Copulas.claytonLogDensity(0.2, 0.7, theta: 1e-12)) < 1e-10)
        #expect(Copulas.gaussianLogDensity(0.2, 0.7, correlation: 0) == 0)
        #expect(agree(Copulas.gaussianConditional(0.2, given: 0.7, correlation: 0), 0.2, within: 1e-13))
        let ranks = (0.3, 0.6, 0.2)
        let pair = Copulas.gaussianLogDensity(0.3, 0.6, correlation: 0.5)
        #expect(agree(Copulas.gaussianVineLogDensity(ranks: ranks, correlations: (0.5, 0, 0)), pair, within: 1e-12))
    }

    @Test func `the vine is the three-dimensional normal copula`() {
        // Correlations ½, ½ and partial −⅓ are 1-½-0: the determinant is ½.
        let (a, b, c) = (0.4, -1.1, 0.9)
        let quadratic =
            (0.75 * a * a + b * b + 0.75 * c * c - a * b - b * c + 0.5 * a * c) / 0.5 - (a * a + b * b + c * c)
        let ranks = (
            SpecialFunctions.normalLower(a), SpecialFunctions.normalLower(b), SpecialFunctions.normalLower(c)
        )
        let vine = Copulas.gaussianVineLogDensity(ranks: ranks, correlations: (0.5, 0.5, -1.0 / 3))
        #expect(agree(vine, -0.5 * log(0.5) - 0.5 * quadratic, within: 1e-10))
    }

    @Test func `extreme ranks and parameters stay numbers`() {
        for u in [1e-300, 0.5, 1 - 0x1p-53] {
            for v in [1e-300, 0.3, 1 - 0x1p-53] {
                #expect(Copulas.claytonLogDensity(u, v, theta: 50).isFinite)
                #expect(Copulas.frankLogDensity(u, v, theta: 700).isFinite)
                #expect(Copulas.gumbelLogDensity(u, v, theta: 50).isFinite)
                #expect(Copulas.gaussianLogDensity(u, v, correlation: 0.999).isFinite)
            }
        }
    }

    @Test func `ranks are the middles of equal shares`() {
        let ranks = Copulas.ranks(of: [30, 10, .nan, 20, 10])
        #expect(ranks[0] == 0.875 && ranks[1] == 0.25 && ranks[2].isNaN && ranks[3] == 0.625 && ranks[4] == 0.25)
        #expect(Copulas.ranks(of: []).isEmpty)
        #expect(Copulas.ranks(of: [.infinity, -.infinity]) == [0.75, 0.25])
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers do no harm`(x: Double) {
        for y in hostileNumbers {
            for density in [
                Copulas.claytonLogDensity(x, 0.5, theta: y), Copulas.frankLogDensity(x, 0.5, theta: y),
                Copulas.gumbelLogDensity(0.5, x, theta: y), Copulas.gaussianLogDensity(x, 0.5, correlation: y),
                Copulas.gaussianConditional(x, given: 0.5, correlation: y),
            ] {
                #expect(density.isNaN || x > 0 && x < 1)
            }
        }
    }
}

@Suite struct NormalQuantileTests {
    @Test func `the quantile undoes the distribution`() {
        var z = -37.0
        while z < 0 {
            let error = SpecialFunctions.normalQuantile(SpecialFunctions.normalLower(z)) - z
            #expect(abs(error) <= 1e-13 * max(1, -z))
            z += 0.37
        }
        #expect(agree(SpecialFunctions.normalQuantile(0.975), 1.959963984540054, within: 1e-14))
        #expect(SpecialFunctions.normalQuantile(0.5) == 0)
        #expect(SpecialFunctions.normalQuantile(0) == -.infinity && SpecialFunctions.normalQuantile(1) == .infinity)
        #expect(SpecialFunctions.normalQuantile(.nan).isNaN && SpecialFunctions.normalQuantile(-1).isNaN)
    }
}
