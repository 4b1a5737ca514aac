internal import Decision
package import Model
internal import Primitives
internal import Statistics

/// How well priors foretell labels: the logarithmic score, which nothing but honest probabilities can raise.
package struct LabelScore: Sendable {
    private let pack: ProcessPriors
    private let packTables: JudgeTables

    /// - Parameter pack: the priors with which the labels' evidence was summed.
    package init(pack: ProcessPriors) {
        self.pack = pack
        packTables = JudgeTables(pack)
    }

    /// What other priors expect of labelled processes: ln prior and evidence for each.
    ///
    /// Evidence is that of the packs, with attachment, activity and time exchanged. The caps that were applied to it
    /// stay applied, and what is exchanged is not capped anew: where caps bind, this is an approximation.
    func logits(_ labels: [ProcessLabel], by priors: ProcessPriors) -> [Logits] {
        let tables = JudgeTables(priors)
        return labels.map { label in
            let features = label.subject.features
            let prior = tables.logPrior[features.category]
            var evidence = features.evidence
            let role = pack.categories[features.category].role
            let changes = [
                (levels(features, tables, role), levels(features, packTables, role)),
                (activity(features, tables, role), activity(features, packTables, role)),
                (time(features, priors), time(features, pack)),
            ]
            for index in 1..<3 {
                for (after, before) in changes {
                    evidence[index] += (after[index] - after[0]) - (before[index] - before[0])
                }
            }
            return Logits(prior: [prior[0], prior[1], prior[2]], evidence: evidence, actual: label.actual.index)
        }
    }

    /// Weighted mean of ln P(label | seen), at most 0; nil without labels.
    package func mean(_ labels: [ProcessLabel], _ weights: [Double], by priors: ProcessPriors) -> Double? {
        let total = weights.reduce(0, +)
        guard total > 0 else { return nil }
        let logits = logits(labels, by: priors)
        return zip(logits, weights).reduce(0) { $0 + $1.1 * $1.0.score(priors.tempering) } / total
    }

    struct Logits {
        var prior: [Double]
        var evidence: [Double]
        var actual: Int

        /// ln P(actual | seen) with the evidence to the power eta.
        func score(_ eta: Double) -> Double {
            let logs = zip(prior, evidence).map { $0 + eta * $1 }
            return logs[actual] - SpecialFunctions.logSumExp(logs)
        }
    }

    private func levels(_ features: LabelFeatures, _ tables: JudgeTables, _ role: ProcessRole) -> [Double] {
        let possible = features.levels.isEmpty ? AttachmentLevel.allCases : features.levels
        return tables.levels[role].map { row in logarithm(possible.reduce(0) { $0 + row[$1.ordinal] }) }
    }

    private func activity(_ features: LabelFeatures, _ tables: JudgeTables, _ role: ProcessRole) -> [Double] {
        tables.modes[role].map { row in
            SpecialFunctions.logSumExp(zip(row, features.modes).map { logarithm($0) + $1 })
        }
    }

    private func time(_ features: LabelFeatures, _ priors: ProcessPriors) -> [Double] {
        let category = priors.categories[features.category]
        let laws = features.quietHours == nil ? category.age : priors.roles[category.role].quiet
        let hours = features.quietHours ?? features.ageHours
        return laws.map { Distributions.lomaxLogDensity(hours, alpha: $0.shape, beta: $0.scale) }
    }
}
