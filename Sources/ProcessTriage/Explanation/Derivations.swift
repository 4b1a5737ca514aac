package import Decision
package import Model
internal import Primitives
internal import Statistics

extension ProcessAssessment {
    /// The mathematics of one finding: every equation with the numbers that went in and came out.
    ///
    /// The numbers are those of the judgement itself, not a second calculation.
    package func derivations(_ finding: ProcessFinding) -> [ProcessExplanation.Derivation] {
        DerivationWriter(judge: judge, unlearned: unlearned, finding: finding).all
    }
}

/// Writes the steps in the order in which they are taken.
struct DerivationWriter {
    typealias Derivation = ProcessExplanation.Derivation

    let judge: ProcessJudge
    let unlearned: ProcessJudge?
    let finding: ProcessFinding

    var facts: ProcessFacts { finding.facts }
    var priors: ProcessPriors { judge.priors }

    var all: [Derivation] {
        guard facts.state != .zombie, !facts.isKernelThread else { return [posterior, loss] }
        let steps = [
            prior, learned, activity, attachment, time, yesNo, resource, relatives, offspring, baseline, signature,
        ]
        return steps.compactMap { $0 } + past + closer + [posterior, odds, loss].compactMap { $0 }
    }

    private var prior: Derivation {
        let counts = priors.categories[facts.category].counts
        return Derivation(
            step: "prior", equation: "P(C) = n_C / Σ n", source: "Dirichlet mean; pack \(judge.packVersion)",
            inputs: zip(ProcessClass.allCases, counts).map { .init("n_\($0.rawValue)", $1.text(decimals: 1)) },
            result: classes(finding.ledger.prior))
    }

    /// How the prior came from the pack's, and what would be said without all that was learned.
    private var learned: Derivation? {
        guard let unlearned else { return nil }
        let pack = unlearned.priors.categories[facts.category].counts
        let used = priors.categories[facts.category].counts
        func odds(_ counts: [Double]) -> Double { logarithm(counts[2] / counts[0]) }
        let without = unlearned.posterior(facts).probabilities
        return Derivation(
            step: "learned priors",
            equation:
                "n' = (S + N) p + R + S p (1 - p) δ, ln odds moved by at most -ln 4 to ln 2; R = Σ w (label - P_pack(C|x))",
            source:
                "conjugate counts of label surprises, shrunk category -> role -> all, w = 0.98^weeks; \(judge.packVersion)",
            inputs: [
                .init("p of the pack", pack.map { number($0 / pack.reduce(0, +)) }.joined(separator: "/")),
                .init("p as used", used.map { number($0 / used.reduce(0, +)) }.joined(separator: "/")),
                .init("S of the pack", number(pack.reduce(0, +))), .init("S + N", number(used.reduce(0, +))),
                .init("moves ln odds of abandoned by", number(odds(used) - odds(pack))),
                .init("η of the evidence", number(priors.tempering)),
            ],
            result: "by the packs alone, without relatives: \(classes(without))")
    }

    private var activity: Derivation {
        let look = ActivityLook(facts, priors.looks)
        var inputs: [Derivation.Input] = [
            .init("u (cores in use or waited for, at most 1)", look.share.map(number) ?? "unknown"),
            .init("n (looks)", number(look.looks)),
            .init("v (lifetime share)", number(look.lifetimeShare)), .init("n_v", number(look.lifetimeLooks)),
        ]
        let modes = judge.tables.modes[facts.role]
        for mode in ActivityMode.allCases {
            let place = mode.ordinal
            let shares = modes.map { number($0[place]) }.joined(separator: "/")
            inputs.append(
                .init(
                    mode.rawValue,
                    "ln p(x|m) = \(number(judge.tables.densities[place].logDensity(look))), w = \(shares)"))
        }
        return Derivation(
            step: "activity",
            equation:
                "l(C) = ln Σ_m w[role,C,m] BB(un; n, a_m, b_m) BB(v n_v; n_v, a'_m, b'_m) Bern(progress|m) Cat(state|m)",
            source: "finite mixture with conjugate predictives; BB: Beta-Binomial", inputs: inputs,
            result: group("activity"))
    }

    private var attachment: Derivation {
        let possible = facts.levels.isEmpty ? .all : facts.levels
        let shares = judge.tables.levels[facts.role]
        return Derivation(
            step: "attachment", equation: "l(C) = ln Σ_{i possible} L[role,C,i] / Σ_i L[role,C,i]",
            source: "Dirichlet-categorical predictive over levels, unread facts summed out",
            inputs: possible.map { level in
                .init("L[\(level.rawValue)]", shares.map { number($0[level.ordinal]) }.joined(separator: "/"))
            }, result: group("attachment"))
    }

