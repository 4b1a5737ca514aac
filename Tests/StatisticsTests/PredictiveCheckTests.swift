import Statistics
import Testing

private import func Glibc.exp

@Suite struct PredictiveCheckTests {
    @Test(arguments: [(0.3, 0.4), (1, 1), (40, 3), (1e-5, 2)])
    func `tails are sums of chances`(a: Double, b: Double) throws {
        let chances = (0...50).map { exp(Distributions.betaBinomialLogProbability(k: $0, n: 50, a: a, b: b)) }
        for k in 0...50 {
            let tails = try #require(PredictiveCheck.betaBinomial(k: k, n: 50, a: a, b: b))
            #expect(abs(tails.lower - chances[...k].reduce(0, +)) < 1e-10)
            #expect(abs(tails.upper - chances[k...].reduce(0, +)) < 1e-10)
        }
    }

    @Test(arguments: [(0.3, 0.4), (8, 2.5)])
    func `tails of events are sums of chances`(shape: Double, rate: Double) throws {
        let chances = (0...400).map {
            exp(Distributions.gammaPoissonLogProbability(k: $0, shape: shape, rate: rate, exposure: 1.5))
        }
        for k in [0, 1, 5, 20] {
            let tails = try #require(PredictiveCheck.gammaPoisson(k: k, shape: shape, rate: rate, exposure: 1.5))
            #expect(agree(tails.lower, chances[...k].reduce(0, +), within: 1e-9))
            #expect(abs(tails.upper - chances[k...].reduce(0, +)) < 1e-9)
        }
    }

    @Test func `what nobody expected has a small p-value`() throws {
        let busy = try #require(PredictiveCheck.betaBinomial(k: 500_000, n: 1_000_000, a: 1, b: 1e5))
        #expect(busy.pValue < 1e-9 && busy.lower == 1)
        let usual = try #require(PredictiveCheck.betaBinomial(k: 500_000, n: 1_000_000, a: 5, b: 5))
        #expect(usual.pValue > 0.9)
        #expect(try #require(PredictiveCheck.lomax(0, alpha: 2, beta: 1)).upper == 1)
        #expect(agree(try #require(PredictiveCheck.lomax(1, alpha: 2, beta: 1)).pValue, 0.5, within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give chances or nothing`(x: Double) {
        for y in hostileNumbers {
            for tails in [
                PredictiveCheck.betaBinomial(k: 3, n: .max, a: x, b: y),
                PredictiveCheck.betaBinomial(k: 3, n: 5, a: x, b: y),
                PredictiveCheck.betaBinomial(k: .max / 2, n: .max, a: x, b: y),
                PredictiveCheck.gammaPoisson(k: .max, shape: x, rate: y, exposure: 1),
                PredictiveCheck.gammaPoisson(k: 1, shape: 1, rate: x, exposure: y),
                PredictiveCheck.lomax(x, alpha: y, beta: 1),
            ] {
                guard let tails else { continue }
                #expect((0...1).contains(tails.lower) && (0...1).contains(tails.upper))
                #expect((0...1).contains(tails.pValue))
            }
        }
        #expect(PredictiveCheck.betaBinomial(k: 6, n: 5, a: 1, b: 1) == nil)
        #expect(PredictiveCheck.gammaPoisson(k: -1, shape: 1, rate: 1, exposure: 1) == nil)
    }
}
