import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct WorstCaseTests {
    private func random(_ generator: inout SeededGenerator, _ count: Int) -> (losses: [Double], weights: [Double]) {
        let weights = (0..<count).map { _ in generator.uniform(0.05...1) }
        let total = weights.reduce(0, +)
        return ((0..<count).map { _ in generator.uniform(-10...100) }, weights.map { $0 / total })
    }

    private func mean(_ losses: [Double], _ weights: [Double]) -> Double {
        zip(losses, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test func `no dual bound is lower, and one is as low`() {
        var generator = SeededGenerator(seed: 55)
        for _ in 0..<30 {
            let (losses, weights) = random(&generator, 4)
            let radius = generator.uniform(0...0.5)
            let primal = WorstCase.withinDivergence(losses: losses, probabilities: weights, radius: radius)
            var best = Double.infinity
            for step in -400...800 {
                let price = exp(Double(step) / 50)
                let tilt = SpecialFunctions.logSumExp(zip(losses, weights).map { $0 / price + log($1) })
                best = min(best, price * radius + price * tilt)
            }
            #expect(primal <= best + 1e-6 && agree(primal, best, within: 1e-2))
        }
    }

    @Test func `a ball without radius is its centre and a large one holds the worst`() {
        let (losses, weights) = ([0.0, 100, 20], [0.9, 0.01, 0.09])
        let inside = { WorstCase.withinDivergence(losses: losses, probabilities: weights, radius: $0) }
        #expect(abs(inside(0) - 2.8) < 1e-6)
        #expect(inside(-log(0.01)) == 100 && inside(.infinity) == 100)
        #expect(inside(0.1) < inside(0.2) && inside(0.2) < 100)
        #expect(WorstCase.withinDivergence(losses: [5, 9], probabilities: [1, 0], radius: 3) == 5)
        let within = WorstCase.withinDivergence(losses: [-1e300, 1e300], probabilities: [0.5, 0.5], radius: 0.1)
        #expect(within > 0 && within < 1e300)
    }

    @Test func `moving mass costs what it says`() {
        let flat = [[0.0, 1, 1], [1, 0, 1], [1, 1, 0]]
        let moved = {
            WorstCase.withinTransport(losses: [0, 10, 100], probabilities: [0.6, 0.3, 0.1], costs: flat, radius: $0)
        }
        #expect(agree(moved(0), 13, within: 1e-12))
        #expect(agree(moved(0.2), 33, within: 1e-12))
        #expect(agree(moved(0.6), 73, within: 1e-12))
        #expect(agree(moved(0.9), 100, within: 1e-12) && agree(moved(50), 100, within: 1e-12))
    }

    @Test func `a nearer target may be the better buy`() {
        let costs = [[0.0, 1, 10], [1, 0, 9], [10, 9, 0]]
        let worst = WorstCase.withinTransport(losses: [0, 50, 60], probabilities: [1, 0, 0], costs: costs, radius: 1)
        #expect(agree(worst, 50, within: 1e-12))
    }

    @Test func `transport is between the mean and any dual price`() {
        var generator = SeededGenerator(seed: 56)
        for _ in 0..<50 {
            let (losses, weights) = random(&generator, 5)
            let costs = (0..<5).map { from in (0..<5).map { from == $0 ? 0 : generator.uniform(0.1...5) } }
            let radius = generator.uniform(0...2)
            let worst = WorstCase.withinTransport(losses: losses, probabilities: weights, costs: costs, radius: radius)
            #expect(worst >= mean(losses, weights) - 1e-9)
            for step in 0...300 {
                let price = Double(step) * 2
                let dual = zip(weights, costs).reduce(price * radius) { sum, row in
                    sum + row.0 * (zip(losses, row.1).map { $0 - price * $1 }.max() ?? 0)
                }
                #expect(worst <= dual + 1e-9)
            }
        }
    }

    @Test func `intervals give the worst what they may`() {
        let worst = WorstCase.withinIntervals(
            losses: [0, 10, 100], lower: [0.5, 0.1, 0], upper: [0.9, 0.3, 0.2])
        #expect(agree(worst, 0.2 * 100 + 0.3 * 10, within: 1e-12))
        let exact = WorstCase.withinIntervals(losses: [1, 2], lower: [0.25, 0.75], upper: [0.25, 0.75])
        #expect(agree(exact, 1.75, within: 1e-12))
        #expect(WorstCase.withinIntervals(losses: [1, 2], lower: [0.6, 0.6], upper: [0.7, 0.7]).isNaN)
        #expect(WorstCase.withinIntervals(losses: [1, 2], lower: [0, 0], upper: [0.4, 0.4]).isNaN)
        #expect(WorstCase.withinIntervals(losses: [], lower: [], upper: []).isNaN)
    }

    @Test func `the careful action is the one with the least worst case`() {
        let losses = [[0.0, 30], [100, 1], [20, 20]]
        #expect(WorstCase.minimaxAction(losses: losses, lower: [0, 0], upper: [1, 1]) == 2)
        #expect(WorstCase.minimaxAction(losses: losses, lower: [0.9, 0], upper: [1, 0.1]) == 0)
        #expect(WorstCase.minimaxAction(losses: losses, lower: [0, 0.95], upper: [0.05, 1]) == 1)
        #expect(WorstCase.minimaxAction(losses: [], lower: [], upper: []) == nil)
        #expect(WorstCase.minimaxAction(losses: [[.nan, 1]], lower: [0, 0], upper: [1, 1]) == nil)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give no number, or one within the losses`(x: Double) {
        for y in hostileNumbers {
            for worst in [
                WorstCase.withinDivergence(losses: [x, 1], probabilities: [1, 1], radius: y),
                WorstCase.withinDivergence(losses: [0, 1], probabilities: [x, y], radius: 0.1),
                WorstCase.withinTransport(
                    losses: [x, 1], probabilities: [1, 1], costs: [[0, 1], [1, 0]], radius: y),
                WorstCase.withinTransport(
                    losses: [3, 1], probabilities: [1, 1], costs: [[0, x], [y, 0]], radius: 1),
                WorstCase.withinIntervals(losses: [x, 1], lower: [0, 0], upper: [y, 1]),
            ] {
                #expect(worst.isNaN || worst >= min(x, 0) && worst <= max(x, 3))
            }
        }
    }
}
