import Decision
import Model
import Testing

@testable import Planning

@Suite struct ProcessPlannerTests {
    private let planner = ProcessPlanner(gates: gates, errorRate: ErrorRate(alpha: 0.05))

    @Test func `the surest stops are admitted until the mean error exceeds alpha`() {
        let findings = [0.99, 0.98, 0.90, 0.88].map { finding(orphan(), abandoned: $0) }
        let decisions = planner.decide(
            findings, copies: [0, 1, 2, 3], parents: [nil, nil, nil, nil], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [.stop, .stop, .stop, .review])
        #expect(decisions[3].gates.map(\.reasonCode) == ["false_discovery_rate"])
    }

    @Test func `identical copies stand or fall as one question`() {
        let findings = [0.99, 0.97, 0.93].map { finding(orphan(), abandoned: $0) }
        let decisions = planner.decide(findings, copies: [7, 7, 7], parents: [nil, nil, nil], preselectionLimit: nil)
        // The worst member's 7 % is the group's, and it is above 5 %.
        #expect(decisions.map(\.recommendation) == [.review, .review, .review])
    }

    @Test(arguments: [(0, 0), (2, 2), (nil, 3)] as [(Int?, Int)])
    func `the policy mode limits what is preselected, not what is recommended`(limit: Int?, count: Int) {
        let findings = [0.99, 0.99, 0.99].map { finding(orphan(), abandoned: $0) }
        let decisions = planner.decide(
            findings, copies: [0, 1, 2], parents: [nil, nil, nil], preselectionLimit: limit)
        #expect(decisions.count { $0.recommendation == .stop } == 3)
        #expect(decisions.count { $0.isPreselected } == count)
    }

    @Test func `nothing is taken out of a tree whose parent stays`() {
        let sure = finding(orphan(), abandoned: 0.99)
        let unsure = finding(orphan(), abandoned: 0.6, choice: .review)
        // 0 <- 1 <- 2 goes as a whole; 3 stays, and so do its child 4 and that one's child 5.
        let decisions = planner.decide(
            [sure, sure, sure, unsure, sure, sure], copies: [0, 1, 2, 3, 4, 5], parents: [nil, 0, 1, nil, 3, 4],
            preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [.stop, .stop, .stop, .review, .review, .review])
        #expect(decisions[5].gates.map(\.reasonCode) == ["parent_stays"])
        #expect(decisions.map(\.isPreselected) == [true, true, true, false, false, false])
    }

    @Test func `what the judge keeps is kept without a question`() {
        let decisions = planner.decide(
            [finding(orphan(), abandoned: 0.01, choice: .keep)], copies: [0], parents: [nil], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [.keep])
    }

    private static let supervisor = SupervisorFacts(
        kind: "systemd", unit: "a.service", stopCommand: nil, restartCommand: nil)
    @Test(arguments: [(true, true, ProcessRecommendation.restart), (true, false, .stopUnit), (false, true, .stopUnit)])
    func `of what a supervisor runs the sick is started anew, the abandoned stopped`(
        isSick: Bool, canRestart: Bool, expected: ProcessRecommendation
    ) {
        var facts = orphan()
        facts.supervisor = SupervisorFacts(
            kind: "systemd", unit: "a.service", stopCommand: "stop", restartCommand: canRestart ? "restart" : nil)
        facts.attachment.isSupervised = true
        var judged = finding(facts)
        if isSick { judged.posterior = Posterior(probabilities: [0.01, 0.98, 0.01, 0]) }
        let decisions = planner.decide([judged], copies: [0], parents: [nil], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [expected])
        #expect(decisions.map(\.isPreselected) == [false])
    }

    private static let stranger = Protection(gate: "owner", reasonCode: "other_user", sentence: "Not yours.")

    @Test(
        arguments: [
            (14_400, nil, [], .reapParent), (14_400, supervisor, [], .reapParent), (14_400, nil, [stranger], .keep),
            (5, nil, [], .keep),
        ] as [(Double, SupervisorFacts?, [Protection], ProcessRecommendation)])
    func `a zombie's parent is asked unless it is young or not yours`(
        age: Double, supervisor: SupervisorFacts?, protections: [Protection], expected: ProcessRecommendation
    ) {
        var facts = orphan()
        facts.state = .zombie
        facts.age = age
        facts.supervisor = supervisor
        facts.attachment.isSupervised = supervisor != nil
        facts.protections = protections
        let decisions = planner.decide([finding(facts)], copies: [0], parents: [nil], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [expected])
    }

    @Test func `where the record shows that stops come back, a gentler action of like loss is taken`() throws {
        let counts: [ProcessRecommendation: [Remedy.Counts]] = Dictionary(
            uniqueKeysWithValues: RecoverySettings.actions.map {
                ($0, [Remedy.Counts](repeating: .init(recovered: 8, failed: 2), count: 3))
            })
        var recovery = RecoveryModel(
            settings: RecoverySettings(
                alike: 1.25, comparable: 0.02, elsewhere: 0.25, counts: counts,
                losses: [
                    .pause: [20, 8, 2, 45], .renice: [2, 8, 24, 45], .throttle: [10, 6, 18, 45],
                    .restart: [30, 4, 25, 10],
                ]),
            stopLosses: [100, 20, 1, 1])
        var judged = finding(orphan(), abandoned: 0.98)
        judged.losses = LossMatrix(rows: [.init(action: .stop, losses: [100, 20, 1, 1])])
        func decide() throws -> ProcessPlanner.Decision {
            try #require(
                ProcessPlanner(gates: gates, errorRate: ErrorRate(alpha: 1), recovery: recovery)
                    .decide([judged], copies: [0], parents: [nil], preselectionLimit: nil).first)
        }
        #expect(try decide().recommendation == .stop)
        recovery.tally.rows = [
            .init(action: .stop, category: .test, hasRecovered: false, trials: 20, byClass: [0, 0, 20])
        ]
        let gentler = try decide()
        #expect(gentler.recommendation == .pause && gentler.isPreselected)
        #expect(gentler.gates.last?.reasonCode == "gentler_recovers_better")
    }
}
