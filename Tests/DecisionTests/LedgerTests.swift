import Testing

@testable import Decision

/// Three classes, as another domain would bring its own.
enum Tightness: String, DecisionClass {
    case fine, tight, full
    static var reference: Tightness { .fine }
}

func evidence(_ weights: [Double], bounds: ClosedRange<Double>? = nil) -> Evidence {
    Evidence(
        feature: "feature", logLikelihood: weights, bounds: bounds, source: "test",
        wording: Evidence.Wording(value: "1", sentence: "Seen."))
}

@Suite struct LedgerTests {
    @Test func `without evidence the posterior is the prior`() {
        let ledger = Ledger<Tightness>(prior: [0.7, 0.2, 0.1], priorSource: "test")
        for (got, want) in zip(ledger.posterior.probabilities, [0.7, 0.2, 0.1]) { #expect(abs(got - want) < 1e-12) }
    }

    @Test func `evidence multiplies odds`() {
        let ledger = Ledger<Tightness>(
            prior: [0.5, 0.5, 0], priorSource: "test",
            groups: [EvidenceGroup(name: "a", cap: 9, terms: [evidence([0, 1.5, 0])])])
        #expect(abs(ledger.posterior[.tight] / ledger.posterior[.fine] - 4.4816890703) < 1e-8)
    }

    @Test func `a group weighs no more than its cap, however many terms agree`() {
        let group = EvidenceGroup(name: "a", cap: 2, terms: (0..<10).map { _ in evidence([0, 1, -1]) })
        #expect(group.contribution(classes: 3) == [0, 2, -2])
    }

    @Test func `a term is held to its own bounds before the group is summed`() {
        let group = EvidenceGroup(
            name: "a", cap: 4, terms: [evidence([0, 9, -9], bounds: -1...0.5), evidence([0, 1, 1])])
        #expect(group.contribution(classes: 3) == [0, 1.5, 0])
    }

    @Test func `an impossible class stays impossible whatever the evidence`() {
        let ledger = Ledger<Tightness>(
            prior: [0.5, 0.5, 0], priorSource: "test",
            groups: [EvidenceGroup(name: "a", cap: 100, terms: [evidence([0, 0, 100])])])
        #expect(ledger.posterior[.full] == 0)
    }

    @Test func `a settled class is certain`() {
        #expect(Ledger<Tightness>.certain(.full, because: "test").posterior.probabilities == [0, 0, 1])
    }

    @Test func `where everything is impossible nothing is concluded`() {
        #expect(Posterior<Tightness>(logWeights: [-.infinity, -.infinity, -.infinity])[.fine] == 1)
    }

    @Test func `probabilities sum to one for any weights`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let logs = (0..<3).map { _ in Double.random(in: -700...700, using: &generator) }
            let sum = Posterior<Tightness>(logWeights: logs).probabilities.reduce(0, +)
            #expect(abs(sum - 1) < 1e-12)
        }
    }
}
