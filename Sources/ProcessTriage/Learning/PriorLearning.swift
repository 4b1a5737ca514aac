internal import Decision
package import Model
internal import Primitives
internal import Statistics

/// Learns from labels what the packs' priors have wrong.
///
/// A label counts by how far it is from what the packs had said of the same process: label - P(class | seen). Where the
/// packs are right on average nothing moves, however the processes were chosen to be labelled; plain counts would mistake
/// the choice (nearly all labelled processes look abandoned) for a base rate. The sums are those of one step of the
/// gradient of the labels' log probability, taken from conjugate counts of the packs' strength (Titterington, J. Royal
/// Statistical Society B 46 (1984), 257-267, for recursive estimation of mixtures by responsibilities).
package struct PriorLearning: Sendable {
    /// The packs'.
    let priors: ProcessPriors
    private let tables: JudgeTables

    /// A label loses this share of its weight every week.
    package static let weeklyForgetting = 0.02

    /// - Parameter priors: those of the packs, without anything learned.
    package init(priors: ProcessPriors) {
        self.priors = priors
        tables = JudgeTables(priors)
    }

    /// How much a label counts now: less for a weak source, and 2 % less every week.
    package static func weight(_ label: ProcessLabel, now: Int64) -> Double {
        let weeks = max(0, Double(now - label.at)) / Double(7 * LabelSubject.millisecondsPerDay)
        return label.source.weight * exponential(weeks * logarithm(1 - weeklyForgetting))
    }

    /// Sums over labels; those whose features cannot be used are left out.
    ///
    /// - Complexity: linear in the labels.
    package func evidence(_ labels: [ProcessLabel], now: Int64) -> PriorEvidence {
        var categories = Table<ProcessCategory, CategoryEvidence> { CategoryEvidence($0) }
        var roles = Table<ProcessRole, RoleEvidence> { RoleEvidence($0) }
        for label in labels where label.isUsable {
            let features = label.subject.features
            let weight = Self.weight(label, now: now)
            let expected = posterior(features).map { $0 * weight }
            let surprise = expected.indices.map { ($0 == label.actual.index ? weight : 0) - expected[$0] }
            categories[features.category].weight += weight
            add(surprise, to: &categories[features.category].residual)
            add(features, expected, surprise, to: &roles[priors.categories[features.category].role])
        }
        var evidence = PriorEvidence()
        evidence.categories = ProcessCategory.allCases.map { categories[$0] }.filter { $0.weight > 0 }
        evidence.roles = ProcessRole.allCases.map { roles[$0] }.filter { $0.modeWeights.contains { $0 > 0 } }
        return evidence
    }

    /// P(useful, useful_bad, abandoned | seen) by the packs alone.
    func posterior(_ features: LabelFeatures) -> [Double] {
        let logs = zip(priors.categories[features.category].counts, features.evidence).map { logarithm($0) + $1 }
        let total = SpecialFunctions.logSumExp(logs)
        return logs.map { exponential($0 - total) }
    }

    private func add(
        _ features: LabelFeatures, _ expected: [Double], _ surprise: [Double], to role: inout RoleEvidence
    ) {
        let (levels, modes) = (tables.levels[role.role], tables.modes[role.role])
        // Being broken says nothing about being needed: useful_bad has the levels of useful.
        let sides = [(expected[0] + expected[1], surprise[0] + surprise[1], 0), (expected[2], surprise[2], 2)]
        for (place, side) in sides.enumerated() {
            role.levelWeights[place] += side.0
            let among = Self.responsibilities(levels[side.2]) { level in
                features.levels.isEmpty || features.levels.contains(AttachmentLevel.allCases[level]) ? 0 : -.infinity
            }
            add(among.map { $0 * side.1 }, to: &role.levelResiduals[place])
        }
        for subject in expected.indices {
            role.modeWeights[subject] += expected[subject]
            let among = Self.responsibilities(modes[subject]) { features.modes[$0] }
            add(among.map { $0 * surprise[subject] }, to: &role.modeResiduals[subject])
        }
    }

    /// How much of an observation each component answers for: share times density, normalised.
    private static func responsibilities(_ shares: [Double], _ logDensity: (Int) -> Double) -> [Double] {
        let logs = shares.indices.map { logarithm(shares[$0]) + logDensity($0) }
        let total = SpecialFunctions.logSumExp(logs)
        return logs.map { exponential($0 - total) }
    }

    private func add(_ numbers: [Double], to sums: inout [Double]) {
        for index in sums.indices { sums[index] += numbers[index] }
    }
}

extension ProcessLabel {
    /// Whether the judge can learn from it: a class of the living, and features as this version writes them.
    package var isUsable: Bool {
        let features = subject.features
        return actual != .zombie && features.modes.count == ActivityMode.allCases.count && features.evidence.count == 3
            && (features.modes + features.evidence + [features.ageHours, features.quietHours ?? 0])
                .allSatisfy { $0.isFinite && abs($0) < 1e9 }
    }
}
