internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// What the past, a closer look, relatives, the machine's habits and known patterns add.
extension DerivationWriter {
    /// One step a layer that answered, or the reason that it contributes 0.
    var past: [Derivation] {
        judge.historyReadings(facts, judge.presentWeights(facts)).enumerated().map { index, reading in
            var derivation = Derivation(
                step: "\(reading.layer.question.rawValue): \(reading.layer.name)", equation: reading.layer.equation,
                source: reading.layer.source, inputs: [], result: "")
            switch reading.outcome {
            case .answered(let answer):
                derivation.inputs =
                    answer.inputs + [
                        .init("statistic", number(answer.value)),
                        .init("share of topic \(reading.layer.topic.rawValue)", number(reading.share)),
                    ]
                derivation.result =
                    "\(answer.holds ? "yes" : "no"): l(C) = share · ln a/(a+b): "
                    + classes((judge.tables.history[index][answer.holds] * reading.share).array)
            case .silent(let reason): derivation.result = "0: \(reason.words)"
            }
            return derivation
        }
    }

    /// One step a fact that was heard, or the reason that it contributes 0.
    var closer: [Derivation] {
        guard let reading = facts.deep else { return [] }
        return DeepFact.findings(facts, reading).enumerated().map { index, found in
            let table = judge.tables.deep[index]
            let inputs = zip(found.fact.tests, table.tests).map { test, chance in
                Derivation.Input(
                    "\(test.probe.rawValue): \(test.equation)",
                    "P(yes|F) \(number(chance.ifHolds)), P(yes|not F) \(number(chance.otherwise))")
            }
            return Derivation(
                step: "\(found.fact.question.rawValue): \(found.fact.name)",
                equation: "l(C) = ln Σ_F P(F|C) Π_i P(y_i|F)",
                source: "mixture over a hidden fact, silent tests summed out",
                inputs: [.init("P(F|C)", table.holds.map(number).joined(separator: "/"))] + inputs,
                result: found.isHeard
                    ? "\(found.summary): l(C) = \(classes(table.weight(found.answers).array))"
                    : "0: \(found.silence ?? found.summary)")
        }
    }

    var relatives: Derivation? {
        guard finding.ledger.groups.contains(where: { $0.name == "relatives" }) else { return nil }
        return Derivation(
            step: "relatives", equation: "b_i(C) ∝ φ_i(C) Π_{k child or parent} Σ_{C'} e^{J [C = C']} m_k(C')",
            source: "sum-product on the forest of living parents (Pearl 1988)",
            inputs: [.init("J", number(priors.decision.coupling))], result: group("relatives"))
    }

    var offspring: Derivation? {
        guard let offspring = facts.offspring else { return nil }
        return Derivation(
            step: "offspring", equation: Offspring.equation,
            source: "Galton-Watson process: Harris 1963, I; Athreya and Ney 1972, I.5",
            inputs: [
                .init("generations", offspring.generations.map(String.init).joined(separator: ", ")),
                .init("mean children", number(offspring.mean)), .init("P(mean > 1)", number(offspring.growthChance)),
                .init("P(the family dies out)", number(offspring.extinction)),
                .init(
                    "expected members in all",
                    offspring.expectedSize.isFinite ? number(offspring.expectedSize) : "without bound"),
            ], result: group("offspring"))
    }

    var baseline: Derivation? {
        guard let novelty = facts.novelty else { return nil }
        return Derivation(
            step: "baseline", equation: "l(C) = ½ (1 + s) ln a_C / (a_C + b_C)",
            source: "Beta-Bernoulli predictive; s from time-blocked conformal intervals",
            inputs: [.init("s (share of the machine's measures that are unusual)", number(novelty.anomalyShare))],
            result: group("baseline"))
    }

    var signature: Derivation? {
        guard let match = facts.signature else { return nil }
        return Derivation(
            step: "signature \(match.claim.name)",
            equation:
                "l(C) = ± w s for the class it expects; 0 where the facts say the opposite by more than the conflict",
            source: "a prior from a known pattern, weighted by the share of its conditions that hold",
            inputs: [
                .init("w", number(min(match.claim.weight, priors.caps.signature))), .init("s", number(match.score)),
                .init("expects", match.claim.expects.rawValue),
                .init("conflict", number(priors.caps.signatureConflict)),
            ], result: group("signature"))
    }
}
