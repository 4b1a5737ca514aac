import Statistics
import Testing

@Suite struct DependenceTests {
    private let rising = (0..<10).map(Double.init)

    @Test func `series that rise together have 1 and against each other −1`() {
        #expect(agree(Dependence.kendallTau(rising, rising.map { $0 * $0 }), 1, within: 1e-14))
        #expect(agree(Dependence.kendallTau(rising, rising.map { -$0 }), -1, within: 1e-14))
        #expect(Dependence.kendallTau(rising, rising.map { _ in 1 }).isNaN)
        #expect(Dependence.kendallTau([1, 2], [1, 2]).isNaN)
        #expect(Dependence.kendallTau(rising, [1]).isNaN)
    }

    @Test func `only the order counts and unknown pairs do not`() {
        var generator = SeededGenerator(seed: 83)
        let (x, y) = ((0..<40).map { _ in generator.uniform(-1...1) }, (0..<40).map { _ in generator.uniform(-1...1) })
        let tau = Dependence.kendallTau(x, y)
        #expect(tau == Dependence.kendallTau(x.map { $0 * $0 * $0 }, y))
        #expect(tau == Dependence.kendallTau(x + [.nan, 3], y + [1, .nan]))
        #expect(abs(Dependence.kendallScore(tau: tau, pairs: 40)) < 3)
        // Three neighbours swapped among 28 pairs: (28 − 6) / 28.
        #expect(
            agree(Dependence.kendallTau([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 6, 5, 7, 8]), 22.0 / 28, within: 1e-14))
    }

    @Test func `parameters have the τ they are made of`() {
        #expect(Dependence.claytonTheta(tau: 0.5) == 2 && Dependence.gumbelTheta(tau: 0.5) == 2)
        #expect(agree(Dependence.gaussianCorrelation(tau: 1.0 / 3), 0.5, within: 1e-14))
        for x in hostileNumbers {
            #expect(Dependence.claytonTheta(tau: x).isNaN != (x > 0 && x < 1))
            #expect(Dependence.gumbelTheta(tau: x).isNaN != (x >= 0 && x < 1))
            #expect(Dependence.gaussianCorrelation(tau: x).isNaN != (-1...1).contains(x))
            let tau = Dependence.kendallTau(rising, [x, 1, 2, -x, 5, 4, 3, 8, 9, 0])
            #expect(tau.isNaN || abs(tau) <= 1)
            #expect(Dependence.kendallScore(tau: x, pairs: 1).isNaN)
        }
    }
}
