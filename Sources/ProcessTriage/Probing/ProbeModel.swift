internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// What the probes that were not taken yet may tell of one suspect: the experiment before it is made.
///
/// A probe says yes or no about a hidden fact (`DeepFact`); a silence counts as a no here, which makes a probe seem a little
/// weaker than it is. Facts are independent given the class, tests given their fact. What a fact's earlier tests said is in
/// what is believed of it now.
struct ProbeModel: Sendable {
    /// Probabilities of the classes now.
    let belief: [Double]
    /// Of each action (row) in each class.
    let losses: [[Double]]
    /// Which rows end the process.
    private let ends: [Bool]
    private let facts: [Fact]
    /// Why a probe cannot tell anything here; absent for those that may.
    let silences: [ProcessProbe: String]
    /// Probes that may tell something, in their order.
    let probes: [ProcessProbe]

    init(_ finding: ProcessFinding, _ priors: DeepPriors, _ tables: [DeepFactTable]) {
        belief = finding.posterior.probabilities
        losses = finding.losses.rows.map(\.losses)
        ends = finding.losses.rows.map(\.action.endsProcess)
        let reading = finding.facts.deep ?? DeepReading()
        var facts: [Fact] = []
        var silences: [ProcessProbe: String] = [:]
        var open: Set<ProcessProbe> = []
        for (place, found) in DeepFact.findings(finding.facts, reading).enumerated() {
            if let silence = found.silence {
                for test in found.fact.tests { silences[test.probe] = silences[test.probe] ?? silence }
                continue
            }
            let believed = tables[place].believed(found.answers)
            var fact = Fact(holds: ClassVector(believed[0], believed[1], believed[2], 0), tests: [])
            for (index, test) in found.fact.tests.enumerated() {
                // What was read before, with whatever result, is not read again.
                guard reading.isUntaken(test.probe) else {
                    silences[test.probe] = "it was taken already"
                    continue
                }
                let share = priors.answers[test.probe]
                let chance = priors.tests[place][index]
                fact.tests.append(
                    (test.probe, .init(ifHolds: share * chance.ifHolds, otherwise: share * chance.otherwise)))
                open.insert(test.probe)
            }
            facts.append(fact)
        }
        self.facts = facts
        probes = ProcessProbe.allCases.filter(open.contains)
        for probe in ProcessProbe.allCases where DeepFact.told[probe].isEmpty {
            silences[probe] = "no evidence hangs on it: the judge has heard it, or it serves the explanation"
        }
        self.silences = silences.filter { !open.contains($0.key) }
    }

    /// Loss saved by knowing the class: the most that any probe is worth.
    var perfect: Double { ValueOfInformation.perfect(losses: losses, belief: belief) }

    /// P(the likelier of ending and leaving it is the wrong one), 0...0.5.
    ///
    /// Asking a person does not count: it is never the best for who knows the class.
    var chanceOfError: Double {
        let total = belief.reduce(0, +)
        let ending = belief.indices.reduce(0) { sum, state in
            let best = losses.indices.min { losses[$0][state] < losses[$1][state] }
            return best.map { ends[$0] } == true ? sum + belief[state] : sum
        }
        return total > 0 ? min(ending, total - ending) / total : 0
    }

    /// Loss saved by these probes together, before their cost; 0 for none.
    func value(of chosen: [ProcessProbe]) -> Double {
        let asked = facts.compactMap { $0.asked(chosen) }
        if asked.count == 1, asked[0].tests.count == 1 {
            return ValueOfInformation.binaryProbe(
                losses: losses, belief: belief, yesProbabilities: asked[0].yes(0).array)
        }
        let rows = losses.map { ClassVector($0[0], $0[1], $0[2], $0[3]) }
        func least(_ weights: ClassVector) -> Double { rows.map { ($0 * weights).sum() }.min() ?? 0 }
        return max(0, least(beliefVector) - outcomes(asked).reduce(0) { $0 + least($1) })
    }

    /// I(C; Y) / H(C): the share of what is not known of the class that these probes are expected to tell, 0...1.
    ///
    /// Never falls as probes are added. The value itself may be 0 for each of two probes that together change the decision,
    /// so that a greedy choice by it would stop too early; this does not (Krause and Guestrin, J. Artificial Intelligence
    /// Research 35 (2009), 557-591).
    func shareTold(by chosen: [ProcessProbe]) -> Double {
        let before = Self.entropy(beliefVector)
        guard before > 1e-12 else { return 0 }
        let after = outcomes(facts.compactMap { $0.asked(chosen) }).reduce(0) { $0 + Self.entropy($1) }
        return min(1, max(0, 1 - after / before))
    }

    private var beliefVector: ClassVector { ClassVector(belief[0], belief[1], belief[2], belief[3]) }

    /// P(C, y) of every combination of answers y.
    ///
    /// - Complexity: O(2^*tests*).
    private func outcomes(_ asked: [Fact]) -> [ClassVector] {
        var outcomes = [beliefVector]
        for fact in asked {
            let answers = fact.answers
            var next: [ClassVector] = []
            next.reserveCapacity(outcomes.count * answers.count)
            for joint in outcomes {
                for chance in answers { next.append(joint * chance) }
            }
            outcomes = next
        }
        return outcomes
    }

    /// Σ_C -p ln(p / Σ p): the entropy of what the weights are in proportion to, times their sum.
    private static func entropy(_ weights: ClassVector) -> Double {
        let total = weights.sum()
        guard total > 0 else { return 0 }
        var entropy = total * logarithm(total)
        for index in 0..<4 where weights[index] > 0 { entropy -= weights[index] * logarithm(weights[index]) }
        return entropy
    }
}

/// A hidden fact that may still be asked, with the chances that its tests have.
private struct Fact: Sendable {
    /// P(F | C, what its tests said before).
    var holds: ClassVector
    var tests: [(probe: ProcessProbe, chance: DeepPriors.Test)]

    /// The fact with those of its tests that are chosen; nil without any.
    func asked(_ chosen: [ProcessProbe]) -> Fact? {
        let asked = tests.filter { chosen.contains($0.probe) }
        return asked.isEmpty ? nil : Fact(holds: holds, tests: asked)
    }

    /// P(yes | C) of one test.
    func yes(_ place: Int) -> ClassVector {
        mixture(ifHolds: tests[place].chance.ifHolds, otherwise: tests[place].chance.otherwise)
    }

    /// P(y | C) = Σ_F P(F | C) Π_i P(y_i | F) of every combination of answers.
    var answers: [ClassVector] {
        (0..<(1 << tests.count)).map { pattern in
            var (ifHolds, otherwise) = (1.0, 1.0)
            for (place, test) in tests.enumerated() {
                let isYes = pattern >> place & 1 == 1
                ifHolds *= isYes ? test.chance.ifHolds : 1 - test.chance.ifHolds
                otherwise *= isYes ? test.chance.otherwise : 1 - test.chance.otherwise
            }
            return mixture(ifHolds: ifHolds, otherwise: otherwise)
        }
    }

    private func mixture(ifHolds: Double, otherwise: Double) -> ClassVector {
        holds * ifHolds + (ClassVector(repeating: 1) - holds) * otherwise
    }
}
