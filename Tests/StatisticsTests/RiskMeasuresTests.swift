import Statistics
import Testing

@Suite struct RiskMeasuresTests {
    private func tail(_ losses: [Double], _ probabilities: [Double], _ alpha: Double) -> Double {
        RiskMeasures.conditionalValueAtRisk(losses: losses, probabilities: probabilities, alpha: alpha)
    }

    private func entropic(_ losses: [Double], _ probabilities: [Double], _ theta: Double) -> Double {
        RiskMeasures.entropicRisk(losses: losses, probabilities: probabilities, theta: theta)
    }

    @Test func `risk lies between the mean and the worst and grows with aversion`() {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<50 {
            let losses = (0..<6).map { _ in generator.uniform(-50...100) }
            let weights = (0..<6).map { _ in generator.uniform(0.01...1) }
            let total = weights.reduce(0, +)
            let mean = zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
            let worst = losses.max() ?? .nan
            var (previousTail, previousEntropic) = (mean - 1e-9, mean - 1e-9)
            for step in 0...9 {
                let share = Double(step) / 10
                let (tail, entropic) = (tail(losses, weights, share), entropic(losses, weights, share))
                #expect(tail >= previousTail && tail <= worst + 1e-9)
                #expect(entropic >= previousEntropic - 1e-9 && entropic <= worst + 1e-9)
                (previousTail, previousEntropic) = (tail, entropic)
            }
            #expect(agree(self.tail(losses, weights, 0), mean, within: 1e-9))
            #expect(agree(self.entropic(losses, weights, 0), mean, within: 1e-9))
            #expect(self.tail(losses, weights, 1) == worst)
        }
    }

    @Test func `the tail of a fair coin is its bad side`() {
        #expect(tail([0, 10], [0.5, 0.5], 0.5) == 10)
        #expect(agree(tail([0, 10], [0.9, 0.1], 0.8), 5, within: 1e-12))
        #expect(tail([0, 10, 99], [0.9, 0.1, 0], 1) == 10)
    }

    @Test func `a normal spread costs half its variance times the aversion, for a small one`() {
        #expect(agree(entropic([-1, 1], [1, 1], 1e-6), 0.5e-6, within: 1e-6))
        #expect(entropic([3, 3], [1, 1], .leastNonzeroMagnitude) == 3)
        #expect(entropic([0, 1e300], [0.5, 0.5], 1e300) == 1e300)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give no number, or one within the losses`(x: Double) {
        for y in hostileNumbers {
            for risk in [tail([x, 1], [1, 1], y), tail([1, 2], [x, y], 0.5), entropic([x, 1], [1, 1], y)] {
                #expect(risk.isNaN || risk >= -.greatestFiniteMagnitude && risk <= .greatestFiniteMagnitude)
            }
        }
        #expect(tail([], [], 0.5).isNaN)
        #expect(tail([1], [1, 1], 0.5).isNaN)
    }
}
