import Decision
import Formats
import Model
import Planning
import Primitives
import ProcessTriage
import Reporting
import Testing

@testable import Runtime

/// Which of the gates that compare losses can close, on the way from a pack to a plan; docs/decisions.md says so.
@Suite struct RiskGatePathTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    /// Gates of risk that look at losses and probabilities alone.
    private static let comparing: Set = [
        "below_odds_bound", "prior_doubt", "least_favourable", "distribution_doubt", "transport_doubt", "tail_risk",
    ]

    private let scratch: LearningScratch

    init() throws { scratch = try LearningScratch() }

    private func assessed(_ engine: ProcessEngine) throws -> ProcessEngine.Assessed {
        try engine.assess(
            engine.load("\(Self.root)/Scenarios/processes/pasts/recording.jsonl"), mode: .observe)
    }

    /// A worker that spins, in a pack for which keeping the sick costs far more than ending them.
    @Test func `the odds bound can close alone where a pack makes it dear to keep what is sick`() throws {
        let pid: Int32 = 804
        let engine = scratch.engine { packs in
            packs.priors.decision.keep = [0, 200, 30, 50]
            packs.priors.decision.review = [6, 100, 8, 10]
            packs.priors.decision.stop = [100, 1, 1, 1]
            packs.priors.decision.falseDiscoveryRate = 1
            packs.priors.decision.corroboratingGroups = 0
        }
        let assessed = try assessed(engine)
        var request = ProcessEngine.PlanRequest()
        request.isDryRun = true
        request.isLive = false
        let plan = try JSONParser.parse(engine.plan(assessed, request).json)
        let planned = try #require(plan["candidates"]?.array?.first { $0["pid"] == .integer(Int64(pid)) })
        #expect(planned["choice"] == "stop" && planned["recommendation"] == "review")
        #expect(planned["gates"]?.array?.map { $0["reason_code"] } == ["below_odds_bound"])
        #expect(planned["why"] == "Its odds do not reach the bound of the losses.")
        #expect(planned["margin_nats"]?.double.map { $0 < -2 } == true)

        let explained = try engine.explain(pid, in: assessed, withMathematics: true)
        #expect(explained.gates.map(\.reasonCode) == ["below_odds_bound"])
        let held = explained.explanation?.derivations.filter { $0.result.hasSuffix("a person has to look") }
        #expect(held?.map(\.step) == ["gate: sequential probability ratio"])

        let place = try #require(assessed.sample.processes.firstIndex { $0.pid == pid })
        for (unheard, recommendation) in [([], ProcessRecommendation.review), (["below_odds_bound"], .stop)] {
            var planner = try engine.judgement().planner
            planner.unheard = Set(unheard)
            let decisions = planner.decide(
                [assessed.findings[place]], copies: [0], parents: [nil], preselectionLimit: nil)
            #expect(decisions.map(\.recommendation) == [recommendation])
        }
    }

    @Test func `with the losses of the packs only a belief nearby can refuse, where much hangs on the process`() throws
    {
        let engine = scratch.engine()
        let assessed = try assessed(engine)
        let place = try #require(assessed.findings.firstIndex { $0.facts.protections.isEmpty && $0.facts.age > 1000 })
        let decision = try engine.judgement().packs.priors.decision
        let gates = try engine.judgement().planner.gates
        var finding = assessed.findings[place]
        var closed: [Double: Set<String>] = [:]
        for factor in stride(from: 1.0, through: 6, by: 1) {
            for crowding in [1, 1.25] {
                let keep = [
                    decision.keep[0], decision.keep[1] * crowding, decision.keep[2] * crowding, decision.keep[3],
                ]
                finding.losses = LossMatrix(rows: [
                    .init(action: .keep, losses: keep),
                    .init(action: .review, losses: decision.review),
                    .init(action: .stop, losses: [decision.stop[0] * factor] + decision.stop.dropFirst()),
                ])
                for useful in stride(from: 0.0, through: 0.07, by: 0.005) {
                    for sick in stride(from: 0.0, through: 1 - useful, by: 0.03) {
                        finding.posterior = Posterior(probabilities: [useful, sick, 1 - useful - sick, 0])
                        guard finding.losses.choice(finding.posterior) == .stop else { continue }
                        finding.choice = .stop
                        let codes = gates.findings(finding).map(\.reasonCode)
                        closed[factor, default: []].formUnion(Self.comparing.intersection(codes))
                    }
                }
            }
        }
        #expect(closed.filter { $0.key <= 3 && !$0.value.isEmpty }.isEmpty, "\(closed)")
        #expect(Set(closed.values.flatMap { $0 }) == ["distribution_doubt", "transport_doubt"], "\(closed)")
        // Wrong stops become dearer with clients and files at risk, up to this much.
        #expect(1 + decision.clientLossAtMost + decision.lossForFilesAtRisk == 6)
    }
}
