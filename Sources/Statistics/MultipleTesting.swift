/// Which of many findings to believe at once.
package enum MultipleTesting {
    /// How many of the surest findings may be acted on so that on average a share of at most `alpha` of them is wrong.
    ///
    /// The largest k for which the mean of the k smallest local false discovery rates is ≤ α. A rate is the probability
    /// that the finding is false; NaN counts as 1 (unknown is not safe), and others are brought into 0…1. 0 where α is NaN.
    ///
    /// Source: Newton, Noueiry, Sarkar and Ahlquist, Biostatistics 5 (2004), 155-176, section 3.3.
    /// Complexity: O(*n* log *n*).
    package static func bayesianDiscoveryCut(localFalseDiscoveryRates rates: [Double], alpha: Double) -> Int {
        let sorted = rates.map { $0 <= 1 ? max($0, 0) : 1 }.sorted()
        var sum = 0.0
        // The mean of the k smallest never falls as k grows, so the first excess is the end.
        for (index, rate) in sorted.enumerated() {
            sum += rate
            guard sum / Double(index + 1) <= alpha else { return index }
        }
        return sorted.count
    }
}
