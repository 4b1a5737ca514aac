import Statistics
import Testing

private import func Glibc.log
private import func Glibc.pow

@Suite struct PeaksOverThresholdTests {
    @Test(arguments: [-0.3, 0, 0.4])
    func `the shape and scale of a large sample are found`(shape: Double) throws {
        var generator = SeededGenerator(seed: 65)
        let series = (0..<6000).map { index in
            guard index % 3 == 0 else { return generator.uniform(0...5) }
            let chance = generator.uniform(1e-9...1)
            return 5 + 2 * (shape == 0 ? -log(chance) : (pow(chance, -shape) - 1) / shape)
        }
        let tail = try #require(PeaksOverThreshold.fit(series, threshold: 5))
        #expect(abs(tail.shape - shape) < 0.1 && abs(tail.scale - 2) < 0.25)
        #expect(agree(tail.exceedanceShare, 1.0 / 3, within: 0.01))
        for probability in [0.3, 0.05, 1e-4] {
            #expect(agree(tail.survival(tail.level(exceededWith: probability)), probability, within: 1e-9))
        }
        #expect(tail.survival(4).isNaN && tail.level(exceededWith: 0.5).isNaN)
        #expect(tail.survival(5) == tail.exceedanceShare)
    }

    @Test func `stretching the series stretches the scale`() throws {
        let series = (1...40).map { Double($0 * $0) }
        let plain = try #require(PeaksOverThreshold.fit(series, threshold: 100))
        let large = try #require(PeaksOverThreshold.fit(series.map { $0 * 1e250 }, threshold: 1e252))
        #expect(agree(large.shape, plain.shape, within: 1e-9))
        #expect(agree(large.scale, plain.scale * 1e250, within: 1e-9))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give nothing, or a tail`(x: Double) {
        #expect(PeaksOverThreshold.fit([1, 2, 3], threshold: 0) == nil)
        let series = (0..<12).map { $0 == 3 ? x : Double($0) }
        for threshold in hostileNumbers {
            guard let tail = PeaksOverThreshold.fit(series, threshold: threshold) else { continue }
            #expect(tail.scale > 0 && tail.shape.isFinite && tail.exceedanceShare > 0)
        }
        #expect(PeaksOverThreshold.fit([Double](repeating: 3, count: 12), threshold: 1).map { $0.scale > 0 } ?? true)
    }
}
