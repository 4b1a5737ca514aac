internal import Decision
internal import Formats
internal import Model
internal import Primitives

extension ArtifactJudge {
    func ledger(_ facts: ArtifactFacts) -> Ledger<ArtifactClass> {
        Ledger(
            prior: [1 - priors.abandoned, priors.abandoned], priorSource: "recognised artifacts, \(packVersion)",
            groups: [generator(facts), location(facts), age(facts), project(facts), structure(facts)].compactMap { $0 })
    }

    private func generator(_ facts: ArtifactFacts) -> EvidenceGroup {
        let pattern = facts.pattern
        let confidence = min(max(pattern.confidence, 0.01), 0.99)
        let weight = 0.3 * logarithm(confidence / (1 - confidence))
        let place = facts.observation.evidence
        let seen = pattern.evidence.indices.contains(place) ? pattern.evidence[place].sentence : ""
        return group(
            "generator", priors.generatorCap, "generator_evidence", weight, source: pattern.source,
            .init(
                value: pattern.id,
                sentence: "\(pattern.summary): \(seen)."
                    + (pattern.again.isEmpty ? "" : " Made again by: \(pattern.again).")))
    }

    private func location(_ facts: ArtifactFacts) -> EvidenceGroup {
        let (score, place) = FactorTables.location(facts.observation.path)
        return group(
            "location", priors.locationCap, "location", score == 0 ? -6 : 2 * (score - 0.4), source: "path",
            .init(value: score.text(decimals: 2), sentence: "It lies in \(place)."))
    }

    private func age(_ facts: ArtifactFacts) -> EvidenceGroup {
        let age = facts.age
        return group(
            "age", priors.ageCap, "newest_content", FactorTables.row(age, priors.age, else: priors.oldest),
            source: "stat of the whole subtree",
            .init(
                value: String(Int64(min(age, 1e15))), unit: "s",
                sentence: "Nothing in it was modified for \(HumanDuration.text(seconds: age))."))
    }

    /// Nothing is said of what belongs to no project, such as a cache at home.
    private func project(_ facts: ArtifactFacts) -> EvidenceGroup? {
        guard let age = facts.projectAge, facts.pattern.belongsToProject(facts.observation) else { return nil }
        return group(
            "project", priors.projectCap, "project_activity",
            FactorTables.row(age, priors.project, else: priors.oldestProject), source: "stat of what lies around it",
            .init(
                value: String(Int64(min(age, 1e15))), unit: "s",
                sentence: "Nothing around it was modified for \(HumanDuration.text(seconds: age))."))
    }

    private func structure(_ facts: ArtifactFacts) -> EvidenceGroup {
        let (score, signal) = FactorTables.structure(facts.observation)
        return group(
            "structure", priors.structureCap, "structure", score == 0 ? -priors.structureCap : 1.5 * (score - 0.5),
            source: "names in it", .init(value: score.text(decimals: 2), sentence: "It holds \(signal)."))
    }

    private func group(
        _ name: String, _ cap: Double, _ feature: String, _ weight: Double, source: String,
        _ wording: Evidence.Wording
    ) -> EvidenceGroup {
        EvidenceGroup(
            name: name, cap: cap,
            terms: [Evidence(feature: feature, logLikelihood: [0, weight], source: source, wording: wording)])
    }
}
