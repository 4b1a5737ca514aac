/// A budget of false discoveries for tests that never end: alpha-investing.
///
/// Each test costs; each discovery earns. The expected number of false discoveries stays within α of the expected number of
/// discoveries plus 1 − α, as long as every p-value is valid given what came before.
///
/// Source: Foster and Stine, J. Royal Statistical Society B 70 (2008), 429-444; the levels are those of their section 5,
/// which never spend all.
package struct AlphaInvesting: Equatable, Sendable {
    private let alpha: Double
    /// What can still be lost, > 0.
    package private(set) var wealth: Double
    /// Tests since the last discovery, or since the start.
    package private(set) var testsWithoutDiscovery = 0

    /// Begins with wealth α (1 − α); nil unless 0 < α < 1.
    ///
    /// - Parameter alpha: the share of false discoveries that is tolerated.
    package init?(alpha: Double) {
        guard alpha > 0, alpha < 1 else { return nil }
        self.alpha = alpha
        wealth = alpha * (1 - alpha)
    }

    /// Goes on where an earlier budget stood; nil unless 0 < α < 1, the wealth is finite and > 0, and the count is ≥ 0.
    package init?(alpha: Double, wealth: Double, testsWithoutDiscovery: Int) {
        guard alpha > 0, alpha < 1, wealth > 0, wealth.isFinite, testsWithoutDiscovery >= 0 else { return nil }
        self.alpha = alpha
        self.wealth = wealth
        self.testsWithoutDiscovery = testsWithoutDiscovery
    }

    /// The level of the next test, 0 < level < 1.
    ///
    /// What the test may cost, level/(1 − level), is ½, ⅓, ¼ … of the wealth, the further back the last discovery.
    package var nextLevel: Double { nextCost / (1 + nextCost) }

    private var nextCost: Double { wealth / (2 + Double(testsWithoutDiscovery)) }

    /// Tests a p-value at the next level and pays or earns.
    ///
    /// A p-value that is NaN or outside 0…1 counts as 1 (unknown is not safe). Complexity: O(1).
    /// - Parameter pValue: valid whatever was decided before; 1/e-value of an e-process will do.
    /// - Returns: whether it is a discovery.
    package mutating func test(_ pValue: Double) -> Bool {
        guard pValue >= 0, pValue <= min(nextLevel, 1 - 0x1p-53) else {
            wealth -= nextCost
            testsWithoutDiscovery = min(testsWithoutDiscovery, .max - 1) + 1
            return false
        }
        wealth += alpha
        testsWithoutDiscovery = 0
        return true
    }
}
