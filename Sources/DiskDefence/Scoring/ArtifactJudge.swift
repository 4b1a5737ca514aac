package import Decision
package import Model
internal import Primitives

/// Judges what a scan has found: evidence in, findings out; it asks for nothing.
///
/// The factors of the specification are evidence for or against "abandoned"; urgency raises what keeping costs and leaves
/// the belief alone. The same observation, time and urgency give the same finding, bit for bit.
package struct ArtifactJudge: Sendable {
    package let priors: ArtifactPriors
    let packVersion: String

    package init(priors: ArtifactPriors = ArtifactPriors(), packVersion: String) {
        self.priors = priors
        self.packVersion = packVersion
    }

    /// Judges one artifact.
    ///
    /// - Parameters:
    ///   - observation: as a scan saw it.
    ///   - pattern: the one it was found by.
    ///   - now: nanoseconds since 1970.
    ///   - urgency: of the volume it lies on, 0...1.
    ///   - penalty: what deleting something useful costs more while guardrails do not pass: the bar is higher, the surest
    ///     still goes.
    /// - Returns: belief, losses and the choice by them alone.
    package func judge(
        _ observation: ArtifactObservation, _ pattern: ArtifactPattern, now: Int64, urgency: Double,
        penalty: Double = 0
    ) -> ArtifactFinding {
        let facts = facts(observation, pattern, now: now)
        let ledger = ledger(facts)
        let posterior = ledger.posterior
        let losses = losses(facts, posterior, urgency: urgency, penalty: penalty)
        return ArtifactFinding(
            facts: facts, posterior: posterior, losses: losses, choice: losses.choice(posterior) ?? .keep,
            ledger: { self.ledger($0) })
    }

    private func facts(_ observation: ArtifactObservation, _ pattern: ArtifactPattern, now: Int64) -> ArtifactFacts {
        func seconds(since then: Int64) -> Double { max(0, Double(now) / 1e9 - Double(then) / 1e9) }
        let age = seconds(since: observation.newest)
        var factors = ArtifactFactors()
        factors.location = FactorTables.location(observation.path).score
        factors.name = pattern.confidence
        factors.age = FactorTables.age(age)
        factors.size = FactorTables.size(observation.allocatedBytes)
        factors.structure = FactorTables.structure(observation).score
        let parts = [factors.location, factors.name, factors.age, factors.size, factors.structure]
        return ArtifactFacts(
            observation: observation, pattern: pattern, age: age,
            projectAge: observation.projectNewest.map(seconds(since:)), factors: factors,
            score: zip(parts, priors.weights).reduce(0) { $0 + $1.0 * $1.1 })
    }

    // MARK: Losses

    /// E[L]: keeping costs what the room is worth, deleting what making it again costs, and a look a share of keeping.
    private func losses(
        _ facts: ArtifactFacts, _ posterior: Posterior<ArtifactClass>, urgency: Double, penalty: Double
    ) -> LossMatrix<ArtifactDecision, ArtifactClass> {
        let doubt = uncertainty(posterior[.abandoned])
        let keep =
            priors.keepLoss * ArtifactPriors.multiplier(urgency: urgency) * priors.worth(urgency: urgency)
            * (1 + facts.factors.size / 2) * (1 + 0.3 * doubt)
        let delete =
            priors.deleteLoss * rebuildFactor(facts.pattern) * (1 + doubt) + penalty
        let review = priors.reviewShare * keep
        return LossMatrix(rows: [
            .init(action: .keep, losses: [0, keep]),
            .init(action: .review, losses: [review, review]),
            .init(action: .delete, losses: [delete, priors.deletionCost]),
        ])
    }

    /// What is slow to make again, or has to be downloaded, is worth more: at least 1.
    private func rebuildFactor(_ pattern: ArtifactPattern) -> Double {
        let minutes = max(0, pattern.rebuildSeconds ?? 0) / 60
        return 1 + 0.15 * logarithm(1 + minutes) / logarithm(2) + (pattern.needsNetwork ? 0.25 : 0)
    }

    /// 0.65 times the entropy of the posterior in bits, and 0.35 times the lack of calibration (disk.md, "Bayesian Decision
    /// Framework").
    private func uncertainty(_ abandoned: Double) -> Double {
        let parts = [abandoned, 1 - abandoned].filter { $0 > 0 }
        let entropy = -parts.reduce(0) { $0 + $1 * logarithm($1) } / logarithm(2)
        return 0.65 * entropy + 0.35 * (1 - priors.calibration)
    }
}
