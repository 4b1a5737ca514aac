package import Decision
package import Model
internal import Primitives

/// The mathematics of what is decided over a whole plan, over all runs, and over time.
package enum PlanDerivations {
    package typealias Derivation = ProcessExplanation.Derivation

    /// One step a procedure against false discoveries; none of what was not to be stopped.
    package static func discovery(_ verdict: DiscoveryVerdict?) -> [Derivation] {
        guard let verdict else { return [] }
        return DiscoveryMethod.procedures.map { procedure in
            let (equation, source) = law(procedure)
            return Derivation(
                step: "false discoveries: \(procedure.rawValue)", equation: equation, source: source,
                inputs: [
                    .init("lfdr = 1 - P(abandoned) - P(zombie), worst copy", number(verdict.localRate)),
                    .init("e = posterior odds / prior odds, least copy", number(verdict.evidence)),
                    .init("p = min(1, 1/e)", number(verdict.pValue)), .init("m (asked)", "\(verdict.asked)"),
                    .init("families", "\(verdict.families)"), .init("α", number(verdict.alpha)),
                ],
                result: (verdict.admittedBy.contains(procedure) ? "admitted" : "not admitted")
                    + (verdict.method == procedure || verdict.method == .strictest ? ", and it decides" : ""))
        }
    }

    private static func law(_ procedure: DiscoveryMethod) -> (String, String) {
        switch procedure {
        case .lfdr: ("largest k with (1/k) Σ_{i ≤ k} lfdr_(i) ≤ α", "Newton et al. 2004")
        case .group:
            ("families by BY on their least adjusted p; within each BY at α R/F", "Benjamini and Bogomolov 2014")
        case .by: ("p_(i) ≤ α i / (m Σ 1/j)", "Benjamini and Yekutieli 2001")
        case .eBH, .strictest: ("e_(k) ≥ m / (α k)", "Wang and Ramdas 2022")
        }
    }

    /// How long it may stay undecided; nil of what is decided.
    package static func undecided(_ time: UndecidedTime?) -> Derivation? {
        guard let time else { return nil }
        return Derivation(
            step: "time to decide",
            equation:
                "T_max = min(n* τ, G / cores) with n* the first n at which min_a E L - E min_a E[L | look] ≤ price, "
                + "P(data move | C, n silent looks) = s p_C / (s + n)",
            source: "value of sample information (Raiffa and Schlaifer 1961)",
            inputs: [
                .init("value of the next look", number(time.lookValue)), .init("price", number(time.lookPrice)),
                .init("τ (s)", number(time.lookSeconds)), .init("n*", "\(time.looks)"),
                .init("G / cores (s)", time.processorSeconds.map(number) ?? "it uses none"),
                .init("undecided so far (s)", time.passed.map(number) ?? "not recorded"),
            ], result: "\(number(time.most)) s" + (time.isOver ? ", which have passed" : ""))
    }

    /// What may still go by itself over all runs.
    package static func budget(_ budget: ErrorBudget?, _ verdict: DiscoveryVerdict?) -> Derivation? {
        guard let budget else { return nil }
        return Derivation(
            step: "error budget",
            equation:
                "max(lfdr, p) ≤ level, level/(1 - level) = W / (2 + n); each action spends that, each success earns α",
            source: "alpha-investing (Foster and Stine 2008)",
            inputs: [
                .init("W", number(budget.wealth)), .init("n (spent since the last success)", "\(budget.sinceSuccess)"),
                .init("level", number(budget.level)),
                .init("max(lfdr, p)", verdict.map { number(max($0.localRate, $0.pValue)) } ?? "not to be stopped"),
            ],
            result: verdict.map {
                budget.affords(localRate: $0.localRate, pValue: $0.pValue) ? "affordable by itself" : "for a person"
            } ?? "not asked")
    }

    private static func number(_ value: Double) -> String { value.text(decimals: 4) }
}
