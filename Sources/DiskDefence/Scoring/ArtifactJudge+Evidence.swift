internal import Decision
internal import Formats
internal import Model
internal import Primitives

extension ArtifactJudge {
    func ledger(_ facts: ArtifactFacts) -> Ledger<ArtifactClass> {
        let rows = priors.rows(facts)
        return Ledger(
            prior: [1 - priors.abandoned, priors.abandoned], priorSource: "recognised artifacts, \(packVersion)",
            groups: [
                generator(facts, rows), location(facts, rows), age(facts, rows), project(facts, rows),
                structure(facts, rows),
            ].compactMap { $0 })
    }

    /// How sure its pattern is of it, and how soon things of its kind are needed again.
    private func generator(_ facts: ArtifactFacts, _ rows: EvidenceRows) -> EvidenceGroup {
        let pattern = facts.pattern
        let place = facts.observation.evidence
        let seen = pattern.evidence.indices.contains(place) ? pattern.evidence[place].sentence : ""
        var group = group(
            "generator", priors.generatorCap, "generator_evidence",
            priors.generator * ArtifactPriors.logOdds(confidence: pattern.confidence), source: pattern.source,
            .init(
                value: pattern.id,
                sentence: "\(pattern.summary): \(seen)."
                    + (pattern.again.isEmpty ? "" : " Made again by: \(pattern.again).")))
        if let weight = priors.kind[rows.kind] {
            group.terms.append(
                term(
                    "kind", weight, source: pattern.source,
                    .init(value: rows.kind.rawValue, sentence: rows.kind.sentence)))
        }
        return group
    }

    private func location(_ facts: ArtifactFacts, _ rows: EvidenceRows) -> EvidenceGroup {
        let (score, place) = FactorTables.location(facts.observation.path)
        return group(
            "location", priors.locationCap, "location", priors.location.values[rows.location], source: "path",
            .init(value: score.text(decimals: 2), sentence: "It lies in \(place)."))
    }

    private func age(_ facts: ArtifactFacts, _ rows: EvidenceRows) -> EvidenceGroup {
        let age = facts.age
        let table = rows.project == .none ? priors.ageAlone : priors.age
        return group(
            "age", priors.ageCap, "newest_content", table.values[rows.age], source: "stat of the whole subtree",
            .init(
                value: String(Int64(min(age, 1e15))), unit: "s",
                sentence: "Nothing in it was modified for \(HumanDuration.text(seconds: age))."))
    }

    /// Nothing is said of what belongs to no project, and where of the project nothing is seen.
    private func project(_ facts: ArtifactFacts, _ rows: EvidenceRows) -> EvidenceGroup? {
        guard case .touched(let row) = rows.project else { return nil }
        let age = facts.projectAge ?? 0
        return group(
            "project", priors.projectCap, "project_activity", priors.project.values[row],
            source: "stat of what lies around it",
            .init(
                value: String(Int64(min(age, 1e15))), unit: "s",
                sentence: "Nothing around it was modified for \(HumanDuration.text(seconds: age))."))
    }

    private func structure(_ facts: ArtifactFacts, _ rows: EvidenceRows) -> EvidenceGroup {
        let (score, signal) = FactorTables.structure(facts.observation)
        return group(
            "structure", priors.structureCap, "structure", priors.structure.values[rows.structure],
            source: "names in it", .init(value: score.text(decimals: 2), sentence: "It holds \(signal)."))
    }

    private func group(
        _ name: String, _ cap: Double, _ feature: String, _ weight: Double, source: String,
        _ wording: Evidence.Wording
    ) -> EvidenceGroup {
        EvidenceGroup(name: name, cap: cap, terms: [term(feature, weight, source: source, wording)])
    }

    private func term(
        _ feature: String, _ weight: Double, source: String, _ wording: Evidence.Wording
    ) -> Evidence {
        Evidence(feature: feature, logLikelihood: [0, weight], source: source, wording: wording)
    }
}

extension ArtifactPattern.Kind {
    fileprivate var sentence: String {
        switch self {
        case .build: "Builds make it again where their tool changes."
        case .dependencies: "Whoever works on the project needs it, though it seldom changes."
        case .cache: "It saves time to whoever uses its tool."
        case .bytecode: "It is made again by the way."
        case .test: "The next test run writes it anew."
        case .temporary: "It was for one run of its program."
        case .editor: "An editor makes it for itself."
        case .log: "It is read where something went wrong."
        case .coreDump: "It is read soon after a crash, or never."
        case .worktree: "It was for one task."
        case .transcript: "It tells what an agent did."
        }
    }
}
