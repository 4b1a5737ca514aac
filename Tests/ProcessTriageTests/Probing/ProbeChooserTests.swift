import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// Which suspects are looked at, with what, and when it ends.
struct ProbeChooserTests {
    private var chooser: ProbeChooser
    private let priors: ProcessPriors

    init() throws {
        priors = try embeddedPacks.get().priors
        chooser = ProbeChooser(priors)
    }

    private static let doubtful = [0.25, 0.05, 0.7, 0]
    private static let clear = [0.995, 0.002, 0.003, 0]

    private func choose(
        _ findings: [ProcessFinding], limit: Int = 20, budget: Double = 1, isOpen: (Int) -> Bool = { _ in true }
    ) -> [ProbeChooser.Suspect] {
        chooser.choose(among: findings, isOpen: isOpen, limit: limit, budget: budget)
    }

    @Test func `what is clear, closed, dead or the kernel's is no suspect`() {
        let kernel = Protection(gate: "machine", reasonCode: Protection.kernelThread, sentence: "")
        let findings = [
            finding(Self.clear), finding(Self.doubtful), finding(Self.doubtful),
            finding(Self.doubtful) { $0.state = .zombie }, finding(Self.doubtful) { $0.protections = [kernel] },
        ]
        #expect(choose(findings) { $0 != 2 }.map(\.place) == [1])
    }

    @Test func `the less is known the more urgent, and the first in the scan among equals`() {
        let findings = [[0.9, 0.02, 0.08, 0], [0.3, 0.05, 0.65, 0], [0.96, 0.01, 0.03, 0], [0.3, 0.05, 0.65, 0]]
            .map { finding($0) }
        let suspects = choose(findings)
        #expect(suspects.map(\.place).prefix(2) == [1, 3])
        #expect(suspects.map(\.choice.rank) == suspects.indices.map { $0 + 1 })
        let priorities = suspects.compactMap(\.choice.priority)
        #expect(priorities == priorities.sorted(by: >) && priorities.count == suspects.count)
        for suspect in suspects {
            // What may go wrong by itself until the next scan makes it worth at least what is to be saved now.
            #expect((suspect.choice.priority ?? 0) >= suspect.choice.perfect - 1e-4)
        }
    }

    @Test func `what is beyond the limit or the budget is told why and gets nothing`() {
        let findings = (0..<5).map { _ in finding(Self.doubtful) }
        let limited = choose(findings, limit: 2)
        #expect(limited.map { $0.choice.chosen.isEmpty } == [false, false, true, true, true])
        #expect(limited[4].choice.ended == "2 suspects are more urgent")
        let one = limited[0].choice.seconds
        let poor = choose(findings, budget: one * 1.5)
        #expect(poor.map(\.choice.seconds).reduce(0, +) <= one * 1.5)
        #expect(poor[0].choice.chosen == limited[0].choice.chosen)
        #expect(poor[4].choice.chosen.isEmpty && poor[4].choice.ended?.contains("processor time") == true)
        #expect(choose(findings, budget: 0).allSatisfy { $0.choice.chosen.isEmpty })
    }

    @Test func `every probe has a reason or is chosen, at most as many as the pack allows, within the budget`() {
        var chance = Chance(seed: 23)
        for _ in 0..<60 {
            let weights = (0..<3).map { _ in Double.random(in: 0.01...1, using: &chance) }
            let total = weights.reduce(0, +)
            let budget = [0.0002, 0.0006, 0.002, 1][chance.below(4)]
            let reading = DeepReading.random(&chance)
            let isLookedAt = chance.below(2) == 0
            let choice = chooser.choice(
                finding(weights.map { $0 / total } + [0]) { if isLookedAt { $0.deep = reading } }, budget: budget)
            #expect(choice.items.map(\.probe) == ProcessProbe.allCases)
            #expect(choice.items.allSatisfy { $0.isChosen == ($0.reason == nil) })
            #expect(choice.chosen.count <= priors.probing.probesAtMost && choice.seconds <= budget)
            #expect(
                choice.value <= choice.perfect + 1e-9 && choice.items.allSatisfy { $0.value <= choice.perfect + 1e-9 })
            #expect(choice.chosen.isEmpty == (choice.ended != nil))
        }
    }

    @Test func `a probe that costs more than it tells is not chosen`() {
        #expect(chooser.choice(finding(Self.doubtful), budget: 1).chosen.contains(.environment))
        var dear = chooser
        dear.seconds = { $0 == .environment ? 1000 : $0.nominalSeconds }
        let item = dear.choice(finding(Self.doubtful), budget: .infinity).items
            .first { $0.probe == .environment }
        #expect(item?.isChosen == false && item?.reason?.isEmpty == false)
    }

    @Test func `a suspect whose first probes tell something goes on, one that cannot be read ends`() {
        var settings = priors
        settings.probing.lossPerSecond = 22_000
        let chooser = ProbeChooser(settings)
        func goesOn(_ change: (inout DeepReading) -> Void) -> (Bool, ProbeChoice) {
            var choice = ProbeChoice()
            choice.items = ([.environment, .company, .repository, .descriptors, .threads, .faults] as [ProcessProbe])
                .map { probe in
                    var item = ProbeChoice.Item()
                    (item.probe, item.isChosen) = (probe, true)
                    return item
                }
            let taken: [ProcessProbe] = [.environment, .company, .repository, .descriptors]
            let after = finding(Self.doubtful) { $0.deep = .taken(change) }
            return (chooser.goesOn(&choice, before: finding(Self.doubtful), after: after, taken: taken), choice)
        }
        let (isWorthIt, told) = goesOn {
            $0.agentMarks = .measured(["CLAUDECODE"])
            $0.company = .measured([])
            $0.descriptors = .measured(.with { $0.writing = 3 })
            $0.repository = .measured(.with { $0.kind = .pruned })
        }
        let (isStill, silent) = goesOn { reading in
            for probe in ProcessProbe.allCases { reading.setUnavailable(probe, .notPermitted) }
        }
        #expect(isWorthIt && told.ended == nil)
        #expect(!isStill && silent.ended?.contains("told too little") == true)
        #expect((told.persistence ?? 0) > (silent.persistence ?? 1))
    }

    @Test func `it ends where what is known now leaves nothing to save, and where nothing is left to take`() {
        var choice = chooser.choice(finding(Self.doubtful), budget: 1)
        let clear = finding(Self.clear) { $0.deep = .quiet }
        #expect(!chooser.goesOn(&choice, before: finding(Self.doubtful), after: clear, taken: []))
        #expect(choice.ended?.contains("nothing to save") == true)
        var done = chooser.choice(finding(Self.doubtful), budget: 1)
        let all = done.chosen
        #expect(!chooser.goesOn(&done, before: finding(Self.doubtful), after: finding(Self.doubtful), taken: all))
        #expect(done.ended == nil)
    }
}

