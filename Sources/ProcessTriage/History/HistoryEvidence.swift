internal import Decision
internal import Model
internal import Primitives

extension ProcessJudge {
    /// What the past says as a whole; nil where there is none, and where it could not change what is recommended.
    func historyWeights(_ facts: ProcessFacts, _ present: ProcessWeights) -> (need: ClassVector, health: ClassVector)? {
        guard let series = facts.series, mayMatter(facts, present) else { return nil }
        guard series.count >= HistoryLayer.shortestHeard else { return (.zero, .zero) }
        var (need, health) = (ClassVector.zero, ClassVector.zero)
        for (index, reading) in askedReadings(facts).enumerated() {
            guard case .answered(let answer) = reading.outcome else { continue }
            let weight = tables.history[index][answer.holds] * reading.share
            switch reading.layer.question {
            case .need: need += weight
            case .health: health += weight
            }
        }
        return (need, health)
    }

    /// The same as groups of terms; a layer that says nothing has a term of zeros that says why.
    func history(_ facts: ProcessFacts, _ present: ProcessWeights) -> [EvidenceGroup] {
        guard let series = facts.series else { return [] }
        var groups = [
            EvidenceGroup(name: HistoryTopic.Question.need.rawValue, cap: priors.caps.historyNeed, terms: []),
            EvidenceGroup(name: HistoryTopic.Question.health.rawValue, cap: priors.caps.historyHealth, terms: []),
        ]
        for (index, reading) in historyReadings(facts, present).enumerated() {
            groups[reading.layer.question == .need ? 0 : 1].terms.append(term(index, reading, series))
        }
        return groups
    }

    /// What every layer says of a process; none without a past.
    func historyReadings(_ facts: ProcessFacts, _ present: ProcessWeights) -> [HistoryReading] {
        guard let series = facts.series else { return [] }
        return mayMatter(facts, present) ? askedReadings(facts) : HistoryLayer.unasked(series)
    }

    private func askedReadings(_ facts: ProcessFacts) -> [HistoryReading] {
        guard let series = facts.series else { return [] }
        return HistoryLayer.readings(
            series, family: facts.family, isHeld: facts.isHeld, without: priors.layersLeftOut)
    }

    private func term(_ index: Int, _ reading: HistoryReading, _ series: ProcessSeries) -> Evidence {
        let source = "earlier scans: \(series.count) steps"
        switch reading.outcome {
        case .answered(let answer):
            return Evidence(
                feature: reading.layer.name,
                logLikelihood: (tables.history[index][answer.holds] * reading.share).array,
                effectiveSamples: reading.share, source: source,
                wording: Evidence.Wording(
                    value: answer.holds ? "yes" : "no", unit: "statistic \(answer.value.text(decimals: 3))",
                    sentence: answer.sentence))
        case .silent(let reason):
            return Evidence(
                feature: reading.layer.name, logLikelihood: [0, 0, 0, 0], effectiveSamples: 0, source: source,
                wording: Evidence.Wording(value: "unknown", sentence: "It says nothing: \(reason.words)."))
        }
    }
}

/// How far the past can move a judgement at most, by what its layers can answer.
struct HistoryReach: Sendable {
    /// Lowest and highest weights, where something holds the process and where nothing does.
    let held: (low: ClassVector, high: ClassVector)
    let free: (low: ClassVector, high: ClassVector)

    init(_ answers: [JudgeTables.Answer], _ caps: EvidenceCaps) {
        let health = Self.reach(.health, answers, cap: caps.historyHealth)
        let need = Self.reach(.need, answers, cap: caps.historyNeed)
        held = health
        free = (health.low + need.low, health.high + need.high)
    }

    /// A pool of answers lies between its extremes, and topics add up.
    private static func reach(
        _ question: HistoryTopic.Question, _ answers: [JudgeTables.Answer], cap: Double
    ) -> (low: ClassVector, high: ClassVector) {
        var (low, high) = (ClassVector.zero, ClassVector.zero)
        for topic in HistoryTopic.allCases where topic.question == question {
            var (lowest, highest) = (ClassVector.zero, ClassVector.zero)
            for (layer, answer) in zip(HistoryLayer.all, answers) where layer.topic == topic {
                lowest = pointwiseMin(lowest, pointwiseMin(answer.yes, answer.no))
                highest = pointwiseMax(highest, pointwiseMax(answer.yes, answer.no))
            }
            low += lowest
            high += highest
        }
        return (low.clipped(cap), high.clipped(cap))
    }
}

extension ProcessJudge {
    /// Whether any answer of the past could lead to another recommendation than keep; the weights are those without it.
    ///
    /// Keeping loses least where for every other action a the sum over classes of (L(keep,C) - L(a,C)) w_C is at most 0.
    /// The weights w lie in a box: what the present says, give or take the reach of the past, of relatives and of a known
    /// pattern. A linear function is largest in a corner, so looking there is exact. Losses are taken at the worst load.
    func mayMatter(_ facts: ProcessFacts, _ present: ProcessWeights) -> Bool {
        let reach = facts.isHeld ? tables.historyReach.held : tables.historyReach.free
        var slack = ClassVector(repeating: TreeCoupling.cap)
        if present.signature != nil { slack += ClassVector(repeating: priors.caps.signature) }
        let logs = tables.logPrior[facts.category] + priors.tempering * present.facts(priors.caps)
        let useful = exponential(logs[0])
        for action in [priors.decision.review, priors.decision.stop] {
            var sum = (priors.decision.keep[0] - action[0]) * useful
            for place in 1...2 {
                let gain = priors.decision.keep[place] * ProcessLosses.worstCrowding - action[place]
                let change = gain > 0 ? reach.high[place] + slack[place] : reach.low[place] - slack[place]
                sum += gain * exponential(logs[place] + priors.tempering * change)
            }
            if sum > 0 { return true }
        }
        return false
    }
}
