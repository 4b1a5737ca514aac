import Statistics
import Testing

private import func Glibc.log

@Suite struct ValueOfInformationTests {
    @Test func `no probe is worth more than the truth or less than nothing`() {
        var generator = SeededGenerator(seed: 74)
        for _ in 0..<100 {
            let losses = (0..<3).map { _ in (0..<4).map { _ in generator.uniform(0...100) } }
            let belief = (0..<4).map { _ in generator.uniform(0...1) }
            let chances = belief.map { _ in generator.uniform(0...1) }
            let value = ValueOfInformation.binaryProbe(losses: losses, belief: belief, yesProbabilities: chances)
            #expect(value >= 0 && value <= ValueOfInformation.perfect(losses: losses, belief: belief) + 1e-9)
            let flipped = chances.map { 1 - $0 }
            #expect(
                abs(value - ValueOfInformation.binaryProbe(losses: losses, belief: belief, yesProbabilities: flipped))
                    < 1e-9)
        }
    }

    @Test func `a kill is worth a look where the look may stop it`() {
        let losses = [[0.0, 30], [100, 1]]
        // Keep costs 15, kill 50.5; knowing costs 0.5.
        #expect(agree(ValueOfInformation.perfect(losses: losses, belief: [1, 1]), 14.5, within: 1e-12))
        let sure = ValueOfInformation.binaryProbe(losses: losses, belief: [1, 1], yesProbabilities: [0, 1])
        #expect(agree(sure, 14.5, within: 1e-12))
        let blind = ValueOfInformation.binaryProbe(losses: losses, belief: [1, 1], yesProbabilities: [0.4, 0.4])
        #expect(abs(blind) < 1e-12)
        // Yes: keep 13.5 against kill 5.45; no: keep 1.5.
        let rough = ValueOfInformation.binaryProbe(losses: losses, belief: [1, 1], yesProbabilities: [0.1, 0.9])
        #expect(agree(rough, 15 - (5 + 0.45) - 1.5, within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a value or no number`(x: Double) {
        for y in hostileNumbers {
            for value in [
                ValueOfInformation.perfect(losses: [[x, 1], [0, 2]], belief: [1, y]),
                ValueOfInformation.binaryProbe(losses: [[1, 0], [0, 2]], belief: [1, 1], yesProbabilities: [x, y]),
            ] {
                #expect(value.isNaN || value >= 0)
            }
        }
        #expect(ValueOfInformation.perfect(losses: [], belief: [1]).isNaN)
        #expect(ValueOfInformation.perfect(losses: [[1]], belief: [1, 1]).isNaN)
    }
}

@Suite struct BeliefStateTests {
    @Test func `a step and an observation are Bayes' rule`() throws {
        let belief = try #require(
            BeliefState.updated(
                [0.5, 0.5], transition: [[9, 1], [0, 1]], logLikelihoods: [log(0.2) - 900, log(0.6) - 900]))
        // 0.45 · 0.2 against 0.55 · 0.6.
        #expect(agree(belief[0], 0.09 / 0.42, within: 1e-12) && agree(belief[1], 0.33 / 0.42, within: 1e-12))
    }

    @Test func `without observations the belief goes to the long run`() throws {
        var belief = [1.0, 0]
        for _ in 0..<200 {
            belief = try #require(
                BeliefState.updated(belief, transition: [[0.9, 0.1], [0.3, 0.7]], logLikelihoods: [0, 0]))
        }
        #expect(agree(belief[0], 0.75, within: 1e-12))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give a belief or nothing`(x: Double) {
        for y in hostileNumbers {
            let belief = BeliefState.updated([x, 1], transition: [[1, y], [1, 1]], logLikelihoods: [y, 0])
            #expect(belief.map { agree($0[0] + $0[1], 1, within: 1e-9) } ?? true)
        }
        #expect(BeliefState.updated([1, 0], transition: [[1, 0], [0, 1]], logLikelihoods: [-.infinity, 0]) == nil)
        #expect(BeliefState.updated([1], transition: [[1, 1]], logLikelihoods: [0]) == nil)
        #expect(BeliefState.updated([1, 1], transition: [[1, 1]], logLikelihoods: [0, 0]) == nil)
    }
}
