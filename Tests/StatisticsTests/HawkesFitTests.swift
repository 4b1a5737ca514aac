import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct HawkesFitTests {
    /// Families: founders by chance, children after exponential waits.
    private func bursts(_ generator: inout SeededGenerator, founders: Int, branching: Double, decay: Double) -> [Double]
    {
        var times: [Double] = []
        var waiting = (0..<founders).map { _ in generator.uniform(0...1000) }
        while let time = waiting.popLast() {
            guard time <= 1000 else { continue }
            times.append(time)
            // A geometric number of children has the same mean as a Poisson one.
            while generator.uniform(0...1) < branching / (1 + branching) {
                waiting.append(time - log(generator.uniform(1e-12...1)) / decay)
            }
        }
        return times.sorted()
    }

    @Test func `bursts and their memory are found`() throws {
        var generator = SeededGenerator(seed: 80)
        let times = bursts(&generator, founders: 300, branching: 0.6, decay: 2)
        let fit = try #require(HawkesFit.fit(times: times, end: 1000))
        #expect(abs(fit.branchingRatio - 0.6) < 0.15 && abs(fit.base - 0.3) < 0.08)
        #expect(fit.decay > 1 && fit.decay < 4 && fit.logLikelihoodGain > 50)
    }

    @Test func `chance alone gains little`() throws {
        var generator = SeededGenerator(seed: 81)
        let times = (0..<200).map { _ in generator.uniform(0...50) }.sorted()
        let fit = try #require(HawkesFit.fit(times: times, end: 50))
        #expect(fit.logLikelihoodGain < 6 && fit.branchingRatio < 0.4)
    }

    @Test func `another unit of time changes only units`() throws {
        var generator = SeededGenerator(seed: 82)
        let times = bursts(&generator, founders: 30, branching: 0.7, decay: 1)
        let plain = try #require(HawkesFit.fit(times: times, end: 1000))
        let scaled = try #require(HawkesFit.fit(times: times.map { $0 * 0x1p30 }, end: 1000 * 0x1p30))
        #expect(agree(scaled.decay * 0x1p30, plain.decay, within: 1e-9))
        #expect(agree(scaled.branchingRatio, plain.branchingRatio, within: 1e-9))
        #expect(agree(scaled.logLikelihoodGain, plain.logLikelihoodGain, within: 1e-6))
    }

    @Test(arguments: hostileNumbers)
    func `hostile times give nothing, or numbers`(x: Double) {
        for end in hostileNumbers {
            for times in [[Double](repeating: x, count: 12), (0..<12).map { $0 == 11 ? x : Double($0) / 12 }] {
                guard let fit = HawkesFit.fit(times: times, end: end) else { continue }
                #expect(fit.base >= 0 && fit.jump >= 0 && fit.decay > 0)
            }
        }
        #expect(HawkesFit.fit(times: [1, 2, 3], end: 4) == nil)
    }
}
