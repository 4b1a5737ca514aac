internal import Model

/// How far a judgement lies beyond the odds at which ending costs less than keeping: Wald's boundary with Bayes' losses.
///
/// The log odds of all evidence so far, earlier scans included, against the log of the ratio of what a wrong stop costs to
/// what a wrong keep does. Losses are those of the process itself, raised by who depends on it.
///
/// Source: Wald and Wolfowitz, Annals of Mathematical Statistics 19 (1948), 326-339; Berger, Statistical Decision Theory,
/// 2nd ed., 7.4.
package struct StopBoundary: Sendable, Equatable {
    /// ln P(abandoned|x) / P(useful|x), in nats.
    package var logOdds: Double
    /// ln (L(stop,useful) - L(keep,useful)) / (L(keep,abandoned) - L(stop,abandoned)), in nats; +∞ where ending gains
    /// nothing.
    package var bound: Double

    /// In nats; above 0 where ending costs less than keeping.
    package var margin: Double { logOdds - bound }
}

extension ProcessFinding {
    /// Nil where one of the two classes is impossible (a zombie, a part of the kernel), where a wrong stop costs nothing, and
    /// where the losses have no such actions.
    package var stopBoundary: StopBoundary? {
        guard let stop = losses.rows.first(where: { $0.action == .stop })?.losses,
            let keep = losses.rows.first(where: { $0.action == .keep })?.losses,
            posterior[.abandoned] > 0, posterior[.useful] > 0
        else { return nil }
        let (useful, abandoned) = (ProcessClass.useful.index, ProcessClass.abandoned.index)
        let (price, gain) = (stop[useful] - keep[useful], keep[abandoned] - stop[abandoned])
        guard price > 0 else { return nil }
        return StopBoundary(
            logOdds: logarithm(posterior[.abandoned] / posterior[.useful]),
            bound: gain > 0 ? logarithm(price / gain) : .infinity)
    }

    /// How much likelier the evidence is of something that nobody needs than of something that is needed: an e-value.
    ///
    /// The Bayes factor P(x | abandoned or zombie) / P(x | useful or useful_bad), which is the posterior odds over the prior
    /// odds. Where the process is needed its expectation is 1 under the model, so 1/e is a valid p-value (Markov's
    /// inequality). Divided by what the process's own past says for its being used, which only lowers it.
    package var evidenceRatio: Double {
        let prior = ledger.prior
        let disposablePrior = prior[ProcessClass.abandoned.index] + prior[ProcessClass.zombie.index]
        guard disposablePrior > 0, disposablePrior < 1 else { return disposable }
        let odds = disposable / max(1 - disposable, .leastNormalMagnitude)
        return odds * (1 - disposablePrior) / disposablePrior / max(1, exponential(facts.past?.logEvidenceOfUse ?? 0))
    }
}
