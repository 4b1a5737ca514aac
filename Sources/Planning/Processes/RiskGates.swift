package import Decision
package import Model
internal import Primitives
internal import Statistics

/// Gates that ask whether a stop still holds if the probabilities are wrong, or its bad end counts more than its mean.
///
/// Each compares ending with keeping, and can only tighten. All are asked of stops alone.
package struct RiskGates: Sendable, Equatable {
    /// The prior odds of every class may be wrong by this factor either way; at least 1.
    package var priorDoubt: Double
    /// The posterior may be wrong by this many nats of Kullback-Leibler divergence.
    package var divergenceRadius: Double
    /// This much probability may lie with another class than the posterior says.
    package var transportRadius: Double
    /// The worst share of outcomes that is looked at by itself, 0...1.
    package var tailShare: Double
    /// What is rarer than this under its own class fits none of the models.
    package var surprise: Double

    package init(
        priorDoubt: Double, divergenceRadius: Double, transportRadius: Double, tailShare: Double, surprise: Double
    ) {
        self.priorDoubt = priorDoubt
        self.divergenceRadius = divergenceRadius
        self.transportRadius = transportRadius
        self.tailShare = tailShare
        self.surprise = surprise
    }

    /// One gate's question as numbers: it holds the stop back unless the value is at most the bound.
    private struct Question {
        var reasonCode: String
        var step: String
        var equation: String
        var source: String
        var inputs: [ProcessExplanation.Derivation.Input]
        var value: Double
        var bound: Double
        var sentence: String

        /// A NaN refuses: there is no safe number in its place.
        var holdsBack: Bool { !(value <= bound) }
    }

    func findings(_ finding: ProcessFinding) -> [GateFinding] {
        guard finding.choice == .stop, finding.facts.state != .zombie else { return [] }
        return questions(finding).filter(\.holdsBack).map {
            GateFinding(gate: "risk", verdict: .needsApproval, reasonCode: $0.reasonCode, sentence: $0.sentence)
        } + PastGate.findings(finding)
    }

    /// Every question with its numbers; none where ending is not the choice.
    package func derivations(_ finding: ProcessFinding) -> [ProcessExplanation.Derivation] {
        guard finding.choice == .stop, finding.facts.state != .zombie else { return [] }
        return questions(finding).map { question in
            ProcessExplanation.Derivation(
                step: question.step, equation: question.equation, source: question.source, inputs: question.inputs,
                result: "\(number(question.value)) against \(number(question.bound)): "
                    + (question.holdsBack ? "a person has to look" : "passed"))
        }
    }

    private func questions(_ finding: ProcessFinding) -> [Question] {
        guard let stop = finding.losses.rows.first(where: { $0.action == .stop })?.losses,
            let keep = finding.losses.rows.first(where: { $0.action == .keep })?.losses
        else { return [] }
        let excess = zip(stop, keep).map { $0 - $1 }
        let probabilities = finding.posterior.probabilities
        return [
            boundary(finding), robust(excess, probabilities), leastFavourable([keep, stop], probabilities),
            divergence(excess, probabilities), transport(excess, probabilities), tail(stop, keep, probabilities),
            averaged(finding), surprise(finding),
        ].compactMap { $0 }
    }

    /// Wald's boundary; a choice of least expected loss is beyond it unless a pack makes asking very dear.
    private func boundary(_ finding: ProcessFinding) -> Question? {
        guard let boundary = finding.stopBoundary else { return nil }
        return Question(
            reasonCode: "below_odds_bound", step: "gate: sequential probability ratio",
            equation: "ln (L(stop,u) - L(keep,u)) / (L(keep,a) - L(stop,a)) - ln P(a|x)/P(u|x) ≤ 0",
            source: "Wald and Wolfowitz 1948",
            inputs: [.init("log odds", number(boundary.logOdds)), .init("log bound", number(boundary.bound))],
            value: -boundary.margin, bound: 0, sentence: "Its odds do not reach the bound of the losses.")
    }

    /// Odds wrong by up to κ either way, as probabilities.
    private func credalSet(_ probabilities: [Double]) -> (lower: [Double], upper: [Double]) {
        (
            probabilities.map { $0 / ($0 + priorDoubt * (1 - $0)) },
            probabilities.map { priorDoubt * $0 / (priorDoubt * $0 + 1 - $0) }
        )
    }

    /// The prior that is worst for each action by itself.
    ///
    /// Asking a person is no gamble and stands outside.
    private func leastFavourable(_ losses: [[Double]], _ probabilities: [Double]) -> Question {
        let set = credalSet(probabilities)
        let worst = losses.map { WorstCase.withinIntervals(losses: $0, lower: set.lower, upper: set.upper) }
        let best = WorstCase.minimaxAction(losses: losses, lower: set.lower, upper: set.upper)
        return Question(
            reasonCode: "least_favourable", step: "gate: least favourable prior",
            equation: "argmin_a max { Σ_C L(a,C) p_C : p_C within odds × 1/κ...κ } = stop",
            source: "Γ-minimax (Berger 1985, 4.7.6)",
            inputs: [.init("κ", number(priorDoubt)), .init("worst of keep", number(worst.first ?? .nan))],
            value: worst.last ?? .nan, bound: best == losses.count - 1 ? worst.first ?? .nan : -.infinity,
            sentence: "Under the least favourable prior keeping it loses less.")
    }

    /// Whether ending still is the choice where the softer layers may be wrong: its past, known patterns and relatives.
    ///
    /// Against asking as well: against keeping alone no average of a stop could fail.
    private func averaged(_ finding: ProcessFinding) -> Question? {
        guard let average = LayerAverage(finding.ledger) else { return nil }
        let losses = finding.losses.expected(average.posterior)
        return Question(
            reasonCode: "layer_doubt", step: "gate: Bayesian model averaging",
            equation:
                "Σ_m w_m E_m L(stop) ≤ min_a Σ_m w_m E_m L(a) over models m that trust each soft layer G or not, "
                + "w_m ∝ Σ_C P(C | hard layers) Π_{G in m} e^(d_G(C))",
            source: "Hoeting, Madigan, Raftery and Volinsky 1999",
            inputs: average.models.map {
                .init("w of \($0.name)", "\(number($0.weight)), P(abandoned) \(number($0.abandoned))")
            }, value: losses.first { $0.action == .stop }?.loss ?? .nan, bound: losses.map(\.loss).min() ?? .nan,
            sentence:
                "Without trusting its past, known patterns and relatives fully, ending it would not be the choice.")
    }

    private func robust(_ excess: [Double], _ probabilities: [Double]) -> Question {
        let (lower, upper) = credalSet(probabilities)
        return Question(
            reasonCode: "prior_doubt", step: "gate: robust Bayes",
            equation: "max { Σ_C (L(stop,C) - L(keep,C)) p_C : p_C within odds × 1/κ...κ } ≤ 0",
            source: "credal set of priors (Walley 1991)",
            inputs: [.init("κ", number(priorDoubt)), .init("upper P(useful)", number(upper.first ?? .nan))],
            value: WorstCase.withinIntervals(losses: excess, lower: lower, upper: upper), bound: 0,
            sentence:
                "With prior odds wrong by a factor of \(priorDoubt.text(decimals: 0)), keeping it could be better.")
    }

    private func divergence(_ excess: [Double], _ probabilities: [Double]) -> Question {
        Question(
            reasonCode: "distribution_doubt", step: "gate: distributionally robust (KL)",
            equation: "max { E_q[L(stop) - L(keep)] : KL(q ‖ P) ≤ ρ } ≤ 0", source: "Hu and Hong 2013",
            inputs: [.init("ρ", number(divergenceRadius))],
            value: WorstCase.withinDivergence(losses: excess, probabilities: probabilities, radius: divergenceRadius),
            bound: 0, sentence: "A slightly different belief would make keeping it better.")
    }

    private func transport(_ excess: [Double], _ probabilities: [Double]) -> Question {
        let costs = excess.indices.map { row in excess.indices.map { $0 == row ? 0.0 : 1 } }
        return Question(
            reasonCode: "transport_doubt", step: "gate: distributionally robust (Wasserstein)",
            equation: "max { E_q[L(stop) - L(keep)] : W₁(q, P) ≤ ε } ≤ 0, cost 1 between classes",
            source: "Mohajerin Esfahani and Kuhn 2018", inputs: [.init("ε", number(transportRadius))],
            value: WorstCase.withinTransport(
                losses: excess, probabilities: probabilities, costs: costs, radius: transportRadius),
            bound: 0, sentence: "A little probability on another class would make keeping it better.")
    }

    private func tail(_ stop: [Double], _ keep: [Double], _ probabilities: [Double]) -> Question {
        func tail(_ losses: [Double]) -> Double {
            RiskMeasures.conditionalValueAtRisk(losses: losses, probabilities: probabilities, alpha: 1 - tailShare)
        }
        return Question(
            reasonCode: "tail_risk", step: "gate: conditional value at risk",
            equation: "CVaR_α(L(stop)) ≤ CVaR_α(L(keep))", source: "Rockafellar and Uryasev 2002",
            inputs: [.init("α", number(1 - tailShare))], value: tail(stop), bound: tail(keep),
            sentence: "Where it goes wrong, ending it would cost more than keeping it.")
    }

    private func surprise(_ finding: ProcessFinding) -> Question? {
        guard let tail = finding.facts.surprise else { return nil }
        // Turned round, so that what is too rare exceeds its bound like the others.
        return Question(
            reasonCode: "model_misfit", step: "gate: posterior predictive check",
            equation: "P(T ≥ t | abandoned) ≥ s, shown as 1 - P",
            source: "predictive tail of the Lomax law (Gelman 2013)",
            inputs: [.init("P(T ≥ t)", number(tail)), .init("s", number(surprise))], value: 1 - tail,
            bound: 1 - surprise,
            sentence: "It is older than nearly everything that was ever abandoned: the model may not fit it.")
    }

    private func number(_ value: Double) -> String { value.text(decimals: 4) }
}
