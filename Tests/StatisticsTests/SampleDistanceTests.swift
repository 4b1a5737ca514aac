import Statistics
import Testing

@Suite struct SampleDistanceTests {
    @Test func `a sample moved by a distance is that distance away`() {
        var generator = SeededGenerator(seed: 31)
        let sample = (0..<20).map { _ in generator.uniform(-5...5) }
        #expect(SampleDistance.wasserstein1(sample, sample.shuffled(using: &generator)) == 0)
        #expect(agree(SampleDistance.wasserstein1(sample, sample.map { $0 + 3 }), 3, within: 1e-12))
        #expect(agree(SampleDistance.wasserstein1([0, 1], [0, 0, 1, 1]), 0, within: 1e-15))
        #expect(SampleDistance.wasserstein1([0], [1, 3]) == 2)
        #expect(SampleDistance.kolmogorovSmirnov([1, 2], [3, 4]) == 1)
        #expect(SampleDistance.kolmogorovSmirnov([1, 2, 2], [2, 2, 1]) == 0)
        #expect(SampleDistance.sinkhornDivergence(sample, sample, epsilon: 1) == 0)
    }

    @Test func `distances are symmetric and obey the triangle`() {
        var generator = SeededGenerator(seed: 32)
        for _ in 0..<30 {
            let samples = [5, 8, 13].map { count in (0..<count).map { _ in generator.uniform(0...9) } }
            for distance in [SampleDistance.wasserstein1, SampleDistance.kolmogorovSmirnov] {
                let (near, far) = (distance(samples[0], samples[1]), distance(samples[1], samples[2]))
                #expect(agree(near, distance(samples[1], samples[0]), within: 1e-12))
                #expect(distance(samples[0], samples[2]) <= near + far + 1e-12)
            }
        }
    }

    @Test func `little blur leaves the squared distance`() {
        let divergence = SampleDistance.sinkhornDivergence([0, 1], [10, 11], epsilon: 0.05)
        #expect(agree(divergence, 100, within: 1e-3))
        #expect(agree(SampleDistance.sinkhornDivergence([0], [7], epsilon: 2), 49, within: 1e-12))
    }

    @Test func `the tail of Kolmogorov's distribution has its textbook quantiles`() {
        // 1.3581 / √m at 5 % and 1.6276 / √m at 1 %, for large m.
        let tail = { SampleDistance.kolmogorovSmirnovTail(distance: $0, counts: (2_000_000, 2_000_000)) }
        #expect(agree(tail(1.3581e-3), 0.05, within: 2e-3))
        #expect(agree(tail(1.6276e-3), 0.01, within: 2e-3))
        #expect(tail(0) == 1 && tail(1) == 0 && tail(-1).isNaN && tail(.nan).isNaN)
        var previous = 1.0
        for step in 0...100 {
            let value = SampleDistance.kolmogorovSmirnovTail(distance: Double(step) / 100, counts: (9, 30))
            #expect(value <= previous + 1e-9)
            previous = value
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile samples give a distance or no number`(x: Double) {
        for y in hostileNumbers {
            let distance = SampleDistance.wasserstein1([x, 1], [y])
            #expect(distance.isNaN == !(x.isFinite && y.isFinite))
            let gap = SampleDistance.kolmogorovSmirnov([x, 1], [y])
            #expect(gap.isNaN || (0...1).contains(gap))
            _ = SampleDistance.sinkhornDivergence([x, 1], [y, 2], epsilon: 1)
            _ = SampleDistance.sinkhornDivergence([0, 1], [2], epsilon: x)
        }
        #expect(SampleDistance.wasserstein1([], [1]).isNaN)
        #expect(SampleDistance.kolmogorovSmirnov([1], []).isNaN)
    }
}
