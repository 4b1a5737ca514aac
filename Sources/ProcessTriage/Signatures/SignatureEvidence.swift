internal import Decision
internal import Model
internal import Primitives

extension ProcessJudge {
    /// What a known pattern says, by how much of it fits: a prior that the facts may refute.
    ///
    /// Expecting useful speaks against abandoned only: being needed says nothing about being healthy.
    func signatureWeights(_ facts: ProcessFacts) -> ClassVector? {
        guard let match = facts.signature else { return nil }
        let weight = min(match.claim.weight, priors.caps.signature) * match.score
        var weights = ClassVector.zero
        switch match.claim.expects {
        case .abandoned: weights[ProcessClass.abandoned.index] = weight
        case .usefulBad: weights[ProcessClass.usefulBad.index] = weight
        case .useful: weights[ProcessClass.abandoned.index] = -weight
        case .zombie: return nil
        }
        return weights
    }

    func signature(_ facts: ProcessFacts, _ weights: ProcessWeights) -> [Evidence] {
        guard let match = facts.signature, let wish = weights.signature else { return [] }
        let refuted = weights.refutation(of: wish, by: weights.facts(priors.caps), priors.caps)
        return [
            Evidence(
                feature: "signature", logLikelihood: refuted == nil ? wish.array : ClassVector.zero.array,
                source: match.claim.label,
                wording: Evidence.Wording(
                    value: match.score.text(decimals: 2), unit: "score",
                    sentence: Self.sentence(match, refutedBy: refuted)))
        ]
    }

    private static func sentence(_ match: SignatureMatch, refutedBy nats: Double?) -> String {
        let claim = match.claim
        let part =
            match.held == claim.asked
            ? "wholly" : "in part (\(match.held.count) of \(claim.asked.count); not: \(missed(match)))"
        let known = "It fits the known pattern \(claim.name) \(claim.version) \(part): \(claim.sentence)"
        guard let nats else { return known }
        return known
            + " The facts together say the opposite by \(nats.text(decimals: 1)) nats, so the pattern is not heard."
    }

    private static func missed(_ match: SignatureMatch) -> String {
        match.claim.asked.subtracting(match.held).names.joined(separator: ", ")
    }
}

extension ProcessWeights {
    /// By how many nats the facts together speak against a signature, where that is more than it may be heard against.
    func refutation(of wish: ClassVector, by facts: ClassVector, _ caps: EvidenceCaps) -> Double? {
        for index in 0..<4 where wish[index] * facts[index] < 0 && abs(facts[index]) > caps.signatureConflict {
            return abs(facts[index])
        }
        return nil
    }
}
