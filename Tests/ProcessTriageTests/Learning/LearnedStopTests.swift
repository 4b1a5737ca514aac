import Decision
import Model
import Planning
import Primitives
import Testing

@testable import ProcessTriage

/// What was learned joins the ledger by name, and makes no stop of its own.
struct LearnedStopTests {
    private func packs(learned: LearnedPriors?) throws -> ProcessPacks {
        var packs = try embeddedPacks.get()
        packs.learned = learned
        return packs
    }

    private func findings(_ packs: ProcessPacks, _ sample: MachineSample) -> [ProcessFinding] {
        ProcessAssessment(
            derivation: FactDerivation(packs: packs),
            judge: ProcessJudge(priors: packs.judgingPriors, packVersion: packs.label),
            unlearned: packs.learned.map { _ in ProcessJudge(priors: packs.priors, packVersion: packs.version) }
        ).findings(sample)
    }

    /// A dev server cut off for some hours, and one that a terminal holds.
    private func machine(age: Double) -> Machine {
        var machine = Machine()
        for (pid, parent, terminal) in [(400, 1, 0), (500, 200, 34816)] as [(Int32, Int32, Int32)] {
            machine.add(pid, parent: parent, "node /srv/app\(pid)/node_modules/.bin/next dev", age: age) { process in
                process.terminal = terminal
                let stream: StreamKind = terminal == 0 ? .deadTerminal : .terminal
                process.descriptors = .measured(
                    DescriptorSummary(
                        standardInput: stream, standardOutput: stream, count: 3, listeners: .measured([]),
                        clients: .measured([])))
            }
        }
        return machine
    }

    private func everythingAbandoned(_ priors: ProcessPriors) -> LearnedPriors {
        let labels = (0..<2000).map { number in
            Labels.label(
                .abandoned, evidence: -2, number: number,
                levels: [AttachmentLevel.allCases[number % AttachmentLevel.allCases.count]])
        }
        return Labels.layer(labels, priors)
    }

    @Test func `the ledger names what was learned, and its posterior follows from it, softened too`() throws {
        var layer = everythingAbandoned(try embeddedPacks.get().priors)
        layer.revision = 7
        layer.tempering = 0.6
        let finding = try #require(
            findings(packs(learned: layer), machine(age: 40_000).sample).first {
                $0.facts.pid == 400
            })
        #expect(finding.ledger.priorSource.contains("learned 7 (2000 labels)"))
        #expect(finding.ledger.tempering == 0.6)
        for (own, told) in zip(finding.posterior.probabilities, finding.ledger.posterior.probabilities) {
            #expect(abs(own - told) < 1e-12)
        }
    }

    @Test func `labels raise what is believed of a held process, and the packs alone still decide on its stop`() throws
    {
        let layer = everythingAbandoned(try embeddedPacks.get().priors)
        let sample = machine(age: 40_000).sample
        let before = try #require(findings(packs(learned: nil), sample).first { $0.facts.pid == 500 })
        let after = try #require(findings(packs(learned: layer), sample).first { $0.facts.pid == 500 })
        #expect(after.posterior[.abandoned] > 1.5 * before.posterior[.abandoned])
        #expect(after.choice != .stop)
        // Had it been chosen nonetheless, the packs would not agree.
        let losses = ProcessLosses(settings: try embeddedPacks.get().priors.decision, waitProbability: 0)
        let packs = try packs(learned: layer)
        let assessment = ProcessAssessment(
            derivation: FactDerivation(packs: packs),
            judge: ProcessJudge(priors: packs.judgingPriors, packVersion: "1"),
            unlearned: ProcessJudge(priors: packs.priors, packVersion: "1"))
        #expect(assessment.isStopUnlearned(after.facts, losses.matrix(after.facts), nil) == false)
        #expect(before.facts.isStopUnlearned == nil)
    }

    @Test func `a stop that only labels make is left to a person`() throws {
        let layer = everythingAbandoned(try embeddedPacks.get().priors)
        let (plain, taught) = (try packs(learned: nil), try packs(learned: layer))
        let gates = ProcessGates(minimumAge: 0, corroboratingGroups: 0, corroboratingNats: 0)
        var made = 0
        // Somewhere on the way from young to old the labels make a stop that the packs do not.
        for age in stride(from: 600.0, through: 60_000, by: 600) {
            let sample = machine(age: age).sample
            let before = try #require(findings(plain, sample).first { $0.facts.pid == 400 })
            let after = try #require(findings(taught, sample).first { $0.facts.pid == 400 })
            guard after.choice == .stop, after.facts.isStopUnlearned == false else { continue }
            made += 1
            #expect(before.choice != .stop)
            #expect(gates.findings(after).contains { $0.reasonCode == "learned_only" && $0.verdict == .needsApproval })
        }
        #expect(made > 0)
    }
}
