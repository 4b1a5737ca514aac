/// Events that come at one of two rates, between which the source switches: a Markov-modulated Poisson process.
package struct ModulatedPoisson: Equatable, Sendable {
    /// Events a window while calm, ≥ 0.
    package var lowRate: Double
    /// Events a window while busy.
    package var highRate: Double
    /// The share of time that is busy, 0…1.
    package var highShare: Double
    /// How alike the rates of neighbouring windows are, 0 (no memory) … 1 (never switches).
    package var persistence: Double

    /// The fewest windows whose moments mean something.
    package static let shortestSeries = 20

    /// Fits the process by moments of counts in equal windows.
    ///
    /// Variance beyond the mean is that of the rate, its skewness gives the shares, and the first autocovariance over it the
    /// persistence. Windows have to be short beside the time between switches.
    ///
    /// Source: Gusella, IEEE J. Selected Areas in Communications 9 (1991), 203-211, for the idea of matching moments.
    /// Complexity: O(*n*).
    /// - Parameter counts: ≥ 0, oldest first.
    /// - Returns: nil for fewer than 20 windows, a negative count, or counts that vary no more than one rate explains.
    package static func fit(counts: [Int]) -> ModulatedPoisson? {
        guard counts.count >= shortestSeries, counts.allSatisfy({ $0 >= 0 }) else { return nil }
        let numbers = counts.map(Double.init)
        let mean = numbers.mean
        let deviations = numbers.map { $0 - mean }
        let variance = deviations.map { $0 * $0 }.mean
        let third = deviations.map { $0 * $0 * $0 }.mean
        let neighbours = zip(deviations, deviations.dropFirst()).map { $0 * $1 }.mean
        let rateVariance = variance - mean
        guard rateVariance > 0, rateVariance.isFinite, third.isFinite else { return nil }
        // The third cumulant of the rate, from that of the counts.
        let skewness = (third - 3 * variance + 2 * mean) / rateVariance / rateVariance.squareRoot()
        // (1 − 2π)/√(π(1−π)) = skewness.
        let share = 0.5 * (1 - skewness / (4 + skewness * skewness).squareRoot())
        let highShare = min(max(share, 1 / Double(counts.count)), 1 - 1 / Double(counts.count))
        let gap = (rateVariance / (highShare * (1 - highShare))).squareRoot()
        return ModulatedPoisson(
            lowRate: max(0, mean - highShare * gap), highRate: mean + (1 - highShare) * gap, highShare: highShare,
            persistence: min(max(neighbours / rateVariance, 0), 1))
    }
}
