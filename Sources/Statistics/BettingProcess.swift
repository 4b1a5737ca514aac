private import func Glibc.exp
private import func Glibc.log
private import func Glibc.log1p

/// Money made by betting that the mean of numbers within 0…1 is larger than it is said to be.
///
/// Where every mean, given the past, is at most `mean`, the wealth is a nonnegative supermartingale that begins at 1: it
/// ever reaches 1/α with probability at most α, however long one plays and whenever one stops. So it is an e-process, and
/// each of its values an e-value. For the opposite claim, bet on 1 − x against 1 − mean.
///
/// The stake is spread evenly over constant bets of 1/20 … 19/20 of the largest one that cannot ruin.
///
/// Shortest series: one observation.
///
/// Source: Waudby-Smith and Ramdas, J. Royal Statistical Society B 86 (2024), 1-27, section 4.
package struct BettingProcess: Equatable, Sendable {
    private let mean: Double
    private var logWealths = [Double](repeating: 0, count: 19)
    /// The logarithm of the wealth now; 0 at the start.
    package private(set) var logWealth = 0.0
    /// The logarithm of the largest wealth so far.
    package private(set) var largestLogWealth = 0.0

    /// Begins with wealth 1; nil unless 0 < mean < 1.
    package init?(mean: Double) {
        guard mean > 0, mean < 1 else { return nil }
        self.mean = mean
    }

    /// A p-value that stays valid at all times: 1 over the largest wealth so far.
    package var pValue: Double { exp(-largestLogWealth) }

    /// Takes the next number in; one outside 0…1 (or NaN) is left out.
    ///
    /// Complexity: O(1).
    package mutating func observe(_ number: Double) {
        guard 0...1 ~= number else { return }
        for index in logWealths.indices {
            let bet = Double(index + 1) / 20
            logWealths[index] += log1p(bet * (number / mean - 1))
        }
        logWealth = SpecialFunctions.logSumExp(logWealths) - log(Double(logWealths.count))
        largestLogWealth = max(largestLogWealth, logWealth)
    }
}
