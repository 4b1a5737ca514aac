import Statistics
import Testing

@Suite struct ForestSmoothingTests {
    @Test func `no other numbers cost less`() throws {
        var generator = SeededGenerator(seed: 68)
        for _ in 0..<20 {
            let parents = (0..<9).map { $0 == 0 || $0 == 5 ? -1 : Int.random(in: 0..<$0, using: &generator) }
            let values = parents.map { _ in generator.uniform(-5...5) }
            let weights = parents.indices.map { $0 == 3 ? 0 : generator.uniform(0.1...2) }
            let couplings = parents.map { _ in generator.uniform(0.1...3) }
            let cost = { (x: [Double]) in
                x.indices.reduce(0.0) { sum, i in
                    let edge = parents[i] >= 0 ? couplings[i] * (x[i] - x[parents[i]]) * (x[i] - x[parents[i]]) : 0
                    return sum + edge + weights[i] * (x[i] - values[i]) * (x[i] - values[i])
                }
            }
            let best = try ForestSmoothing.smooth(
                parents: parents, values: values, weights: weights, couplings: couplings)
            for index in parents.indices {
                for step in [-1e-3, 1e-3] {
                    var other = best
                    other[index] += step
                    #expect(cost(other) >= cost(best) - 1e-12)
                }
            }
        }
    }

    @Test func `no coupling changes nothing and a strong one gives the mean`() throws {
        let free = try ForestSmoothing.smooth(
            parents: [1, -1, 1], values: [1, 5, 9], weights: [1, 1, 2], couplings: [0, 0, 0])
        #expect(free == [1, 5, 9])
        let stiff = try ForestSmoothing.smooth(
            parents: [1, -1, 1], values: [1, 5, 9], weights: [1, 1, 2], couplings: [1e12, 0, 1e12])
        #expect(stiff.allSatisfy { agree($0, 6, within: 1e-9) })
    }

    @Test func `what is not known takes its neighbours' number, and alone has none`() throws {
        let numbers = try ForestSmoothing.smooth(
            parents: [-1, 0, 1, -1, 3], values: [4, .nan, .nan, 7, .nan], weights: [1, 0, 0, 0, 0],
            couplings: [0, 2, 3, 0, 1])
        #expect(numbers[...2].allSatisfy { agree($0, 4, within: 1e-12) } && numbers[3].isNaN && numbers[4].isNaN)
        let root = try ForestSmoothing.smooth(parents: [-1, 0], values: [0, 3], weights: [0, 1], couplings: [0, 0])
        #expect(root[0].isNaN && root[1] == 3)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers spoil their own tree at most`(x: Double) throws {
        for y in hostileNumbers {
            let numbers = try ForestSmoothing.smooth(
                parents: [-1, 0, 1, -1], values: [1, x, 2, 8], weights: [1, y, 1, 1], couplings: [0, y, 1, 0])
            #expect(numbers[3] == 8)
            if y.isFinite, y >= 0, x.isFinite || y == 0 {
                #expect(numbers[..<3].allSatisfy { !$0.isNaN })
            } else {
                #expect(numbers[..<3].allSatisfy { $0.isNaN })
            }
        }
    }

    @Test func `a structure that is no forest is refused`() {
        #expect(throws: StatisticsError.cycle(node: 0)) {
            try ForestSmoothing.smooth(parents: [1, 0], values: [1, 1], weights: [1, 1], couplings: [1, 1])
        }
        #expect(throws: StatisticsError.lengthMismatch) {
            try ForestSmoothing.smooth(parents: [-1], values: [1, 1], weights: [1], couplings: [1])
        }
    }
}
