package import Decision
package import Model
package import Primitives

/// Judges a whole scan: facts, evidence, relatives, losses, choice; one finding a process, in the order of the sample.
package struct ProcessAssessment: Sendable {
    let derivation: FactDerivation
    let judge: ProcessJudge
    /// Judges by the packs alone; nil where nothing was learned.
    let unlearned: ProcessJudge?

    package init(derivation: FactDerivation, judge: ProcessJudge, unlearned: ProcessJudge? = nil) {
        self.derivation = derivation
        self.judge = judge
        self.unlearned = unlearned
    }

    /// Judges a sample.
    ///
    /// - Parameters:
    ///   - sample: redacted.
    ///   - known: what an earlier judgement by the same packs made of a process whose facts are as they were; nil where it
    ///     has to be judged anew.
    /// - Returns: one finding a process, in the order of the sample.
    package func findings(
        _ sample: MachineSample, known: ((ProcessIdentity, FactDigest) -> Posterior<ProcessClass>?)? = nil
    ) -> [ProcessFinding] {
        // By place: a copy of the facts costs more than the question.
        let facts = derivation.facts(sample)
        let running = facts.indices.count {
            facts[$0].state == .running && facts[$0].pid != sample.host.viewer.pid && !facts[$0].isKernelThread
        }
        return findings(
            facts, pids: facts.indices.map { facts[$0].pid },
            waitProbability: ProcessLosses.waitProbability(running: running, processors: sample.host.processors),
            known: known.map { known in
                { index in FactDigest(facts[index]).flatMap { known(sample.processes[index].identity, $0) } }
            })
    }

    /// Judges processes whose facts are known.
    ///
    /// - Complexity: O(*n*) processes.
    func findings(
        _ facts: [ProcessFacts], pids: [Int32], waitProbability: Double,
        known: ((Int) -> Posterior<ProcessClass>?)? = nil
    ) -> [ProcessFinding] {
        // Through a pointer, for an array hands out copies.
        let idle = IdleLook(window: facts.first?.window ?? 0, judge)
        let posteriors = facts.withUnsafeBufferPointer { facts in
            facts.indices.map { known?($0) ?? judge.posterior(facts[$0], idle) }
        }
        let coupling = TreeCoupling(strength: judge.priors.decision.coupling)
        let relatives = coupling.evidence(facts, posteriors, pids: pids)
        let losses = ProcessLosses(settings: judge.priors.decision, waitProbability: waitProbability)
        // One closure for all findings: each capture of the judge would copy its tables' references.
        let alone: @Sendable (ProcessFacts) -> Ledger<ProcessClass> = { [judge] in judge.ledger($0) }
        let cap = TreeCoupling.cap
        return facts.indices.map { index in
            let own = facts[index]
            let matrix = losses.matrix(own)
            guard let evidence = relatives[index] else { return finding(own, posteriors[index], matrix, alone) }
            let group = EvidenceGroup(name: "relatives", cap: cap, terms: [evidence])
            let withRelatives: @Sendable (ProcessFacts) -> Ledger<ProcessClass> = { facts in
                var ledger = alone(facts)
                ledger.groups.append(group)
                return ledger
            }
            let posterior = judge.posterior(posteriors[index], adding: group)
            var finding = finding(own, posterior, matrix, withRelatives, relatives: group)
            finding.alone = posteriors[index]
            return finding
        }
    }

    /// What the past says against ending this process, whatever is chosen for it; nil without a past.
    package func past(_ finding: ProcessFinding) -> PastChecks? { judge.past(finding.facts) }

    func finding(
        _ facts: consuming ProcessFacts, _ posterior: Posterior<ProcessClass>,
        _ losses: LossMatrix<ProcessRecommendation, ProcessClass>,
        _ ledger: @escaping @Sendable (ProcessFacts) -> Ledger<ProcessClass>, relatives: EvidenceGroup? = nil
    ) -> ProcessFinding {
        let choice = losses.choice(posterior) ?? .keep
        var finding = ProcessFinding(
            facts: facts, posterior: posterior, losses: losses, choice: choice, ledger: ledger)
        // Only asked where it may hold an action back.
        if choice == .stop {
            finding.facts.surprise = judge.surprise(finding.facts)
            finding.facts.isStopUnlearned = isStopUnlearned(finding.facts, losses, relatives)
            finding.facts.past = judge.past(finding.facts)
        }
        return finding
    }
}

extension ProcessJudge {
    /// What one more group makes of a posterior, without the words of a ledger.
    func posterior(_ before: Posterior<ProcessClass>, adding group: EvidenceGroup) -> Posterior<ProcessClass> {
        let weights = group.contribution(classes: ProcessClass.count)
        return Posterior(
            logWeights: zip(before.probabilities, weights).map {
                $0 > 0 ? logarithm($0) + priors.tempering * $1 : -.infinity
            })
    }
}
