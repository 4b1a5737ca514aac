import Decision
import Model
import Primitives
import Testing

@testable import Planning

@Suite struct ProcessPlannerTests {
    private let planner = ProcessPlanner(gates: gates, discovery: DiscoveryControl(alpha: 0.05))

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

    @Test(
        arguments: [
            ([.adrift], nil, .stop), ([.sev, .adrift], nil, .stop), ([.used], nil, .review), ([.att], nil, .review),
            // Not everything could be read.
            ([.used, .adrift], nil, .review),
            // What it has from a parent that has it, too, says nothing new.
            ([.used], [.used], .stop),
        ] as [(PossibleLevels, PossibleLevels?, ProcessRecommendation)])
    func `what runs something that others use is left to a person, however far above`(
        child: PossibleLevels, grandparent: PossibleLevels?, expected: ProcessRecommendation
    ) {
        var above = finding(orphan(), abandoned: 0.99)
        above.facts.levels = grandparent ?? above.facts.levels
        var needed = finding(orphan(), abandoned: 0.2, choice: .keep)
        needed.facts.levels = child
        let middle = grandparent == nil ? finding(orphan(), abandoned: 0.99) : above
        let decisions = planner.decide(
            [above, middle, needed], copies: [0, 1, 2], parents: [nil, 0, 1], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [expected, expected, .keep])
        #expect(decisions[1].gates.map(\.reasonCode) == (expected == .review ? ["child_in_use"] : []))
    }

    @Test func `a dead child and a tree in a circle hold nothing`() {
        let above = finding(orphan(), abandoned: 0.99)
        var dead = finding(orphan(), abandoned: 0.99)
        dead.facts.levels = [.used]
        dead.facts.state = .zombie
        let decisions = planner.decide([above, dead], copies: [0, 1], parents: [nil, 0], preselectionLimit: nil)
        #expect(decisions.map(\.recommendation) == [.stop, .reapParent])
        var held = above
        held.facts.levels = [.used]
        let circle = planner.decide(
            [above, above, held], copies: [0, 1, 2], parents: [1, 0, 1], preselectionLimit: nil)
        #expect(circle.map(\.recommendation) == [.review, .review, .review])
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
                ProcessPlanner(gates: gates, discovery: DiscoveryControl(alpha: 1), recovery: recovery)
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

    // MARK: Over the whole plan, over all runs, over time

    @Test(arguments: [(DiscoveryMethod.lfdr, true), (.by, false), (.eBH, false), (.group, false), (.strictest, false)])
    func `the procedure that is asked for decides, and all of them are told`(method: DiscoveryMethod, isStopped: Bool) {
        let strict = ProcessPlanner(gates: gates, discovery: DiscoveryControl(alpha: 0.05, method: method))
        // The evidence is worth e = 0.96/0.04 × 0.85/0.15 = 136, and of fifty that were asked none else stands out.
        let findings =
            [finding(orphan(), abandoned: 0.96)]
            + (0..<49).map { _ in finding(orphan(), abandoned: 0.01, choice: .keep) }
        let decisions = strict.decide(
            findings, copies: Array(0..<50), parents: findings.map { _ in nil }, preselectionLimit: nil)
        #expect((decisions[0].recommendation == .stop) == isStopped)
        let verdict = decisions[0].discovery
        #expect(verdict?.asked == 50)
        #expect(verdict?.admittedBy == [.lfdr])
        #expect(abs((verdict?.evidence ?? 0) - 0.96 / 0.04 * 0.85 / 0.15) < 1e-6)
    }

    @Test func `what the wealth does not pay for becomes a question, and copies are paid for once`() throws {
        let poor = try #require(ErrorBudget(alpha: 0.05, wealth: 0.001, sinceSuccess: 0))
        let fresh = try #require(ErrorBudget(alpha: 0.05))
        let findings = [0.999, 0.999, 0.999, 0.98].map { finding(orphan(), abandoned: $0) }
        func decide(_ budget: ErrorBudget?, limit: Int?) -> [ProcessPlanner.Decision] {
            planner.decide(
                findings, copies: [0, 0, 0, 1], parents: [nil, nil, nil, nil], preselectionLimit: limit, budget: budget)
        }
        #expect(decide(poor, limit: nil).map(\.recommendation) == [.review, .review, .review, .review])
        #expect(decide(poor, limit: nil).allSatisfy { $0.gates.map(\.reasonCode) == ["error_budget"] })
        // The first question halves the wealth and leaves a level of 0.8 %, which is below the 2 % of the second.
        #expect(decide(fresh, limit: nil).map(\.isPreselected) == [true, true, true, false])
        #expect(decide(fresh, limit: nil)[3].recommendation == .review)
        #expect(decide(nil, limit: nil).map(\.isPreselected) == [true, true, true, true])
        // Where nothing goes by itself, nothing is held to a budget: a person decides.
        #expect(decide(poor, limit: 0).map(\.recommendation) == [.stop, .stop, .stop, .stop])
        #expect(decide(poor, limit: 0).allSatisfy { !$0.isPreselected })
    }

    private func suspect(_ change: (inout ProcessFacts) -> Void = { _ in }) -> ProcessFinding {
        var facts = orphan()
        change(&facts)
        var judged = finding(facts, abandoned: 0.85, choice: .review)
        judged.losses = LossMatrix(rows: [
            .init(action: .keep, losses: [0, 10, 30, 50]), .init(action: .review, losses: [6, 4, 8, 10]),
            .init(action: .stop, losses: [100, 20, 1, 1]),
        ])
        return judged
    }

    private func overdue(_ finding: ProcessFinding, parent: Int? = nil, isOver: Bool = true) -> ProcessRecommendation {
        let other = PlanningTests.finding(orphan(), abandoned: 0.01, choice: .keep)
        let parents = [parent, nil]
        var decisions = planner.decide([finding, other], copies: [0, 1], parents: parents, preselectionLimit: 0)
        planner.pauseOverdue(&decisions, [finding, other], parents: parents) { _ in isOver }
        #expect(!decisions[0].isPreselected)
        return decisions[0].recommendation
    }

    @Test func `what is undecided for too long is to be paused`() {
        #expect(overdue(suspect()) == .pause)
        #expect(overdue(suspect(), isOver: false) == .review)
    }

    @Test func `nothing is paused that leans towards use, that anything depends on, or that a gate speaks for`() {
        var useful = suspect()
        useful.posterior = Posterior(probabilities: [0.3, 0, 0.7, 0])
        #expect(overdue(useful) == .review)
        #expect(overdue(suspect(), parent: 1) == .review)
        #expect(overdue(suspect { $0.attachment.clients = 1 }) == .review)
        #expect(overdue(suspect { $0.attachment.clients = nil }) == .review)
        #expect(overdue(suspect { $0.attachment.isSupervised = nil }) == .review)
        #expect(overdue(suspect { $0.filesAtRisk = .unavailable(.notPermitted) }) == .review)
        #expect(overdue(suspect { $0.state = .stopped }) == .review)
        #expect(overdue(suspect { $0.levels = [.dmn] }) == .review)
        #expect(overdue(suspect { $0.levels = [] }) == .review)
        #expect(overdue(suspect { $0.protections = [Self.stranger] }) == .keep)
        #expect(overdue(finding(orphan())) == .stop)
    }
}
