private import func Glibc.log
private import func Glibc.log1p

/// Where a series that is wholly known changed.
package enum ChangePoints {
    /// Splits a series into stretches of constant mean.
    ///
    /// Minimises Σ over stretches of (Σ (x − stretch mean)² + penalty), exactly. In units of the noise variance σ², a
    /// penalty of 2 σ² ln *n* is the usual one.
    ///
    /// Shortest useful series: 2 · `minimumLength`; a shorter one is one stretch.
    ///
    /// Source: Killick, Fearnhead and Eckley (PELT), J. American Statistical Association 107 (2012), 1590-1598.
    /// Complexity: O(*n*) while changes keep coming, O(*n*²) for a long series without any.
    /// - Parameters:
    ///   - series: finite numbers, oldest first.
    ///   - penalty: ≥ 0, in the squared unit of the series; +∞ allows no change.
    ///   - minimumLength: the shortest stretch, ≥ 1 numbers.
    /// - Returns: the end of every stretch, the last of them the length of the series; none for an empty series, nil for
    ///   numbers outside their domain.
    package static func meanShifts(_ series: [Double], penalty: Double, minimumLength: Int) -> [Int]? {
        guard series.areFinite, penalty >= 0, minimumLength >= 1 else { return nil }
        guard series.count / 2 >= minimumLength else { return series.isEmpty ? [] : [series.count] }
        // Centred and scaled, so that squares neither overflow nor cancel.
        let centre = series.mean
        let scale = series.reduce(0) { max($0, abs($1 / 2 - centre / 2)) }
        guard scale > 0, penalty < .infinity else { return [series.count] }
        let costs = StretchCosts(series.map { ($0 / 2 - centre / 2) / scale })
        let scaledPenalty = penalty / scale / scale / 4
        return stretchEnds(count: series.count, penalty: scaledPenalty, minimumLength: minimumLength, costs: costs)
    }

    private static func stretchEnds(
        count: Int, penalty: Double, minimumLength: Int, costs: StretchCosts
    ) -> [Int] {
        var best = [Double](repeating: .infinity, count: count + 1)
        var last = [Int](repeating: 0, count: count + 1)
        best[0] = -penalty
        // Starts still worth trying, each with the first end from which it is not.
        var starts: [(start: Int, hopelessFrom: Int)] = []
        for end in minimumLength...count {
            let newest = end - minimumLength
            if best[newest] < .infinity { starts.append((newest, .max)) }
            for candidate in starts {
                let total = best[candidate.start] + costs.between(candidate.start, end) + penalty
                if total < best[end] { (best[end], last[end]) = (total, candidate.start) }
            }
            // A start that loses even without a penalty loses to a change here, once a stretch fits after it.
            for index in starts.indices where starts[index].hopelessFrom == .max {
                let start = starts[index].start
                if best[start] + costs.between(start, end) > best[end] {
                    starts[index].hopelessFrom = end + minimumLength
                }
            }
            starts.removeAll { $0.hopelessFrom <= end + 1 }
        }
        var ends = [count]
        while let end = ends.last, last[end] > 0 { ends.append(last[end]) }
        return ends.reversed()
    }

    /// When a rate changed once, for counts of successes among trials.
    ///
    /// The posterior of τ in 1…*n* − 1, the number of windows before the change: prior g (1−g)^(τ−1), and one chance before
    /// and one after, each Beta(a, b) beforehand.
    ///
    /// Shortest series: two windows.
    ///
    /// Source: Smith, Biometrika 62 (1975), 407-416, with a geometric prior.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - successes: in each window, 0…trials.
    ///   - trials: in each window, ≥ 0.
    ///   - geometric: g, 0 < g < 1.
    ///   - a: successes that the prior is worth, finite and > 0.
    ///   - b: failures that it is worth, finite and > 0.
    /// - Returns: *n* − 1 probabilities; nil where the series is too short or a number outside its domain.
    package static func betaBinomial(
        successes: [Int], trials: [Int], geometric: Double, a: Double, b: Double
    ) -> [Double]? {
        guard successes.count == trials.count, trials.count >= 2, geometric > 0, geometric < 1, a > 0, b > 0,
            (a + b).isFinite, zip(successes, trials).allSatisfy({ $0 >= 0 && $0 <= $1 })
        else { return nil }
        let total = (
            successes: successes.reduce(0) { $0 + Double($1) }, trials: trials.reduce(0) { $0 + Double($1) }
        )
        var before = (successes: 0.0, trials: 0.0)
        let weights = (1..<trials.count).map { tau in
            before.successes += Double(successes[tau - 1])
            before.trials += Double(trials[tau - 1])
            return log(geometric) + Double(tau - 1) * log1p(-geometric)
                + Distributions.logBetaBinomialKernel(k: before.successes, n: before.trials, a: a, b: b)
                + Distributions.logBetaBinomialKernel(
                    k: total.successes - before.successes, n: total.trials - before.trials, a: a, b: b)
        }
        return SpecialFunctions.probabilities(logarithms: weights)
    }
}

/// What stretches of a series cost, by running sums.
private struct StretchCosts {
    private var sums: [Double] = [0]
    private var squares: [Double] = [0]

    init(_ series: [Double]) {
        for number in series {
            sums.append(sums[sums.count - 1] + number)
            squares.append(squares[squares.count - 1] + number * number)
        }
    }

    /// Σ (x − mean)² over start..<end.
    func between(_ start: Int, _ end: Int) -> Double {
        let sum = sums[end] - sums[start]
        return max(0, squares[end] - squares[start] - sum * sum / Double(end - start))
    }
}
