/// Follows a level that wanders now slowly, now fast, and says which: the interacting multiple model filter.
///
/// One `LevelFilter` for each mode; the mode is a Markov chain. Before each measurement the filters exchange what they
/// believe, mixed to one mean and variance each.
///
/// Source: Blom and Bar-Shalom, IEEE Trans. Automatic Control 33 (1988), 780-783.
package struct SwitchingLevelFilter: Equatable, Sendable {
    /// The probability of each mode.
    package private(set) var modes: [Double]
    private var filters: [LevelFilter]
    private let transition: [[Double]]

    /// Nil where lengths differ, there is no mode, or probabilities are negative, not finite or all 0.
    ///
    /// - Parameters:
    ///   - filters: one a mode.
    ///   - modes: their probabilities at the start, scaled to sum 1.
    ///   - transition: from mode (row) to mode, each row scaled to sum 1.
    package init?(filters: [LevelFilter], modes: [Double], transition: [[Double]]) {
        guard !filters.isEmpty, modes.count == filters.count, transition.count == filters.count, modes.areWeights,
            transition.allSatisfy({ $0.count == filters.count && $0.areWeights })
        else { return nil }
        self.filters = filters
        self.modes = Self.scaled(modes)
        self.transition = transition.map(Self.scaled)
    }

    /// The level as all modes together see it.
    package var mean: Double { zip(modes, filters).reduce(0) { $0 + $1.0 * $1.1.mean } }

    /// The variance of that mixture.
    package var variance: Double { Self.variance(of: filters, weights: modes, around: mean) }

    /// Takes one step and one measurement.
    ///
    /// Shortest useful series: one measurement. A number that is not finite is no measurement: modes change unseen.
    /// Complexity: O(*modes*²).
    package mutating func observe(_ measurement: Double) {
        let predicted = modes.indices.map { mode in
            modes.indices.reduce(0) { $0 + modes[$1] * transition[$1][mode] }
        }
        mix(towards: predicted)
        var logarithms = [Double](repeating: -.infinity, count: modes.count)
        for mode in filters.indices {
            let logLikelihood = filters[mode].observe(measurement)
            if predicted[mode] > 0 { logarithms[mode] = logLikelihood + SpecialFunctions.logarithm(predicted[mode]) }
        }
        modes = SpecialFunctions.probabilities(logarithms: logarithms) ?? predicted
    }

    private mutating func mix(towards predicted: [Double]) {
        let before = filters
        for mode in filters.indices where predicted[mode] > 0 {
            let weights = modes.indices.map { modes[$0] * transition[$0][mode] / predicted[mode] }
            let mean = zip(weights, before).reduce(0) { $0 + $1.0 * $1.1.mean }
            filters[mode].restart(mean: mean, variance: Self.variance(of: before, weights: weights, around: mean))
        }
    }

    private static func variance(of filters: [LevelFilter], weights: [Double], around mean: Double) -> Double {
        zip(weights, filters).reduce(0) { sum, part in
            let distance = part.1.mean - mean
            return part.0 > 0 ? sum + part.0 * (part.1.variance + distance * distance) : sum
        }
    }

    private static func scaled(_ weights: [Double]) -> [Double] {
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}
