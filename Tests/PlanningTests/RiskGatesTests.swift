import Decision
import Model
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
        #expect(steps.count == 5)
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
}
