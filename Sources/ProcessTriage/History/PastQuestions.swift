internal import Model
internal import Primitives
internal import Statistics

/// Questions that are put to a process's own past before it may be ended; each can only hold back.
///
/// They ask the opposite of the history layers: not whether it looks left behind, but whether the past refutes that. Each may
/// hold back by chance what nobody needs; docs/decisions.md says which of them bound that chance over all looks, and which
/// for one look only.
struct PastQuestions {
    /// Independent looks, oldest first.
    let looks: [PastLook]
    let rates: UseRates
    let role: ProcessRole
    /// How often each may hold back by chance what nobody needs.
    let error: Double
    /// What is rarer than this fits none of the models.
    let surprise: Double

    /// - Complexity: O(*n* log *n*) looks.
    var answers: PastChecks {
        let use = saysUse ? useQuestions : []
        return PastChecks(checks: use + [livelier, unlike], logEvidenceOfUse: saysUse ? evidenceOfUse : 0)
    }

    /// A server or helper that nobody uses may write its log all day; of jobs and agents, data that move mean work.
    private var saysUse: Bool { role == .job || role == .agent }

    private var useQuestions: [PastCheck] { [ratio, mixture, generalized, betting, bernstein, martingale] }

    private var moved: [Bool] { looks.compactMap(\.moved) }
    private var productive: [Double] { looks.compactMap(\.productive) }
    private var logError: Double { -logarithm(error) }
    private static let fewestLooks = 8

    private func used(
        _ step: String, _ equation: String, _ source: String, _ inputs: [ProcessExplanation.Derivation.Input],
        count: Int, _ answer: () -> (value: Double, bound: Double)
    ) -> PastCheck {
        var check = PastCheck(
            reasonCode: "past_shows_use", step: "past: \(step)", equation: equation, source: source, inputs: inputs,
            outcome: .silent(because: "\(count) looks, and it needs \(Self.fewestLooks) at least"))
        guard count >= Self.fewestLooks else { return check }
        guard !hasEnded else {
            check.outcome = .silent(because: "nothing moved in the last \(tail) looks: what it did before has ended")
            return check
        }
        let (value, bound) = answer()
        check.outcome = .measured(
            value: value, bound: bound,
            sentence: "In the past it worked more than what is left behind does (\(step)): it may still be in use.")
        return check
    }

    /// The looks that show whether it still works.
    private var tail: Int { max(Self.fewestLooks, looks.count / 4) }
    private var hasEnded: Bool { looks.suffix(tail).allSatisfy { $0.moved == false } }

    private var counts: [ProcessExplanation.Derivation.Input] {
        [
            .init("k (looks in which data moved)", "\(moved.count { $0 })"), .init("n", "\(moved.count)"),
            .init("p of abandoned", rates.moved.abandoned.text(decimals: 4)),
        ]
    }

    /// Two points: the rate of what is used against that of what is left behind.
    private var ratio: PastCheck {
        used(
            "SPRT", "Σ ln P(moved|useful)/P(moved|abandoned) ≤ ln((1-β)/α)", "Wald 1945",
            counts + [.init("p of useful", rates.moved.useful.text(decimals: 4)), .init("α = β", "\(error)")],
            count: moved.count
        ) {
            guard var test = SequentialTest(falseAlarm: error, miss: error) else { return (.nan, 0) }
            for look in moved {
                test.observe(
                    logRatio: SequentialTest.bernoulliLogRatio(
                        isSuccess: look, null: rates.moved.abandoned, alternative: rates.moved.useful))
            }
            // Having crossed the boundary it stays there.
            let isCrossed = test.verdict == .alternative
            return (isCrossed ? test.upperBoundary.nextUp : test.logLikelihoodRatio, test.upperBoundary)
        }
    }

    private var isBusier: Bool {
        Double(moved.count { $0 }) > rates.moved.abandoned * Double(moved.count)
    }

    /// All rates above at once.
    private var mixture: PastCheck {
        used(
            "mixture SPRT", "ln B(½+k, ½+n-k)/B(½,½) - k ln p - (n-k) ln(1-p) ≤ ln 1/α, where k/n > p", "Robbins 1970",
            counts, count: moved.count
        ) {
            let value = CompositeTest.bernoulliMixture(
                successes: moved.count { $0 }, trials: moved.count, null: rates.moved.abandoned, a: 0.5, b: 0.5)
            return (isBusier ? value : 0, logError)
        }
    }

    /// The best rate afterwards; the bound grows with the looks, so that one may look after each (a union bound).
    private var generalized: PastCheck {
        used(
            "GLR", "n D(k/n ‖ p) ≤ ln n(n+1)/α, where k/n > p", "Lehmann and Romano, 12.4.4",
            counts, count: moved.count
        ) {
            let value = CompositeTest.bernoulliGeneralized(
                successes: moved.count { $0 }, trials: moved.count, null: rates.moved.abandoned)
            let looks = Double(moved.count)
            return (isBusier ? value : 0, logarithm(looks * (looks + 1)) + logError)
        }
    }

    /// Money won by betting that it works more than what is left behind.
    private var bets: BettingProcess? {
        guard var bets = BettingProcess(mean: rates.productive) else { return nil }
        for share in productive { bets.observe(share) }
        return bets
    }

    private var evidenceOfUse: Double {
        productive.count >= Self.fewestLooks && !hasEnded ? max(0, bets?.logWealth ?? 0) : 0
    }

