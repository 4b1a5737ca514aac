internal import Statistics

/// What a domain may still get wrong by itself, over all of its runs: alpha-investing.
///
/// Everything that goes without a person spends a part of the wealth first, right or wrong; what turns out to have been
/// right earns alpha; what turns out wrong spends once more. An action goes by itself only where its chance of a mistake is
/// at most the level that its spending pays for, so the expected number of mistakes is at most the wealth that ever was:
/// E[mistakes] ≤ α (1 - α) + α E[confirmed].
///
/// Source: Foster and Stine, J. Royal Statistical Society B 70 (2008), 429-444; earnings only come with the outcome, and
/// nothing is given back, which is stricter than there.
package struct ErrorBudget: Sendable, Equatable {
    /// What became of something that went by itself, or that a person did as was recommended.
    package enum Event: String, Sendable, CaseIterable {
        /// It was about to go by itself.
        case spent
        /// It ended and stayed away.
        case confirmed
        /// It was there again, or was undone.
        case refuted
        /// A person did what was recommended, and it stayed away.
        case agreed
    }

    /// The share of mistakes that is tolerated, 0...1.
    package let alpha: Double
    private var investing: AlphaInvesting

    /// So many discoveries' worth at most: a long good past is no licence.
    private static let most = 10.0

    /// Begins with α (1 - α); nil unless 0 < α < 1.
    package init?(alpha: Double) {
        guard let investing = AlphaInvesting(alpha: alpha) else { return nil }
        self.alpha = alpha
        self.investing = investing
    }

    /// Goes on where it stood, with a wealth above 0 and a count of at least 0; nil where the numbers make no sense.
    package init?(alpha: Double, wealth: Double, sinceSuccess: Int) {
        guard
            let investing = AlphaInvesting(
                alpha: alpha, wealth: min(wealth, Self.most * alpha), testsWithoutDiscovery: sinceSuccess)
        else { return nil }
        self.alpha = alpha
        self.investing = investing
    }

    package var wealth: Double { investing.wealth }
    package var sinceSuccess: Int { investing.testsWithoutDiscovery }

    /// The largest chance of a mistake with which the next action may go by itself.
    package var level: Double { investing.nextLevel }

    /// Whether something may go by itself: both its chance of a mistake and the p-value of its evidence have to be small
    /// enough, and a NaN never is.
    package func affords(localRate: Double, pValue: Double) -> Bool {
        localRate <= level && pValue <= level
    }

    package mutating func record(_ event: Event) {
        switch event {
        case .spent, .refuted: _ = investing.test(1)
        case .confirmed, .agreed:
            _ = investing.test(0)
            let earned = ErrorBudget(alpha: alpha, wealth: investing.wealth, sinceSuccess: 0)
            if let earned { self = earned }
        }
    }
}
