package import Decision
package import Model
internal import Primitives

/// Judges a whole scan: facts, evidence, relatives, losses, choice; one finding a process, in the order of the sample.
package struct ProcessAssessment: Sendable {
    private let derivation: FactDerivation
    private let judge: ProcessJudge

    package init(derivation: FactDerivation, judge: ProcessJudge) {
        self.derivation = derivation
        self.judge = judge
    }

    package func findings(_ sample: MachineSample) -> [ProcessFinding] {
        let running = sample.processes.count {
            $0.state == .running && $0.pid != sample.host.viewer.pid && !$0.isKernelThread
        }
        return findings(
            derivation.facts(sample), pids: sample.processes.map(\.pid),
            waitProbability: ProcessLosses.waitProbability(running: running, processors: sample.host.processors))
    }

    /// Judges processes whose facts are known.
    ///
    /// - Complexity: O(*n*) processes.
    func findings(_ facts: [ProcessFacts], pids: [Int32], waitProbability: Double) -> [ProcessFinding] {
        var ledgers = facts.map(judge.ledger)
        let alone = ledgers.map(\.posterior)
        let coupling = TreeCoupling(strength: judge.priors.decision.coupling)
        for (index, evidence) in coupling.evidence(facts, alone, pids: pids).enumerated() {
            guard let evidence else { continue }
            ledgers[index].groups.append(EvidenceGroup(name: "relatives", cap: coupling.cap, terms: [evidence]))
        }
        let losses = ProcessLosses(settings: judge.priors.decision, waitProbability: waitProbability)
        return facts.indices.map { index in
            let posterior = ledgers[index].groups.last?.name == "relatives" ? ledgers[index].posterior : alone[index]
            let expected = losses.matrix(facts[index]).expected(posterior)
            return ProcessFinding(
                facts: facts[index], ledger: ledgers[index], posterior: posterior, expectedLoss: expected,
                choice: LossMatrix<ProcessRecommendation, ProcessClass>.choice(among: expected) ?? .keep)
        }
    }
}
