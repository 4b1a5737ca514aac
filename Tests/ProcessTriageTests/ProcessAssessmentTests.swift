import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

struct ProcessAssessmentTests {
    /// A dev server at a closed terminal with its worker, and a shell that is used.
    private func machine() -> Machine {
        var machine = Machine()
        for (pid, parent, command) in [
            (400, 1, "node /srv/app/node_modules/.bin/next dev"), (401, 400, "next-server (v15.1.0)"),
            (500, 200, "vim notes.md"),
        ] as [(Int32, Int32, String)] {
            machine.add(pid, parent: parent, command, age: 40_000) { process in
                if pid == 500 { process.terminal = 34816 }
                process.descriptors = .measured(
                    DescriptorSummary(
                        standardInput: pid == 500 ? .terminal : .deadTerminal,
                        standardOutput: pid == 500 ? .terminal : .deadTerminal, count: 3, listeners: .measured([]),
                        clients: .measured([])))
            }
        }
        return machine
    }

    @Test func `every posterior follows from the ledger that explains it, relatives and known patterns included`()
        throws
    {
        let packs = try embeddedPacks.get()
        let assessment = ProcessAssessment(
            derivation: FactDerivation(packs: packs), judge: ProcessJudge(priors: packs.priors, packVersion: "1"))
        let findings = assessment.findings(machine().sample)
        let groups = Set(findings.flatMap { $0.ledger.groups.map(\.name) })
        #expect(groups.isSuperset(of: ["relatives", EvidenceGroup.signature]))
        for finding in findings {
            for (own, told) in zip(finding.posterior.probabilities, finding.ledger.posterior.probabilities) {
                #expect(abs(own - told) < 1e-12, "\(finding.facts.title)")
            }
        }
    }

    /// Where the past is not asked, no answer of it could have led to anything but keep.
    @Test func `the past is left unasked only where nothing hangs on it`() throws {
        let packs = try embeddedPacks.get()
        let judge = ProcessJudge(priors: packs.priors, packVersion: "1")
        var random = Chance(seed: 6)
        var (asked, unasked) = (0, 0)
        for finding in ProcessAssessment(derivation: FactDerivation(packs: packs), judge: judge)
            .findings(machine().sample) where !finding.facts.isKernelThread
        {
            for _ in 0..<20 {
                var facts = finding.facts
                facts.category = ProcessCategory.allCases.randomElement(using: &random) ?? .unknown
                facts.role = packs.priors.categories[facts.category].role
                facts.age = Double.random(in: 100...1e6, using: &random)
                facts.series = try Pasts.series(Pasts.used(&random, count: 30))
                let present = judge.presentWeights(facts)
                guard !judge.mayMatter(facts, present) else {
                    asked += 1
                    continue
                }
                unasked += 1
                let reach = facts.isHeld ? judge.tables.historyReach.held : judge.tables.historyReach.free
                for corner in 0..<4 {
                    var logs = judge.tables.logPrior[facts.category] + present.facts(packs.priors.caps)
                    for place in 1...2 {
                        logs[place] += corner & place == 0 ? reach.low[place] - 1 : reach.high[place] + 1
                    }
                    let losses = ProcessLosses(settings: packs.priors.decision, waitProbability: 1).matrix(facts)
                    let posterior = Posterior<ProcessClass>(logWeights: logs.array)
                    #expect(losses.choice(posterior) == .keep)
                }
            }
        }
        #expect(asked > 0 && unasked > 0)
    }
}
