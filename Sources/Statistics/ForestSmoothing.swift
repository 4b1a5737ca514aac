/// Numbers on a forest, drawn towards those of their neighbours.
package enum ForestSmoothing {
    /// The numbers x that minimise Σ wᵢ (xᵢ − valueᵢ)² + Σ cᵢ (xᵢ − x_parent(i))², exactly.
    ///
    /// A quadratic (Laplacian) penalty on the edges: for log-odds or other natural parameters, not for probabilities. A
    /// weight of 0 says that a value is not known, and it may then be anything; a tree without any weight has NaN. A tree
    /// that holds a negative weight or coupling, or anything that is not finite where it counts, has NaN for all its nodes.
    ///
    /// Shortest list: one node.
    ///
    /// Source: Zhu, Ghahramani and Lafferty, ICML 2003; on a tree elimination from the leaves is exact.
    /// Complexity: O(*n*) time and memory, without recursion.
    /// - Parameters:
    ///   - parents: the index of each node's parent, −1 at a root.
    ///   - values: what was seen at each node.
    ///   - weights: how much it counts, one over its variance.
    ///   - couplings: of the edge between each node and its parent, one over the variance of their difference; a root's is
    ///     not read.
    /// - Returns: one number a node.
    /// - Throws: `StatisticsError` where lengths differ, a parent does not exist or parents run in a circle.
    package static func smooth(
        parents: [Int], values: [Double], weights: [Double], couplings: [Double]
    ) throws(StatisticsError) -> [Double] {
        guard values.count == parents.count, weights.count == parents.count, couplings.count == parents.count else {
            throw .lengthMismatch
        }
        let order = try BeliefPropagation.leavesFirst(parents)
        var beliefs = parents.indices.map { Belief(value: values[$0], weight: weights[$0]) }
        let edges = couplings.map { $0 >= 0 && $0.isFinite ? $0 : .nan }
        for node in order where parents[node] >= 0 {
            beliefs[parents[node]].hear(beliefs[node], through: edges[node])
        }
        for node in order.reversed() {
            if parents[node] >= 0 {
                beliefs[node].settle(below: beliefs[parents[node]], through: edges[node])
            } else if !(beliefs[node].precision > 0) {
                beliefs[node].mean = .nan
            }
        }
        return beliefs.map(\.mean)
    }

    /// A number and one over its variance; a precision of NaN spoils the tree.
    private struct Belief {
        var mean: Double
        var precision: Double

        init(value: Double, weight: Double) {
            mean = weight == 0 ? 0 : value
            precision = weight >= 0 && weight.isFinite && mean.isFinite ? weight : .nan
        }

        /// Adds what a child says: through a spring of stiffness c it has 1/precision + 1/c of variance.
        mutating func hear(_ child: Belief, through edge: Double) {
            let strength = 1 / (1 / child.precision + 1 / edge)
            precision += strength
            if strength > 0 { mean += strength / precision * (child.mean - mean) }
        }

        /// Balances what it and its children say with its parent, whose number is final.
        mutating func settle(below parent: Belief, through edge: Double) {
            precision = parent.precision.isNaN ? .nan : precision
            if edge > 0, precision >= 0 {
                mean = precision == 0 ? parent.mean : mean + (parent.mean - mean) / (1 + precision / edge)
            } else if !(precision > 0) {
                mean = .nan
            }
        }
    }
}
