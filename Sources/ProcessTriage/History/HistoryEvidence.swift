internal import Decision
internal import Model
internal import Primitives

extension ProcessJudge {
    /// What the past says as a whole; nil where there is none.
    func historyWeights(_ facts: ProcessFacts) -> (need: ClassVector, health: ClassVector)? {
        guard let series = facts.series else { return nil }
        var (need, health) = (ClassVector.zero, ClassVector.zero)
        for (index, reading) in HistoryLayer.readings(series, isHeld: facts.isHeld).enumerated() {
            guard case .answered(let answer) = reading.outcome else { continue }
            let weight = tables.history[index][answer.holds]
            switch reading.layer.question {
            case .need: need += weight
            case .health: health += weight
            }
        }
        return (need, health)
    }

    /// The same as groups of terms; a layer that says nothing has a term of zeros that says why.
    func history(_ facts: ProcessFacts) -> [EvidenceGroup] {
        guard let series = facts.series else { return [] }
        var groups = [
            EvidenceGroup(name: HistoryLayer.Question.need.rawValue, cap: priors.caps.historyNeed, terms: []),
            EvidenceGroup(name: HistoryLayer.Question.health.rawValue, cap: priors.caps.historyHealth, terms: []),
        ]
        for (index, reading) in HistoryLayer.readings(series, isHeld: facts.isHeld).enumerated() {
            groups[reading.layer.question == .need ? 0 : 1].terms.append(term(index, reading, series))
        }
        return groups
    }

    private func term(_ index: Int, _ reading: HistoryReading, _ series: ProcessSeries) -> Evidence {
        let source = "earlier scans: \(series.count) steps"
        switch reading.outcome {
        case .answered(let answer):
            return Evidence(
                feature: reading.layer.name, logLikelihood: tables.history[index][answer.holds].array, source: source,
                wording: Evidence.Wording(
                    value: answer.holds ? "yes" : "no", unit: "statistic \(answer.value.text(decimals: 3))",
                    sentence: answer.sentence))
        case .silent(let reason):
            return Evidence(
                feature: reading.layer.name, logLikelihood: [0, 0, 0, 0], effectiveSamples: 0, source: source,
                wording: Evidence.Wording(value: "unknown", sentence: "It says nothing: \(reason)."))
        }
    }
}
