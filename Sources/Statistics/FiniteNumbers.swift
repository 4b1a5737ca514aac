extension Sequence<Double> {
    /// Whether every number is finite; true for none.
    var areFinite: Bool { allSatisfy(\.isFinite) }
}

extension Collection<Double> {
    /// The mean, without the overflow of a plain sum; NaN for none.
    var mean: Double {
        let share = 1 / Double(count)
        return isEmpty ? .nan : reduce(0) { $0 + $1 * share }
    }

    /// The middle of the sorted numbers, or between the two middle ones; NaN for none.
    ///
    /// Complexity: O(*n* log *n*).
    var median: Double { sorted().sortedMedian }

    /// Whether each is a probability weight: finite and ≥ 0, and not all of them 0.
    var areWeights: Bool {
        let sum = reduce(0, +)
        return allSatisfy { $0 >= 0 } && sum > 0 && sum.isFinite
    }
}

extension Array<Double> {
    /// The median of numbers that are already sorted; NaN for none.
    var sortedMedian: Double {
        guard !isEmpty else { return .nan }
        return self[(count - 1) / 2] / 2 + self[count / 2] / 2
    }
}
