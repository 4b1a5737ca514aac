import Decision
import Model
import TestSupport
import Testing

@testable import Planning

/// Gates of risk hold a stop back where a slightly different world would make it a mistake, and never let one through.
@Suite struct RiskGatesTests {
    private let risk = RiskGates(
        priorDoubt: 3, divergenceRadius: 0.05, transportRadius: 0.05, tailShare: 0.25, surprise: 0.005)

    private func judged(
        useful: Double, stopLoss: Double = 100, surprise: Double? = 0.4, choice: ProcessRecommendation = .stop
    ) -> ProcessFinding {
        var facts = orphan()
        facts.surprise = surprise
        return ProcessFinding(
            facts: facts, posterior: Posterior(probabilities: [useful, 0, 1 - useful, 0]),
            losses: LossMatrix(rows: [
                .init(action: .keep, losses: [0, 10, 30, 50]), .init(action: .review, losses: [6, 4, 8, 10]),
                .init(action: .stop, losses: [stopLoss, 20, 1, 1]),
            ]), choice: choice, ledger: { _ in Ledger(prior: [1, 0, 0, 0], priorSource: "test") })
    }

    @Test func `a sure stop passes, with every question told`() {
        #expect(risk.findings(judged(useful: 0.01)).isEmpty)
        let steps = risk.derivations(judged(useful: 0.01))
        #expect(steps.count == 7)
        #expect(steps.allSatisfy { $0.result.hasSuffix("passed") })
    }

    @Test(arguments: [
        (0.15, 100.0, 0.4, ["prior_doubt", "distribution_doubt", "tail_risk"]),
        (0.06, 300.0, 0.4, ["prior_doubt", "tail_risk"]),
        (0.01, 100.0, 0.001, ["model_misfit"]),
    ])
    func `a doubtful one needs a person`(useful: Double, stopLoss: Double, surprise: Double, codes: [String]) {
        let found = risk.findings(judged(useful: useful, stopLoss: stopLoss, surprise: surprise))
        #expect(Set(found.map(\.reasonCode)).isSuperset(of: codes), "\(found.map(\.reasonCode))")
        #expect(found.allSatisfy { $0.verdict == .needsApproval })
    }

    @Test func `only stops are asked`() {
        #expect(risk.findings(judged(useful: 0.5, choice: .review)).isEmpty)
        #expect(risk.derivations(judged(useful: 0.5, choice: .keep)).isEmpty)
    }

    @Test func `more doubt never lets more through`() {
        for useful in stride(from: 0.0, through: 0.3, by: 0.01) {
            var wider = risk
            wider.priorDoubt = 6
            wider.divergenceRadius = 0.2
            wider.transportRadius = 0.2
            wider.tailShare = 0.1
            let narrow = Set(risk.findings(judged(useful: useful)).map(\.reasonCode))
            #expect(Set(wider.findings(judged(useful: useful)).map(\.reasonCode)).isSuperset(of: narrow), "\(useful)")
        }
    }

    @Test func `a probability that is no number refuses`() {
        let found = risk.findings(judged(useful: .nan))
        #expect(found.contains { $0.reasonCode == "prior_doubt" })
    }

    @Test func `odds below the bound of the losses refuse, and the bound rises with who depends on it`() throws {
        let sure = judged(useful: 0.01)
        #expect(try #require(sure.stopBoundary).bound > 0)
        #expect(abs(try #require(sure.stopBoundary).logOdds - 4.59512) < 1e-4)
        // 100/29 against 300/29.
        let dear = try #require(judged(useful: 0.01, stopLoss: 300).stopBoundary)
        #expect(abs(dear.bound - (try #require(sure.stopBoundary).bound) - 1.09861) < 1e-4)
        #expect(risk.findings(judged(useful: 0.3)).contains { $0.reasonCode == "below_odds_bound" })
        #expect(risk.findings(judged(useful: 0.3)).contains { $0.reasonCode == "least_favourable" })
    }

    /// The worst of ending exceeds the worst of keeping only where it exceeds keeping at the same prior.
    @Test func `the least favourable prior never refuses what the doubt about prior odds lets through`() {
        var chance = Chance(seed: 7)
        func number(_ most: Double) -> Double { Double.random(in: 0...most, using: &chance) }
        var refused = 0
        for _ in 0..<2000 {
            let weights = (0..<4).map { _ in number(1) * number(1) * number(1) }
            let total = weights.reduce(0, +)
            var judged = judged(useful: 0.01)
            judged.posterior = Posterior(probabilities: weights.map { $0 / total })
            judged.losses = LossMatrix(
                rows: [ProcessRecommendation.keep, .review, .stop].map { action in
                    .init(action: action, losses: (0..<4).map { _ in number(100) })
                })
            let codes = Set(risk.findings(judged).map(\.reasonCode))
            guard codes.contains("least_favourable") else { continue }
            refused += 1
            #expect(codes.contains("prior_doubt"), "\(judged.posterior) \(judged.losses)")
        }
        #expect(refused > 100)
    }

    @Test func `a choice that rests on a known pattern alone is doubted`() {
        let pattern = EvidenceGroup(
            name: EvidenceGroup.signature, cap: 4,
            terms: [
                Evidence(
                    feature: "signature", logLikelihood: [0, 0, 3, 0], source: "test",
                    wording: Evidence.Wording(value: "1", sentence: "Known."))
            ])
        func doubts(_ prior: [Double]) -> Bool {
            let ledger = Ledger<ProcessClass>(prior: prior, priorSource: "test", groups: [pattern])
            let losses = judged(useful: 0.01).losses
            let finding = ProcessFinding(
                facts: orphan(), posterior: ledger.posterior, losses: losses, choice: .stop, ledger: { _ in ledger })
            return risk.findings(finding).contains { $0.reasonCode == "layer_doubt" }
        }
        #expect(doubts([0.6, 0, 0.4, 0]))
        #expect(!doubts([0.1, 0, 0.9, 0]))
    }

    @Test func `a past that refutes holds back once a reason, one that is silent does not`() {
        func check(_ code: String, _ outcome: PastCheck.Outcome) -> PastCheck {
            PastCheck(reasonCode: code, step: code, equation: "e", source: "s", outcome: outcome)
        }
        var facts = orphan()
        facts.past = PastChecks(
            checks: [
                check("a", .measured(value: 2, bound: 1, sentence: "Used.")),
                check("a", .measured(value: 3, bound: 1, sentence: "Used more.")),
                check("b", .measured(value: .nan, bound: 1, sentence: "Unknown.")),
                check("c", .measured(value: 1, bound: 1, sentence: "Fine.")), check("d", .silent(because: "too short")),
            ], logEvidenceOfUse: 0)
        let found = PastGate.findings(finding(facts))
        #expect(found.map(\.reasonCode) == ["a", "b"])
        #expect(found.map(\.sentence) == ["Used.", "Unknown."])
        #expect(PastGate.derivations(facts.past).map(\.result).last == "0: too short")
    }
}
