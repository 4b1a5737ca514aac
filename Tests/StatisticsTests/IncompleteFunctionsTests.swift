import Statistics
import Testing

private import func Glibc.exp

@Suite struct IncompleteFunctionsTests {
    static let shapes: [Double] = [1e-3, 0.1, 1, 3.7, 10, 250, 1e4, 1e7, 3e9]
    static let shares: [Double] = [1e-6, 0.01, 0.3, 0.5, 0.77, 0.999]

    @Test(arguments: shapes, shapes)
    func `the beta distribution rises from 0 to 1 and mirrors`(a: Double, b: Double) {
        var previous = 0.0
        for step in 0...200 {
            let x = Double(step) / 200
            let value = SpecialFunctions.regularizedIncompleteBeta(a: a, b: b, x: x)
            #expect(value >= previous - 1e-9 && value <= 1)
            let mirrored = SpecialFunctions.regularizedIncompleteBeta(a: b, b: a, x: 1 - x)
            // The mirror's own x is rounded, which a steep distribution shows.
            #expect(abs(value + mirrored - 1) <= 1e-8)
            previous = value
        }
        #expect(previous == 1)
    }

    @Test(arguments: shares)
    func `simple cases have closed forms`(x: Double) {
        let beta = SpecialFunctions.regularizedIncompleteBeta
        #expect(agree(beta(1, 1, x), x, within: 1e-14))
        #expect(agree(beta(3, 1, x), x * x * x, within: 1e-14))
        #expect(agree(beta(1, 2, x), x * (2 - x), within: 1e-14))
        #expect(agree(SpecialFunctions.regularizedLowerGamma(a: 1, x: x), 1 - exp(-x), within: 1e-9))
    }

    @Test(arguments: shapes.dropFirst(2), shapes.dropFirst(2))
    func `the quantile undoes the distribution`(a: Double, b: Double) {
        for p in [1e-12, 1e-4, 0.2, 0.5, 0.9] {
            let x = SpecialFunctions.betaQuantile(a: a, b: b, p: p)
            // Next to 1 the doubles are too far apart for a steep distribution.
            guard x > 0, x < 1 - 1e-9 else { continue }
            let back = SpecialFunctions.regularizedIncompleteBeta(a: a, b: b, x: x)
            #expect(agree(back, p, within: min(a, b) > 1e6 ? 1e-3 : 1e-6))
        }
    }

    @Test func `a quantile below the smallest double is 0`() {
        #expect(SpecialFunctions.betaQuantile(a: 1e-5, b: 1, p: 0.1) == 0)
        #expect(SpecialFunctions.betaQuantile(a: 2, b: 3, p: 0) == 0)
        #expect(SpecialFunctions.betaQuantile(a: 2, b: 3, p: 1) == 1)
    }

    @Test(arguments: shapes)
    func `the gamma distribution rises from 0 to 1`(a: Double) {
        var previous = 0.0
        for step in 0...400 {
            let value = SpecialFunctions.regularizedLowerGamma(a: a, x: a * Double(step) / 100)
            #expect(value >= previous - 1e-9 && value <= 1)
            previous = value
        }
        #expect(SpecialFunctions.regularizedLowerGamma(a: a, x: 0) == 0)
        #expect(SpecialFunctions.regularizedLowerGamma(a: a, x: .infinity) == 1)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a probability or no number`(a: Double) {
        for b in hostileNumbers {
            #expect(isProbabilityOrNone(SpecialFunctions.regularizedLowerGamma(a: a, x: b)))
            for x in hostileNumbers {
                #expect(isProbabilityOrNone(SpecialFunctions.regularizedIncompleteBeta(a: a, b: b, x: x)))
                #expect(isProbabilityOrNone(SpecialFunctions.betaQuantile(a: a, b: b, p: x)))
            }
        }
    }

    private func isProbabilityOrNone(_ number: Double) -> Bool {
        number.isNaN || (0...1).contains(number)
    }
}