/// Act, measure or wait.
struct NextStepTests {
    private let chooser: ProbeChooser

    init() throws { chooser = ProbeChooser(try embeddedPacks.get().priors) }

    @Test func `what is clear is acted on, and nothing is asked of the dead`() {
        #expect(chooser.nextStep(finding([0.997, 0.001, 0.002, 0])).words == "act")
        #expect(chooser.nextStep(finding([0.001, 0.001, 0.998, 0])).words == "act")
        #expect(chooser.nextStep(finding([0.3, 0, 0.7, 0]) { $0.state = .zombie }) == NextStep())
    }

    @Test func `the step is the one that saves most, and no step saves more than knowing everything`() {
        var kinds: Set<NextStep.Kind> = []
        for percent in 1..<100 {
            let belief = [1 - Double(percent) / 100, 0.0, Double(percent) / 100, 0]
            let step = chooser.nextStep(finding(belief))
            kinds.insert(step.kind)
            #expect(step.value <= step.perfect + 1e-9 && step.value >= 0)
            switch step.kind {
            case .act: #expect(step.measuring <= 1e-9 && step.waiting <= 1e-9)
            case .measure: #expect(step.measuring > step.waiting && !step.probes.isEmpty)
            case .wait: #expect(step.waiting >= step.measuring && step.words == "wait 30 min")
            }
        }
        #expect(kinds == [.act, .measure, .wait])
    }

    @Test func `what is kept is not waited for`() {
        for belief in [[0.85, 0.02, 0.13, 0], [0.8, 0, 0.2, 0]] {
            let finding = finding(belief)
            #expect(finding.choice == .keep)
            #expect(chooser.nextStep(finding).waiting == 0)
        }
    }

    @Test func `after a wait the belief has followed the class and the look`() {
        let losses = [[0, 10, 30, 50], [6, 4, 8, 10], [100, 20, 1, 1.0]]
        let wait = chooser.wait([0.3, 0, 0.7, 0], losses)
        // Half of what is useful is left after 72 h; 30 min are 1/144 of that.
        let left = 0.3 * 0.995198
        let seen = left * 0.35 + (1 - left) * 0.06
        #expect(abs(wait.seen - seen) < 1e-5)
        #expect(abs(wait.beliefs.seen[0] - left * 0.35 / seen) < 1e-5)
        #expect(abs(wait.beliefs.unseen[0] - left * 0.65 / (1 - seen)) < 1e-5)
        #expect(abs(wait.delay - 0.7 * 29 * 0.5 / 24) < 1e-9)
        #expect(abs(wait.beliefs.seen.reduce(0, +) - 1) < 1e-12)
    }

    @Test func `after every probe was taken there is nothing to measure`() {
        let step = chooser.nextStep(finding([0.3, 0, 0.7, 0]) { $0.deep = .quiet })
        #expect(step.kind != .measure && step.probes.isEmpty)
    }

    @Test func `the mathematics shows the numbers of the choice`() {
        let subject = finding([0.1, 0.01, 0.89, 0])
        let steps = chooser.derivations(subject, nil)
        let step = chooser.nextStep(subject)
        #expect(steps.map(\.step).contains("waiting") && steps.last?.result == step.words)
        #expect(steps[0].result == "saves \(step.perfect.text(decimals: 4))")
        let inputs = steps.first { $0.step == "probing: which probes" }?.inputs ?? []
        #expect(inputs.count == ProcessProbe.allCases.count + 1)
    }
}
