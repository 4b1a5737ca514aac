internal import Decision
internal import Model
internal import Primitives

extension ProcessJudge {
    /// What a deep scan says as a whole; nil where there was none.
    func deepWeights(_ facts: ProcessFacts) -> (need: ClassVector, health: ClassVector)? {
        guard let reading = facts.deep else { return nil }
        var (need, health) = (ClassVector.zero, ClassVector.zero)
        for (index, finding) in DeepFact.findings(facts, reading).enumerated() where finding.isHeard {
            let weight = tables.deep[index].weight(finding.answers)
            switch finding.fact.question {
            case .need: need += weight
            case .health: health += weight
            }
        }
        return (need, health)
    }

    /// The same as groups of terms; a fact of which nothing is heard has a term of zeros that says why.
    func deep(_ facts: ProcessFacts) -> [EvidenceGroup] {
        guard let reading = facts.deep else { return [] }
        var groups = [
            EvidenceGroup(name: DeepFact.Question.need.rawValue, cap: priors.caps.deepNeed, terms: []),
            EvidenceGroup(name: DeepFact.Question.health.rawValue, cap: priors.caps.deepHealth, terms: []),
        ]
        for (index, finding) in DeepFact.findings(facts, reading).enumerated() {
            groups[finding.fact.question == .need ? 0 : 1].terms.append(term(index, finding, reading))
        }
        return groups
    }

    private func term(_ index: Int, _ finding: DeepFinding, _ reading: DeepReading) -> Evidence {
        let probes = finding.fact.tests.map(\.probe.rawValue).joined(separator: ", ")
        let source = "deep scan of \(reading.window.text(decimals: 1)) s: \(probes)"
        guard finding.isHeard else {
            let reason = finding.silence ?? finding.silences.joined(separator: "; ")
            return Evidence(
                feature: finding.fact.name, logLikelihood: [0, 0, 0, 0], effectiveSamples: 0, source: source,
                wording: Evidence.Wording(value: "unknown", sentence: "It says nothing: \(reason)."))
        }
        let likelihood = tables.deep[index].likelihood(finding.answers)
        let weight = tables.deep[index].weight(finding.answers)
        let isMoreLikely = likelihood.ifHolds > likelihood.otherwise
        return Evidence(
            feature: finding.fact.name, logLikelihood: weight.array, source: source,
            wording: Evidence.Wording(
                value: isMoreLikely ? "yes" : "no", unit: finding.summary,
                sentence: isMoreLikely ? finding.fact.ifYes : finding.fact.ifNo))
    }
}

extension DeepFinding {
    /// One reason a silent test.
    fileprivate var silences: [String] {
        zip(fact.tests, answers).compactMap { test, answer in
            guard case .silent(let reason) = answer else { return nil }
            return "\(test.probe.rawValue): \(reason)"
        }
    }

    /// What each test found, for people.
    var summary: String {
        zip(fact.tests, answers).map { test, answer in
            switch answer {
            case .yes(let value): "\(test.probe.rawValue) yes (\(value))"
            case .no(let value): "\(test.probe.rawValue) no (\(value))"
            case .silent: "\(test.probe.rawValue) silent"
            }
        }.joined(separator: "; ")
    }
}

/// A hidden fact as the classes expect it, and how well each test tells it.
struct DeepFactTable: Sendable {
    /// P(F | C) of useful, useful_bad, abandoned.
    let holds: [Double]
    /// Chances of a yes, one a test.
    let tests: [DeepPriors.Test]

    /// One a fact, in their order.
    static func all(_ priors: DeepPriors) -> [DeepFactTable] {
        zip(priors.facts, priors.tests).map { counts, tests in
            DeepFactTable(holds: counts.map { $0.yes / ($0.yes + $0.no) }, tests: tests)
        }
    }

    /// Chances of what the tests answered where the fact holds, and where it does not; silent ones say nothing.
    func likelihood(_ answers: [DeepAnswer]) -> (ifHolds: Double, otherwise: Double) {
        var (ifHolds, otherwise) = (1.0, 1.0)
        for (test, answer) in zip(tests, answers) {
            guard let yes = answer.holds else { continue }
            ifHolds *= yes ? test.ifHolds : 1 - test.ifHolds
            otherwise *= yes ? test.otherwise : 1 - test.otherwise
        }
        return (ifHolds, otherwise)
    }

    /// ln Σ_F P(F | C) P(answers | F), relative to useful.
    func weight(_ answers: [DeepAnswer]) -> ClassVector {
        let chance = likelihood(answers)
        return ClassVector(relative: { place in
            logarithm(holds[place] * chance.ifHolds + (1 - holds[place]) * chance.otherwise)
        })
    }

    /// P(F | C, answers): what is believed of the fact in each class after some of its tests.
    func believed(_ answers: [DeepAnswer]) -> [Double] {
        let chance = likelihood(answers)
        return holds.map { prior in
            prior * chance.ifHolds / (prior * chance.ifHolds + (1 - prior) * chance.otherwise)
        }
    }
}
