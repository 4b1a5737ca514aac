internal import Statistics

/// Control of false discoveries over a whole plan: many sure-looking actions together still contain mistakes.
package struct ErrorRate: Sendable {
    /// Largest expected share of wrong actions among the chosen, 0...1.
    package var alpha: Double

    package init(alpha: Double) {
        self.alpha = alpha
    }

    /// Which groups may be acted on together.
    ///
    /// Each entry is the chance that acting on the group is wrong, its local false discovery rate; members of a group
    /// (identical copies) stand or fall together and are given as their worst member. The largest set of the surest
    /// groups is chosen whose mean stays at or below alpha (Efron 2008; Müller et al. 2004).
    ///
    /// - Returns: the indices of the chosen groups, ascending.
    /// - Complexity: O(*n* log *n*).
    package func admitted(_ localRates: [Double]) -> [Int] {
        let order = localRates.indices.sorted { (localRates[$0], $0) < (localRates[$1], $1) }
        let cut = MultipleTesting.bayesianDiscoveryCut(
            localFalseDiscoveryRates: order.map { localRates[$0] }, alpha: alpha)
        return order.prefix(cut).sorted()
    }
}
