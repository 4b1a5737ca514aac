import Decision
import Model
import Primitives
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
}
