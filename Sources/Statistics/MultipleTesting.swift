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

    /// The smallest false discovery rate at which each hypothesis would be rejected, when p-values are independent.
    ///
    /// For the i-th smallest of m p-values: min over j ≥ i of m pⱼ / j, at most 1. A NaN counts as 1 (unknown is not
    /// safe), and others are brought into 0…1. Also valid when p-values hang together positively; for any other dependence
    /// take `benjaminiYekutieliAdjusted`.
    ///
    /// Source: Benjamini and Hochberg, J. Royal Statistical Society B 57 (1995), 289-300.
    /// Complexity: O(*n* log *n*).
    /// - Returns: adjusted p-values in the order given; none for none.
    package static func benjaminiHochbergAdjusted(_ pValues: [Double]) -> [Double] {
        stepUpAdjusted(pValues, factor: 1)
    }

    /// The same when nothing is known of how the p-values depend on one another.
    ///
    /// `benjaminiHochbergAdjusted` with every p-value multiplied by 1 + 1/2 + … + 1/m.
    ///
    /// Source: Benjamini and Yekutieli, Annals of Statistics 29 (2001), 1165-1188.
    /// Complexity: O(*n* log *n*).
    package static func benjaminiYekutieliAdjusted(_ pValues: [Double]) -> [Double] {
        stepUpAdjusted(pValues, factor: pValues.indices.reduce(0) { $0 + 1 / Double($1 + 1) })
    }

    private static func stepUpAdjusted(_ pValues: [Double], factor: Double) -> [Double] {
        let safe = pValues.map { $0 <= 1 ? max($0, 0) : 1 }
        let order = safe.indices.sorted { safe[$0] < safe[$1] }
        var adjusted = safe
        var smallest = 1.0
        for (rank, index) in order.enumerated().reversed() {
            smallest = min(smallest, safe[index] * (Double(safe.count) / Double(rank + 1)) * factor)
            adjusted[index] = smallest
        }
        return adjusted
    }

    /// Which hypotheses e-values reject at a false discovery rate of `alpha`, whatever their dependence and whenever one
    /// looked.
    ///
    /// The k largest of m e-values for the largest k with e₍ₖ₎ ≥ m / (α k). NaN and negative values count as 0. None where
    /// α is outside 0 < α ≤ 1.
    ///
    /// Source: Wang and Ramdas, J. Royal Statistical Society B 84 (2022), 822-852.
    /// Complexity: O(*n* log *n*).
    /// - Returns: the rejected positions, rising.
    package static func eBenjaminiHochberg(_ eValues: [Double], alpha: Double) -> [Int] {
        guard alpha > 0, alpha <= 1 else { return [] }
        let safe = eValues.map { $0 > 0 ? $0 : 0 }
        let order = safe.indices.sorted { (safe[$0], $1) > (safe[$1], $0) }
        let last = order.indices.last { safe[order[$0]] >= Double(safe.count) / (alpha * Double($0 + 1)) }
        return last.map { order[...$0].sorted() } ?? []
    }
}
