import Model
import TestSupport
import Testing

@testable import Decision

/// What earlier outcomes say of an action, and what follows for the choice among actions.
@Suite struct RecoveryModelTests {
    private func model(_ rows: [RecoveryTally.Row] = []) -> RecoveryModel {
        let counts: [ProcessRecommendation: [Remedy.Counts]] = [
            .renice: [(5, 5), (4, 6), (3, 7)], .throttle: [(4, 6), (6, 4), (8, 4)], .pause: [(2, 8), (5, 5), (16, 6)],
            .restart: [(8, 2), (14, 6), (4, 16)], .stopUnit: [(3, 7), (6, 4), (19, 1)],
            .stop: [(3, 7), (6, 4), (19, 1)],
        ].mapValues { $0.map { Remedy.Counts(recovered: $0.0, failed: $0.1) } }
        let settings = RecoverySettings(
            alike: 1.25, comparable: 0.02, elsewhere: 0.25, counts: counts,
            losses: [
                .renice: [2, 8, 24, 45], .throttle: [10, 6, 18, 45], .pause: [20, 8, 8, 45], .restart: [30, 4, 25, 10],
            ])
        return RecoveryModel(settings: settings, stopLosses: [100, 20, 1, 1], tally: RecoveryTally(rows: rows))
    }

    private func row(_ action: ProcessRecommendation, _ recovered: Bool, _ trials: Int, _ category: ProcessCategory)
        -> RecoveryTally.Row
    {
        RecoveryTally.Row(
            action: action, category: category, hasRecovered: recovered, trials: trials,
            byClass: [0, 0, Double(trials)])
    }

    private func finding(_ probabilities: [Double], stopLoss: Double = 100) -> ProcessFinding {
        let attachment = AttachmentFacts(
            isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
            standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false, role: .job)
        let facts = ProcessFacts(
            category: .test, role: .job, age: 1000, state: .sleeping, attachment: attachment, levels: [.adrift])
        let losses = LossMatrix<ProcessRecommendation, ProcessClass>(
            rows: [
                .init(action: .keep, losses: [0, 10, 30, 50]), .init(action: .review, losses: [6, 4, 8, 10]),
                .init(action: .stop, losses: [stopLoss, 20, 1, 1]),
            ])
        return ProcessFinding(
            facts: facts, posterior: .init(probabilities: probabilities), losses: losses, choice: .stop,
            ledger: { _ in .certain(.abandoned, because: "test") })
    }

    private func remedy(_ action: ProcessRecommendation, _ model: RecoveryModel, _ finding: ProcessFinding) throws
        -> Remedy
    {
        try #require(
            model.remedies(finding, recommended: .stop, withIntervals: true).first { $0.action == action })
    }

    @Test func `without outcomes the priors stand, weighted by the classes, and ending stays`() throws {
        let finding = finding([0.06, 0.01, 0.93, 0])
        let stop = try remedy(.stop, model(), finding)
        #expect(abs(stop.probability - (0.06 * 0.3 + 0.01 * 0.6 + 0.93 * 0.95)) < 1e-12)
        #expect(stop.isTaken && stop.isAlike && stop.trials == 0)
        #expect(0 < stop.low && stop.low < stop.probability && stop.probability < stop.high && stop.high < 1)
        #expect(abs(stop.expectedLoss - (6 + 0.2 + 0.93)) < 1e-12)
    }

    @Test func `outcomes are conjugate counts, and those of other categories weigh less`() throws {
        let rows = [row(.stop, true, 4, .test), row(.stop, false, 8, .build), row(.pause, true, 9, .test)]
        let stop = try remedy(.stop, model(rows), finding([0, 0, 1, 0]))
        #expect(stop.counts[2] == Remedy.Counts(recovered: 19 + 4, failed: 1 + 2))
        #expect(abs(stop.probability - 23.0 / 26) < 1e-12)
        #expect(stop.trials == 12 && stop.trialsOfCategory == 4 && stop.recoveries == 4)
    }

    @Test func `where stops come back and losses are alike, the gentler one is taken, and never a harsher one`() {
        let doubtful = finding([0.065, 0, 0.935, 0])
        let failing = model([row(.stop, false, 30, .test), row(.pause, true, 30, .test)])
        #expect(model().action(doubtful, recommended: .stop) == .stop)
        #expect(failing.action(doubtful, recommended: .stop) == .pause)
        // Losses that are far apart are not weighed against chances.
        #expect(failing.action(finding([0, 0, 1, 0]), recommended: .stop) == .stop)
        // What was recommended is the most that may be taken.
        let stopping = model([row(.stop, true, 100, .test)])
        #expect(stopping.action(doubtful, recommended: .pause) != .stop)
        for recommended in [ProcessRecommendation.keep, .review, .reapParent] {
            #expect(failing.action(doubtful, recommended: recommended) == recommended)
        }
    }

    @Test func `whatever the record holds, nothing harsher than the recommended is taken`() {
        var random = Chance(seed: 5)
        let order = RecoverySettings.actions
        for _ in 0..<300 {
            let rows = (0..<random.below(6)).map { _ in
                row(
                    order[Int(random.below(order.count))], random.below(2) == 0, Int(random.below(50)),
                    random.below(2) == 0 ? .test : .build)
            }
            let weights = (0..<3).map { _ in Double(random.below(100) + 1) }
            let total = weights.reduce(0, +)
            let finding = finding(weights.map { $0 / total } + [0])
            for (place, recommended) in order.enumerated() {
                let taken = model(rows).action(finding, recommended: recommended)
                #expect(order.firstIndex(of: taken).map { $0 <= place } == true)
                let isBySupervisor: Set<ProcessRecommendation> = [.restart, .stopUnit]
                #expect(isBySupervisor.contains(taken) == isBySupervisor.contains(recommended))
            }
        }
    }

    @Test func `who depends on it makes a pause dearer too`() throws {
        let (alone, held) = (finding([0.5, 0, 0.5, 0]), finding([0.5, 0, 0.5, 0], stopLoss: 300))
        let (before, after) = (try remedy(.pause, model(), alone), try remedy(.pause, model(), held))
        #expect(before.expectedLoss == 14 && after.expectedLoss == 34)
    }

    @Test func `a zombie has no remedy by signal`() {
        var dead = finding([0, 0, 0, 1])
        dead.facts.state = .zombie
        #expect(model().remedies(dead, recommended: .reapParent).isEmpty)
    }

    @Test func `the mathematics shows counts, interval and what is taken`() throws {
        let model = model([row(.stop, true, 2, .test)])
        let finding = finding([0.06, 0.01, 0.93, 0])
        let steps = model.derivations(finding, model.remedies(finding, recommended: .stop, withIntervals: true))
        let stop = try #require(steps.first { $0.step == "recovery by stop" })
        #expect(stop.result.contains("90 % interval") && stop.result.hasSuffix("; taken"))
        #expect(stop.inputs.contains { $0.value == "0.9300, 21.0000, 1.0000" }, "\(stop.inputs)")
    }
}
