package import Decision
package import Model
internal import Primitives

extension ProcessAssessment {
    /// The same judge without what was learned; nil where nothing was.
    package var withoutLearning: ProcessAssessment? {
        unlearned.map { ProcessAssessment(derivation: derivation, judge: $0) }
    }

    /// Whether a stop would also be one by the packs' priors: no labels make a stop.
    ///
    /// - Returns: nil where nothing was learned.
    func isStopUnlearned(
        _ facts: ProcessFacts, _ losses: LossMatrix<ProcessRecommendation, ProcessClass>, _ relatives: EvidenceGroup?
    ) -> Bool? {
        guard let unlearned else { return nil }
        let alone = unlearned.posterior(facts)
        return losses.choice(relatives.map { unlearned.posterior(alone, adding: $0) } ?? alone) == .stop
    }

    /// What labels need to know of a process: as the packs alone judge it.
    ///
    /// - Parameter finding: one of this assessment's own.
    /// - Returns: nil for what is settled by definition, from which there is nothing to learn.
    package func features(_ finding: ProcessFinding) -> LabelFeatures? {
        let facts = finding.facts
        guard facts.state != .zombie, !facts.isKernelThread else { return nil }
        let judge = unlearned ?? judge
        var features = LabelFeatures()
        features.category = facts.category
        features.levels = Array(facts.levels)
        let look = ActivityLook(facts, judge.priors.looks)
        features.modes = judge.tables.densities.map { $0.logDensity(look) }
        features.ageHours = max(0, facts.age) / 3600
        features.quietHours = facts.quiet.map { max(0, $0) / 3600 }
        var evidence = judge.weights(facts).total(judge.priors.caps).array
        for group in finding.ledger.groups where group.name == "relatives" {
            let weights = group.contribution(classes: ProcessClass.count)
            for index in evidence.indices { evidence[index] += weights[index] }
        }
        features.evidence = Array(evidence[..<3])
        return features
    }
}