    private var time: Derivation {
        let laws = facts.quiet == nil ? priors.categories[facts.category].age : priors.roles[facts.role].quiet
        let hours = max(0, facts.quiet ?? facts.age) / 3600
        return Derivation(
            step: "staleness: \(facts.quiet == nil ? "age" : "quiet time")",
            equation: "l(C) = ln(α/β) - (α+1) ln(1 + t/β)", source: "Lomax: an exponential lifetime with a Gamma rate",
            inputs: [.init("t (hours)", number(hours))]
                + zip(ProcessClass.allCases, laws).map {
                    .init("α, β of \($0.rawValue)", "\(number($1.shape)), \(number($1.scale))")
                }, result: term("staleness", facts.quiet == nil ? "age" : "quiet_time"))
    }

    /// The yes/no facts that were asked of this process.
    private var yesNo: Derivation? {
        var inputs: [Derivation.Input] = []
        let features = ["working_directory_deleted", "identical_copies", "host_program"]
        for group in finding.ledger.groups {
            for evidence in group.terms where features.contains(evidence.feature) {
                inputs.append(
                    .init("\(evidence.feature) = \(evidence.wording.value)", classes(evidence.contribution)))
            }
        }
        guard !inputs.isEmpty else { return nil }
        return Derivation(
            step: "staleness and provenance: yes/no facts", equation: "l(C) = ln a_C / (a_C + b_C)",
            source: "Beta-Bernoulli predictive", inputs: inputs,
            result: "staleness \(group("staleness")); provenance \(group("provenance"))")
    }

    private var resource: Derivation {
        Derivation(
            step: "resource", equation: "l(C) = ln a_C / (a_C + b_C)", source: "Beta-Bernoulli predictive",
            inputs: [.init("memory above the category's limit", facts.exceedsMemory ? "yes" : "no")],
            result: group("resource"))
    }

    private var posterior: Derivation {
        Derivation(
            step: "posterior", equation: "ln P(C|x) = ln P(C) + η Σ_G clip(l_G(C) - l_G(useful), ±cap_G) - ln Z",
            source: "Bayes' rule, each group bounded",
            inputs: [.init("η", number(finding.ledger.tempering))]
                + finding.ledger.groups.map { .init("cap of \($0.name)", number($0.cap)) },
            result: classes(finding.posterior.probabilities))
    }

    /// Wald's boundary, from the losses: where the odds make stopping cheaper than keeping.
    private var odds: Derivation? {
        guard let boundary = finding.stopBoundary else { return nil }
        return Derivation(
            step: "odds against the boundary",
            equation:
                "ln P(abandoned|x)/P(useful|x) - ln (L(stop,useful) - L(keep,useful))/(L(keep,abandoned) - "
                + "L(stop,abandoned))",
            source: "sequential probability ratio test with Bayes' losses (Wald and Wolfowitz 1948)",
            inputs: [.init("log odds", number(boundary.logOdds)), .init("log bound", number(boundary.bound))],
            result: "\(number(boundary.margin)) nats "
                + (boundary.margin > 0 ? "above the bound" : "from the bound, which it does not reach"))
    }

    private var loss: Derivation {
        Derivation(
            step: "decision", equation: "a* = argmin_a Σ_C L(a,C) P(C|x)", source: "Bayes' risk",
            inputs: finding.losses.rows.map {
                .init("L(\($0.action.rawValue), ·)", $0.losses.map(number).joined(separator: "/"))
            },
            result: finding.expectedLoss.map { "\($0.action.rawValue) \(number($0.loss))" }.joined(separator: ", ")
                + "; least: \(finding.choice.rawValue)")
    }

    func group(_ name: String) -> String {
        finding.ledger.groups.first { $0.name == name }.map { classes($0.contribution(classes: ProcessClass.count)) }
            ?? "0"
    }

    func term(_ group: String, _ feature: String) -> String {
        finding.ledger.groups.first { $0.name == group }?.terms.first { $0.feature == feature }
            .map { classes($0.contribution) } ?? "0"
    }

    func classes(_ values: [Double]) -> String {
        zip(ProcessClass.allCases, values).map { "\($0.rawValue) \(number($1))" }.joined(separator: ", ")
    }

    func number(_ value: Double) -> String { value.text(decimals: 4) }
}
