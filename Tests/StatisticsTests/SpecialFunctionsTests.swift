import Statistics
import Testing

private import func Glibc.log

@Suite struct SpecialFunctionsTests {
    static let scales: [Double] = [1e-3, 0.02, 0.5, 1.3, 4, 9.99, 10, 31, 1e3, 1e6, 1e9]

    @Test(arguments: scales)
    func `the gamma family obeys its recurrences`(x: Double) {
        let logGamma = SpecialFunctions.logGamma
        #expect(agree(logGamma(x) + log(x), logGamma(x + 1), within: 1e-12))
        #expect(agree(SpecialFunctions.digamma(x + 1) - 1 / x, SpecialFunctions.digamma(x), within: 1e-12))
        #expect(agree(SpecialFunctions.trigamma(x + 1) + 1 / x / x, SpecialFunctions.trigamma(x), within: 1e-12))
    }

    @Test(arguments: scales, scales)
    func `log beta is symmetric and obeys its recurrence`(a: Double, b: Double) {
        let whole = SpecialFunctions.logBeta(a, b)
        #expect(whole == SpecialFunctions.logBeta(b, a))
        // B(a, b) = B(a+1, b) + B(a, b+1)
        let parts = SpecialFunctions.logSumExp([
            SpecialFunctions.logBeta(a + 1, b), SpecialFunctions.logBeta(a, b + 1),
        ])
        #expect(abs(parts - whole) <= 1e-12 * max(1, abs(whole)))
    }

    @Test(arguments: [(0, Double.infinity), (1, 0), (2, 0), (.infinity, .infinity), (1e300, 6.897755278982137e302)])
    func `log gamma has known values`(x: Double, expected: Double) {
        #expect(SpecialFunctions.logGamma(x) == expected)
    }

    @Test func `outside the domain there is no number`() {
        for x in [-1, -1e300, -Double.infinity, .nan] {
            #expect(SpecialFunctions.logGamma(x).isNaN)
            #expect(SpecialFunctions.digamma(x).isNaN)
            #expect(SpecialFunctions.trigamma(x).isNaN)
            #expect(SpecialFunctions.logBeta(x, 1).isNaN)
            #expect(SpecialFunctions.logBeta(1, x).isNaN)
        }
        #expect(SpecialFunctions.digamma(0) == -.infinity)
        #expect(SpecialFunctions.trigamma(0) == .infinity)
        #expect(SpecialFunctions.logBeta(0, .infinity).isNaN)
        #expect(SpecialFunctions.logBeta(1, .infinity) == -.infinity)
    }

    @Test func `log sum exp only shifts when everything shifts`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let numbers = (0..<9).map { _ in generator.uniform(-900...900) }
            let shift = generator.uniform(-1e4...1e4)
            let shifted = SpecialFunctions.logSumExp(numbers.map { $0 + shift })
            #expect(abs(shifted - shift - SpecialFunctions.logSumExp(numbers)) <= 1e-10)
        }
    }

    @Test func `log sum exp survives the edges`() {
        #expect(SpecialFunctions.logSumExp([]) == -.infinity)
        #expect(SpecialFunctions.logSumExp([-.infinity, -.infinity]) == -.infinity)
        #expect(SpecialFunctions.logSumExp([-.infinity, 3]) == 3)
        #expect(SpecialFunctions.logSumExp([.infinity, -.infinity, 0]) == .infinity)
        #expect(SpecialFunctions.logSumExp([.infinity, .nan]).isNaN)
        #expect(SpecialFunctions.logSumExp([1e300, 1e300]) == 1e300)
    }
}
