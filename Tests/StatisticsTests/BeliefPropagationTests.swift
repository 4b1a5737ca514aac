import Statistics
import Testing

private import func Glibc.exp

@Suite struct BeliefPropagationTests {
    private struct Forest {
        var parents: [Int]
        var potentials: [Double]
        var couplings: [Double]
        let states: Int

        /// Node numbers are shuffled, so that parents also come after their children.
        init(size: Int, states: Int, using generator: inout SeededGenerator) {
            let names = (0..<size).shuffled(using: &generator)
            parents = [Int](repeating: -1, count: size)
            for node in 1..<max(size, 1) where generator.uniform(0...1) < 0.8 {
                parents[names[node]] = names[Int.random(in: 0..<node, using: &generator)]
            }
            potentials = (0..<size * states).map { _ in generator.uniform(-4...4) }
            couplings = (0..<size).map { _ in generator.uniform(-2...2) }
            self.states = states
        }

        func marginals() throws -> [Double] {
            try BeliefPropagation.marginals(
                parents: parents, states: states, logPotentials: potentials, couplings: couplings)
        }

        /// The same by counting over every joint state.
        func enumerated() -> [Double] {
            var weights = [Double](repeating: 0, count: potentials.count)
            var total = 0.0
            var joint = [Int](repeating: 0, count: parents.count)
            repeat {
                var exponent = 0.0
                for (node, state) in joint.enumerated() {
                    exponent += potentials[node * states + state]
                    if parents[node] >= 0, joint[parents[node]] == state { exponent += couplings[node] }
                }
                let weight = exp(exponent)
                total += weight
                for (node, state) in joint.enumerated() { weights[node * states + state] += weight }
            } while advance(&joint)
            return weights.map { $0 / total }
        }

        private func advance(_ joint: inout [Int]) -> Bool {
            for node in joint.indices {
                joint[node] += 1
                if joint[node] < states { return true }
                joint[node] = 0
            }
            return false
        }
    }

    @Test(arguments: 0..<60)
    func `small forests agree with enumeration`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var forest = Forest(size: 1 + seed % 7, states: 2 + seed % 3, using: &generator)
        if seed % 4 == 0 { forest.potentials[1] = -.infinity }
        for (got, want) in zip(try forest.marginals(), forest.enumerated()) {
            #expect(agree(got, want, within: 1e-10))
        }
    }

    @Test func `the probabilities of every node sum to 1 in a large forest`() throws {
        var generator = SeededGenerator(seed: 3)
        let forest = Forest(size: 1000, states: 4, using: &generator)
        let marginals = try forest.marginals()
        for node in 0..<1000 {
            #expect(abs(marginals[node * 4..<node * 4 + 4].reduce(0, +) - 1) <= 1e-12)
        }
    }

    @Test func `a chain as deep as a machine has processes needs no stack`() throws {
        let count = 100_000
        let marginals = try BeliefPropagation.marginals(
            parents: (0..<count).map { $0 - 1 }, states: 2,
            logPotentials: (0..<count).flatMap { [$0 == 0 ? 5.0 : 0, 0] },
            couplings: [Double](repeating: 20, count: count))
        #expect(agree(marginals[0], 1 / (1 + exp(-5)), within: 1e-12))
        #expect(marginals[2 * count - 2] > 0.9)
    }

    @Test func `without coupling every node decides alone`() throws {
        let marginals = try BeliefPropagation.marginals(
            parents: [-1, 0], states: 2, logPotentials: [1, 0, 0, 3], couplings: [9, 0])
        #expect(agree(marginals[0], 1 / (1 + exp(-1)), within: 1e-14))
        #expect(agree(marginals[3], 1 / (1 + exp(-3)), within: 1e-14))
    }

    @Test(arguments: [1e3, Double.infinity, 1e300])
    func `the strongest couplings bind and part`(coupling: Double) throws {
        let potentials = [1.0, 0, -0.5, 0]
        let bound = try BeliefPropagation.marginals(
            parents: [-1, 0], states: 2, logPotentials: potentials, couplings: [0, coupling])
        #expect(agree(bound[0], 1 / (1 + exp(-0.5)), within: 1e-12) && agree(bound[0], bound[2], within: 1e-12))
        let parted = try BeliefPropagation.marginals(
            parents: [-1, 0], states: 2, logPotentials: potentials, couplings: [0, -coupling])
        #expect(agree(parted[0], 1 / (1 + exp(-1.5)), within: 1e-12) && agree(parted[0], parted[3], within: 1e-12))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `one poisoned tree leaves the others alone`(poison: Double) throws {
        let marginals = try BeliefPropagation.marginals(
            parents: [-1, 0, -1], states: 2, logPotentials: [0, 0, poison, poison, 0, 0], couplings: [0, 1, 0])
        #expect(marginals[..<4].allSatisfy { $0.isNaN })
        #expect(marginals[4...] == [0.5, 0.5])
    }

    @Test func `an unknown coupling makes its tree unknown`() throws {
        let marginals = try BeliefPropagation.marginals(
            parents: [-1, 0], states: 2, logPotentials: [0, 0, 0, 0], couplings: [0, .nan])
        #expect(marginals.allSatisfy { $0.isNaN })
    }

    @Test(arguments: hostileNumbers, hostileNumbers)
    func `hostile numbers give probabilities or none`(potential: Double, coupling: Double) throws {
        let marginals = try BeliefPropagation.marginals(
            parents: [1, -1, 1], states: 2, logPotentials: [0, potential, 1, 0, -potential, potential],
            couplings: [coupling, coupling, 1])
        #expect(marginals.allSatisfy { $0.isNaN || (0...1).contains($0) })
    }

    @Test func `nothing gives nothing`() throws {
        #expect(try BeliefPropagation.marginals(parents: [], states: 4, logPotentials: [], couplings: []) == [])
        #expect(try BeliefPropagation.marginals(parents: [-1], states: 0, logPotentials: [], couplings: [0]) == [])
        let alone = try BeliefPropagation.marginals(parents: [-1], states: 1, logPotentials: [7], couplings: [0])
        #expect(alone == [1])
    }

    @Test(arguments: [
        ([0], StatisticsError.cycle(node: 0)),
        ([1, 2, 1, -1], .cycle(node: 1)),
        ([-1, 4], .parentOutOfRange(node: 1)),
        ([-2], .parentOutOfRange(node: 0)),
    ])
    func `what is no forest is refused`(parents: [Int], expected: StatisticsError) {
        #expect(throws: expected) {
            try BeliefPropagation.marginals(
                parents: parents, states: 1, logPotentials: parents.map { _ in 0 }, couplings: parents.map { _ in 0 })
        }
    }

    @Test(arguments: [(2, 4, 1), (2, 5, 2), (-1, 2, 2), (Int.max, 2, 2)])
    func `lists that do not fit are refused`(states: Int, potentials: Int, couplings: Int) {
        #expect(throws: StatisticsError.lengthMismatch) {
            try BeliefPropagation.marginals(
                parents: [-1, 0], states: states, logPotentials: [Double](repeating: 0, count: potentials),
                couplings: [Double](repeating: 0, count: couplings))
        }
    }
}
