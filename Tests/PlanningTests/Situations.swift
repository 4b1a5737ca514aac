import Decision
import Model
import Primitives

@testable import Planning

/// Facts of an orphan that everything speaks against; each test changes what it is about.
func orphan() -> ProcessFacts {
    let attachment = AttachmentFacts(
        isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .deadPipe,
        standardOutput: .deadPipe, ignoresHangup: false, leader: .deadJob, listens: false, role: .job)
    return ProcessFacts(
        category: .test, title: "jest worker", role: .job, age: 14_400, cores: .measured(0.95), lifetimeShare: 0.95,
        progress: .measured(false), state: .running, attachment: attachment, levels: [.sev],
        workingDirectoryDeleted: .measured(false), filesAtRisk: .measured([]))
}

/// A finding with the given probability of abandonment and two groups that speak for it.
func finding(
    _ facts: ProcessFacts, abandoned: Double = 0.98, choice: ProcessRecommendation = .stop, speakingGroups: Int = 2,
    fitsSignature: Bool = false
) -> ProcessFinding {
    let names = (0..<speakingGroups).map { "group\($0)" } + (fitsSignature ? [EvidenceGroup.signature] : [])
    let groups = names.map { name in
        EvidenceGroup(
            name: name, cap: 4,
            terms: [
                Evidence(
                    feature: "f", logLikelihood: [0, 0, 1, 0], source: "test",
                    wording: Evidence.Wording(value: "1", sentence: "Seen."))
            ])
    }
    return ProcessFinding(
        facts: facts, posterior: Posterior(probabilities: [1 - abandoned, 0, abandoned, 0]),
        losses: LossMatrix(rows: []), choice: choice,
        ledger: { _ in Ledger(prior: [0.7, 0.15, 0.15, 0], priorSource: "test", groups: groups) })
}

let gates = ProcessGates(minimumAge: 120, corroboratingGroups: 2, corroboratingNats: 0.4)