    private var load: [ProcessExplanation.Derivation.Input] {
        [
            .init("mean share of a core while data moved", mean(productive).text(decimals: 4)),
            .init("n", "\(productive.count)"), .init("mean of abandoned", rates.productive.text(decimals: 4)),
        ]
    }

    private var betting: PastCheck {
        used(
            "e-process", "max_t ln Π (1 + λ(x_i/m - 1)) over a mixture of bets λ ≤ ln 1/α",
            "Waudby-Smith and Ramdas 2024", load, count: productive.count
        ) { (bets?.largestLogWealth ?? .nan, logError) }
    }

    private var bernstein: PastCheck {
        used(
            "empirical Bernstein", "lower end of the 1-α confidence sequence of the mean ≤ mean of abandoned",
            "Howard, Ramdas, McAuliffe and Sekhon 2021", load, count: productive.count
        ) {
            guard var sequence = EmpiricalBernstein(range: 0...1, alpha: error) else { return (.nan, 0) }
            for share in productive { sequence.observe(share) }
            return (sequence.interval.lowerBound, rates.productive)
        }
    }

    /// The excess over what is left behind as a martingale: Freedman's bound and Azuma's, the better of the two counted
    /// twice for having chosen.
    private var martingale: PastCheck {
        let (count, rate) = (Double(moved.count), rates.moved.abandoned)
        let variance = count * rate * (1 - rate)
        let climb = max(0, Double(moved.count { $0 }) - count * rate)
        let needed = Bounds.freedmanDeviation(variance: variance, step: 1 - rate, delta: error / 2)
        return used(
            "martingale",
            "-ln 2 min(e^(-x²/(2(v + cx/3))), e^(-x²/(2n))) ≤ ln 1/α, x = k - np, v = np(1-p), c = 1-p",
            "Freedman 1975; Azuma 1967",
            counts + [.init("x", climb.text(decimals: 3)), .init("x needed", needed.text(decimals: 3))],
            count: moved.count
        ) {
            let tails = [
                Bounds.freedmanTail(deviation: climb, variance: variance, step: 1 - rate),
                Bounds.azumaTail(deviation: climb, steps: moved.map { _ in 1 }),
            ]
            return (-logarithm(2 * (tails.min() ?? 1)), logError)
        }
    }

    /// Somebody may have begun to use it again.
    private var livelier: PastCheck {
        let fewest = 16
        var check = PastCheck(
            reasonCode: "past_was_quieter", step: "past: posterior predictive check",
            equation: "P(K ≥ k₂ | k₁ active looks in T₁) ≥ s for T₂ = the last quarter, shown as 1 - P",
            source: "Gamma-Poisson predictive (Gelman 2013)",
            outcome: .silent(because: "\(looks.count) looks, and it needs \(fewest) at least"))
        guard looks.count >= fewest else { return check }
        let cut = looks.count * 3 / 4
        let (before, after) = (looks[..<cut], looks[cut...])
        let (first, second) = (before.count { $0.isActive }, after.count { $0.isActive })
        let tails = PredictiveCheck.gammaPoisson(
            k: second, shape: 0.5 + Double(first), rate: before.reduce(0) { $0 + $1.seconds },
            exposure: after.reduce(0) { $0 + $1.seconds })
        check.inputs = [.init("k₁, k₂", "\(first), \(second)"), .init("s", surprise.text(decimals: 4))]
        check.outcome = .measured(
            value: tails.map { 1 - $0.upper } ?? .nan, bound: 1 - surprise,
            sentence: "Lately it is livelier than its past would have it: it may be in use again.")
        return check
    }

    /// What it does now it never did while it was watched: what was learned of it may no longer hold.
    private var unlike: PastCheck {
        let (block, window) = (4, 8)
        var check = PastCheck(
            reasonCode: "unlike_its_past", step: "past: conformal prediction",
            equation: "|x - mean of the 8 before| ≤ max(0.1, (1-α)-quantile of the largest score of each block of 4)",
            source: "Chernozhukov, Wuethrich and Zhu 2018", outcome: .silent(because: ""))
        let scores = looks.indices.dropFirst(window).map { place in
            abs(looks[place].share - mean(looks[place - window..<place].map(\.share)))
        }
        let radius = Conformal.blockedRadius(scores: scores.dropLast(), blockLength: block, alpha: error)
        guard let now = scores.last, radius.isFinite else {
            let needed = window + 1 + block * (Int((1 / error).rounded(.up)) - 1)
            check.outcome = .silent(because: "\(looks.count) looks, and it needs \(needed) at least")
            return check
        }
        check.inputs = [.init("radius (cores)", radius.text(decimals: 4)), .init("α", "\(error)")]
        check.outcome = .measured(
            value: now, bound: max(0.1, radius),
            sentence: "Just now it behaves unlike its whole past: look again before it is ended.")
        return check
    }

    private func mean(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }
}

extension ProcessJudge {
    /// What the past says against ending it; nil without a past.
    func past(_ facts: ProcessFacts) -> PastChecks? {
        guard let series = facts.series else { return nil }
        return PastQuestions(
            looks: PastLook.all(series, lasting: priors.looks.correlationSeconds),
            rates: UseRates(facts.role, priors), role: facts.role, error: priors.decision.pastError,
            surprise: priors.decision.surprise
        ).answers
    }
}
