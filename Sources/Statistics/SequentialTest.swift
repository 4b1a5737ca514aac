private import func Glibc.log
private import func Glibc.log1p

/// Decides between two hypotheses as soon as the evidence suffices: Wald's sequential probability ratio test.
///
/// Shortest series: one observation; how many are needed is what the test finds out.
///
/// Source: Wald, Annals of Mathematical Statistics 16 (1945), 117-186.
package struct SequentialTest: Equatable, Sendable {
    /// What the evidence says.
    package enum Verdict: Equatable, Sendable {
        case undecided, alternative, null
    }

    /// A = ln((1−β)/α), at which the alternative is taken.
    package let upperBoundary: Double
    /// B = ln(β/(1−α)), at which the null hypothesis is.
    package let lowerBoundary: Double
    /// How much more likely the alternative makes all that was seen, in nats.
    package private(set) var logLikelihoodRatio = 0.0
    /// The first boundary that was crossed; later evidence changes nothing.
    package private(set) var verdict = Verdict.undecided

    /// Chooses the boundaries; nil unless 0 < α, 0 < β and α + β < 1.
    ///
    /// - Parameters:
    ///   - falseAlarm: α, how often a true null hypothesis may be given up.
    ///   - miss: β, how often a true alternative may be.
    package init?(falseAlarm: Double, miss: Double) {
        guard falseAlarm > 0, miss > 0, falseAlarm + miss < 1 else { return nil }
        upperBoundary = log1p(-miss) - log(falseAlarm)
        lowerBoundary = log(miss) - log1p(-falseAlarm)
    }

    /// Takes in the logarithm of how much likelier the alternative makes the next observation.
    ///
    /// NaN says nothing and is left out; ±∞ decides. Complexity: O(1).
    @discardableResult package mutating func observe(logRatio: Double) -> Verdict {
        guard verdict == .undecided, !logRatio.isNaN else { return verdict }
        logLikelihoodRatio += logRatio
        if logLikelihoodRatio >= upperBoundary { verdict = .alternative }
        if logLikelihoodRatio <= lowerBoundary { verdict = .null }
        return verdict
    }

    /// The ratio for one outcome of a coin; NaN for chances outside 0…1.
    package static func bernoulliLogRatio(isSuccess: Bool, null: Double, alternative: Double) -> Double {
        guard 0...1 ~= null, 0...1 ~= alternative else { return .nan }
        return isSuccess ? log(alternative) - log(null) : log1p(-alternative) - log1p(-null)
    }
}
