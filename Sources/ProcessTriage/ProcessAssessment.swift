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
        let alone = facts.map(judge.posterior)
        let coupling = TreeCoupling(strength: judge.priors.decision.coupling)
        let relatives = coupling.evidence(facts, alone, pids: pids)
        let losses = ProcessLosses(settings: judge.priors.decision, waitProbability: waitProbability)
        return facts.indices.map { index in
            let fact = facts[index]
            let evidence = relatives[index]
            let posterior = evidence == nil ? alone[index] : ledger(fact, evidence, coupling.cap).posterior
            let expected = losses.matrix(fact).expected(posterior)
            return ProcessFinding(
                facts: fact, ledger: ledger(fact, evidence, coupling.cap), posterior: posterior, expectedLoss: expected,
                choice: LossMatrix<ProcessRecommendation, ProcessClass>.choice(among: expected) ?? .keep)
        }
    }

    private func ledger(_ facts: ProcessFacts, _ relatives: Evidence?, _ cap: Double) -> Ledger<ProcessClass> {
        var ledger = judge.ledger(facts)
        if let relatives { ledger.groups.append(EvidenceGroup(name: "relatives", cap: cap, terms: [relatives])) }
        return ledger
    }
}
