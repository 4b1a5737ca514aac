import Decision
import Model
import Primitives
import Statistics
import TestSupport
import Testing

@testable import ProcessTriage

/// What probes are worth before they are taken.
struct ProbeModelTests {
    private let chooser: ProbeChooser
    private let priors: ProcessPriors

    init() throws {
        priors = try embeddedPacks.get().priors
        chooser = ProbeChooser(priors)
    }

    private func model(
        _ belief: [Double] = [0.2, 0.05, 0.75, 0], _ change: (inout ProcessFacts) -> Void = { _ in }
    ) -> ProbeModel {
        chooser.model(finding(belief, change))
    }

    @Test func `one probe of one fact is worth what a binary probe of these chances is`() {
        let model = model()
        let own = model.value(of: [.descriptors])
        let share = 0.9
        let holds = [0.3, 0.3, 0.2, 0.0]
        let yes = holds.map { share * ($0 * 0.9 + (1 - $0) * 0.15) }
        let expected = ValueOfInformation.binaryProbe(
            losses: model.losses, belief: model.belief, yesProbabilities: yes)
        #expect(abs(own - expected) < 1e-9)
    }

    @Test func `a set is worth what every combination of its answers says, and never more than perfect knowledge`() {
        var chance = Chance(seed: 5)
        for _ in 0..<40 {
            let weights = (0..<3).map { _ in Double.random(in: 0.01...1, using: &chance) }
            let total = weights.reduce(0, +)
            let model = model(weights.map { $0 / total } + [0])
            let chosen = model.probes.filter { _ in chance.below(2) == 0 }
            #expect(abs(model.value(of: chosen) - enumerated(chosen, model)) < 1e-9)
            #expect(model.value(of: chosen) <= model.perfect + 1e-9)
            #expect(model.value(of: []) == 0 && model.shareTold(by: []) == 0)
            for probe in model.probes {
                #expect(model.value(of: chosen + [probe]) >= model.value(of: chosen) - 1e-9)
                #expect(model.shareTold(by: chosen + [probe]) >= model.shareTold(by: chosen) - 1e-9)
                #expect(0...1 ~= model.shareTold(by: chosen + [probe]))
            }
        }
    }

    /// The same by brute force: every fact, every answer of every test.
    private func enumerated(_ chosen: [ProcessProbe], _ model: ProbeModel) -> Double {
        var branches = [model.belief]
        for (place, fact) in DeepFact.all.enumerated() where fact.silence(suspect()) == nil {
            let counts = priors.deep.facts[place]
            let holds = counts.map { $0.yes / ($0.yes + $0.no) } + [0]
            let tests = fact.tests.indices.filter { chosen.contains(fact.tests[$0].probe) }
            var next: [[Double]] = []
            for branch in branches {
                for pattern in 0..<(1 << tests.count) {
                    let chances = [true, false].map { isSo in
                        tests.enumerated().reduce(1.0) { product, entry in
                            let test = priors.deep.tests[place][entry.element]
                            let share = priors.deep.answers[fact.tests[entry.element].probe]
                            let yes = share * (isSo ? test.ifHolds : test.otherwise)
                            return product * (pattern >> entry.offset & 1 == 1 ? yes : 1 - yes)
                        }
                    }
                    next.append(zip(branch, holds).map { $0 * ($1 * chances[0] + (1 - $1) * chances[1]) })
                }
            }
            branches = next
        }
        func least(_ weights: [Double]) -> Double {
            model.losses.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }.min() ?? 0
        }
        return max(0, least(model.belief) - branches.reduce(0) { $0 + least($1) })
    }

    @Test func `probes of one fact tell less together than apart`() {
        let model = model()
        let overlapping: [ProcessProbe] = [.directory, .company]
        let apart = overlapping.map { model.shareTold(by: [$0]) }.reduce(0, +)
        #expect(model.shareTold(by: overlapping) < apart - 1e-6)
        let after = model.shareTold(by: overlapping) - model.shareTold(by: [.company])
        #expect(after < model.shareTold(by: [.directory]))
    }

    @Test func `what was taken is not asked again, and what it said is believed`() {
        let fresh = model()
        let taken = model { $0.deep = .taken { $0.company = .measured([Companion(pid: 7, category: .shell)]) } }
        #expect(fresh.probes.contains(.company) && !taken.probes.contains(.company))
        #expect(taken.silences[.company] == "it was taken already")
        // Somebody is known to be at work: another hint at it tells less.
        #expect(taken.shareTold(by: [.directory]) < fresh.shareTold(by: [.directory]))
        let skipped = model { $0.deep = .taken { $0.setUnavailable(.company, .overBudget) } }
        #expect(skipped.probes.contains(.company))
    }

    @Test func `probes without evidence, and facts that are not asked, are named with the reason`() {
        let held = model { $0.levels = [.att] }
        #expect(held.probes == [.waitChannel, .threads, .runDelay, .faults, .sockets, .pressure])
        #expect(held.silences[.company] == "it is not known to be cut off")
        #expect(held.silences[.switches] == "it is not busy")
        #expect(held.silences[.memory]?.contains("no evidence hangs on it") == true)
        #expect(held.probes.count + held.silences.count == ProcessProbe.allCases.count)
    }

    @Test func `who is as likely to be kept as ended is the likeliest to be judged wrongly`() {
        #expect(abs(model([0.5, 0, 0.5, 0]).chanceOfError - 0.5) < 1e-12)
        #expect(abs(model([0.9, 0.05, 0.05, 0]).chanceOfError - 0.05) < 1e-12)
        #expect(abs(model([0.03, 0.02, 0.95, 0]).chanceOfError - 0.05) < 1e-12)
        #expect(model([1, 0, 0, 0]).perfect == 0)
    }
}

/// A finding with this belief, at the pack's losses.
func finding(_ belief: [Double], _ change: (inout ProcessFacts) -> Void = { _ in }) -> ProcessFinding {
    let losses = LossMatrix<ProcessRecommendation, ProcessClass>(rows: [
        .init(action: .keep, losses: [0, 10, 30, 50]), .init(action: .review, losses: [6, 4, 8, 10]),
        .init(action: .stop, losses: [100, 20, 1, 1]),
    ])
    let posterior = Posterior<ProcessClass>(probabilities: belief)
    return ProcessFinding(
        facts: suspect(change), posterior: posterior, losses: losses, choice: losses.choice(posterior) ?? .keep
    ) { _ in Ledger(prior: belief, priorSource: "a test") }
}
