package import Model
internal import Statistics

/// A judgement in which the softer layers are trusted only as far as they predict what was seen.
///
/// Each soft layer (a process's own past, known patterns, relatives) is one model; in the other that layer looks the same
/// whatever the class, and so adds nothing. Both predict the same observation: relative to useful the one gives it
/// Σ_C P(C | all else) e^(d(C)), the other 1. Layers are taken as independent, so that every subset is a model.
///
/// Source: Hoeting, Madigan, Raftery and Volinsky, Statistical Science 14 (1999), 382-417.
package struct LayerAverage: Sendable {
    package struct Model: Sendable {
        /// The layers that it trusts.
        package var name: String
        package var weight: Double
        package var abandoned: Double
    }

    package let posterior: Posterior<ProcessClass>
    package let models: [Model]

    /// The groups that say what is expected rather than what is seen now.
    private static let soft = ["history_need", "history_health", EvidenceGroup.signature, "relatives"]

    /// - Returns: nil where no soft layer says anything, or no model is possible.
    /// - Complexity: O(2^layers) with at most four layers.
    package init?(_ ledger: Ledger<ProcessClass>) {
        let layers = ledger.groups.filter { group in
            Self.soft.contains(group.name) && group.contribution(classes: ProcessClass.count).contains { $0 != 0 }
        }
        guard !layers.isEmpty else { return nil }
        var hard = ledger
        hard.groups.removeAll { group in layers.contains { $0.name == group.name } }
        let base = hard.posterior
        let subsets = (0..<(1 << layers.count)).map { bits in layers.indices.filter { bits >> $0 & 1 == 1 } }
        let logWeights = subsets.map { subset in
            base.probabilities.indices.map { place in
                base.probabilities[place] > 0
                    ? logarithm(base.probabilities[place])
                        + subset.reduce(0) { $0 + layers[$1].contribution(classes: ProcessClass.count)[place] }
                    : -.infinity
            }
        }
        let posteriors = logWeights.map { Posterior<ProcessClass>(logWeights: $0) }
        guard let weights = ModelAveraging.weights(logEvidences: logWeights.map(SpecialFunctions.logSumExp)) else {
            return nil
        }
        posterior = Posterior(
            probabilities: ProcessClass.allCases.indices.map { place in
                ModelAveraging.mean(posteriors.map { $0.probabilities[place] }, weights: weights)
            })
        models = subsets.indices.map { index in
            let names = subsets[index].map { layers[$0].name }
            return Model(
                name: names.isEmpty ? "none of them" : names.joined(separator: " and "), weight: weights[index],
                abandoned: posteriors[index][.abandoned])
        }
    }
}
