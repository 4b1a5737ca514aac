internal import Decision
package import Model
internal import Primitives
internal import Statistics

/// Fits the laws of age and quiet time to labels, offline: empirical Bayes of the second kind.
///
/// The Lomax density is the marginal likelihood of a time whose exponential rate is Gamma(shape, scale) distributed, so
/// that maximizing it over both fits the hyperparameters (Efron and Morris 1973; Robbins 1956).
package struct LawFitting: Sendable {
    /// Fewer labels of a class say too little about a law of two parameters.
    package static let fewestLabels = 8
    /// Nats that a law must gain over the pack's: Akaike's price of its two parameters.
    package static let leastGain = 2.0

    private let priors: ProcessPriors

    /// - Parameter priors: those of the packs.
    package init(priors: ProcessPriors) {
        self.priors = priors
    }

    /// Every law with labels enough, looked at; those whose gain is worth it are marked as taken.
    ///
    /// Each label counts with its weight.
    ///
    /// - Complexity: 81 passes over the labels.
    package func changes(_ labels: [ProcessLabel], _ weights: [Double]) -> [LearningReport.LawChange] {
        var times: [Key: [(hours: Double, weight: Double)]] = [:]
        for (label, weight) in zip(labels, weights) {
            let features = label.subject.features
            let category = features.category
            let key =
                features.quietHours == nil
                ? Key(kind: .age, subject: category.rawValue, actual: label.actual)
                : Key(kind: .quiet, subject: priors.categories[category].role.rawValue, actual: label.actual)
            times[key, default: []].append((features.quietHours ?? features.ageHours, weight))
        }
        return times.filter { $0.value.count >= Self.fewestLabels }
            .sorted { ($0.key.subject, $0.key.actual.rawValue) < ($1.key.subject, $1.key.actual.rawValue) }
            .compactMap { change($0.key, $0.value) }
    }

    private struct Key: Hashable {
        var kind: FittedLaw.Kind
        var subject: String
        var actual: ProcessClass
    }

    private func change(_ key: Key, _ times: [(hours: Double, weight: Double)]) -> LearningReport.LawChange? {
        guard let before = law(key) else { return nil }
        let after = fitted(times, from: before)
        var change = LearningReport.LawChange()
        change.law.kind = key.kind
        change.law.subject = key.subject
        change.law.actual = key.actual
        (change.law.shape, change.law.scale, change.law.labels) = (after.shape, after.scale, times.count)
        (change.shapeBefore, change.scaleBefore) = (before.shape, before.scale)
        change.gain = Self.logLikelihood(times, after) - Self.logLikelihood(times, before)
        change.isTaken = change.gain >= Self.leastGain
        return change
    }

    private func law(_ key: Key) -> LomaxHours? {
        switch key.kind {
        case .age: ProcessCategory(rawValue: key.subject).map { priors.categories[$0].age[key.actual.index] }
        case .quiet: ProcessRole(rawValue: key.subject).map { priors.roles[$0].quiet[key.actual.index] }
        }
    }

    /// The best law within the bounds around another.
    ///
    /// For a given scale β the best shape is n / Σ ln(1 + t/β), held within its bounds (the likelihood is concave in it);
    /// the scale is searched on a grid of 81 steps in its logarithm, for the profile may have two tops.
    private func fitted(_ times: [(hours: Double, weight: Double)], from pack: LomaxHours) -> LomaxHours {
        let total = times.reduce(0) { $0 + $1.weight }
        var best = (law: pack, score: Self.logLikelihood(times, pack))
        for step in -40...40 {
            let scale = pack.scale * exponential(Double(step) / 40 * logarithm(LearnedBounds.lawFactor))
            let sum = times.reduce(0) { $0 + $1.weight * logarithm(1 + $1.hours / scale) }
            let free = sum > 0 ? total / sum : .greatestFiniteMagnitude
            let shape = min(max(free, pack.shape / LearnedBounds.lawFactor), pack.shape * LearnedBounds.lawFactor)
            let law = LomaxHours(shape: shape, scale: scale)
            let score = Self.logLikelihood(times, law)
            if score > best.score { best = (law, score) }
        }
        return best.law
    }

    private static func logLikelihood(_ times: [(hours: Double, weight: Double)], _ law: LomaxHours) -> Double {
        times.reduce(0) {
            $0 + $1.weight * Distributions.lomaxLogDensity($1.hours, alpha: law.shape, beta: law.scale)
        }
    }
}
