import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

@Suite struct DivergenceTests {
    @Test func `a coin is no distance from itself and never a negative one from another`() {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<200 {
            let (q, p) = (generator.uniform(0...1), generator.uniform(0...1))
            #expect(Divergence.bernoulli(q, q) == 0)
            // Pinsker's inequality.
            #expect(Divergence.bernoulli(q, p) >= 2 * (q - p) * (q - p) * (1 - 1e-12))
            #expect(agree(Divergence.bernoulli(q, p), Divergence.categorical([q, 1 - q], [p, 1 - p]), within: 1e-11))
        }
    }

    @Test func `a small difference keeps its digits`() {
        // (q − p)² / (2 p (1−p)) to second order.
        #expect(agree(Divergence.bernoulli(0.3, 0.3 + 0x1p-40), 0x1p-80 / 0.42, within: 1e-4))
    }

    @Test func `what cannot happen is infinitely far`() {
        #expect(Divergence.bernoulli(0.1, 0) == .infinity)
        #expect(Divergence.bernoulli(0.9, 1) == .infinity)
        #expect(Divergence.bernoulli(0, 0) == 0)
        #expect(agree(Divergence.bernoulli(0, 0.4), -log1p(-0.4), within: 1e-14))
        #expect(Divergence.poisson(observed: 1, expected: 0) == .infinity)
        #expect(Divergence.poisson(observed: 0, expected: 3) == 3)
        #expect(agree(Divergence.poisson(observed: 6, expected: 3), 6 * log(2) - 3, within: 1e-14))
    }

    @Test func `the upper bound is the last chance within its divergence`() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let q = generator.uniform(0...0.95)
            let bound = exp(generator.uniform(-20...1))
            let p = Divergence.bernoulliUpper(q, bound: bound)
            #expect(p >= q && p <= 1)
            #expect(Divergence.bernoulli(q, p) <= bound)
            #expect(p == 1 || Divergence.bernoulli(q, p.nextUp) > bound)
        }
        #expect(Divergence.bernoulliUpper(0.2, bound: 0) == 0.2)
        #expect(Divergence.bernoulliUpper(0.2, bound: .infinity) == 1)
        #expect(Divergence.bernoulliUpper(1, bound: 0) == 1)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a distance or no number`(x: Double) {
        for y in hostileNumbers {
            for distance in [
                Divergence.bernoulli(x, y), Divergence.bernoulliUpper(x, bound: y),
                Divergence.poisson(observed: x, expected: y), Divergence.categorical([x, 1], [y, 1]),
                Divergence.categorical([x, y], [1]),
            ] {
                #expect(distance.isNaN || distance >= 0)
            }
        }
    }
}
