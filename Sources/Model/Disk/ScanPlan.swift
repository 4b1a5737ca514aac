package import Primitives

/// Which places are scanned in a cycle, and why.
package struct ScanPlan: Sendable, Equatable {
    /// Why a place was chosen.
    package enum Purpose: String, Sendable, CaseIterable {
        /// Most is to be got there.
        case exploit
        /// It has waited longest.
        case explore
        /// It is its turn: the utilities are not trusted.
        case roundRobin = "round_robin"
    }

    /// One place and what a scan of it is worth.
    package struct Item: Sendable, Equatable {
        package var path: ForeignText
        /// Nil where it was skipped.
        package var purpose: Purpose?
        /// In bytes: what a scan is expected to free, less its costs, plus what waiting is worth.
        package var utility: Double

        package init(path: ForeignText, purpose: Purpose? = nil, utility: Double = 0) {
            self.path = path
            self.purpose = purpose
            self.utility = utility
        }
    }

    /// The place among all cycles, from 0.
    package var cycle = 0
    /// Whether turns decide, because expectations were wrong for some windows running.
    package var isRoundRobin = false
    /// In the order in which they were chosen.
    package var chosen: [Item] = []
    /// By falling utility, then by path.
    package var skipped: [Item] = []

    package init() {}
}
