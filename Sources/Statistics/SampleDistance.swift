private import func Glibc.exp
private import func Glibc.log

/// How far apart two samples of one quantity are, whatever their distributions.
///
/// Samples hold finite numbers in one unit, in any order, at least one each; otherwise the distance is NaN.
package enum SampleDistance {
    /// The mean distance that mass has to be moved to turn one sample into the other (Wasserstein-1, earth mover's).
    ///
    /// ∫ |F(t) − G(t)| dt over the empirical distributions, in the unit of the samples. Shortest samples: one number each.
    ///
    /// Source: Vallender, Theory of Probability and its Applications 18 (1974), 784-786.
    /// Complexity: O(*n* log *n*) numbers in both.
    package static func wasserstein1(_ x: [Double], _ y: [Double]) -> Double {
        guard areSamples(x, y) else { return .nan }
        var distance = 0.0
        forEachStep(x, y) { gap, width in distance += abs(gap) * width }
        return distance
    }

    /// The largest difference between the two empirical distribution functions, 0…1 (Kolmogorov-Smirnov).
    ///
    /// Shortest samples: one number each.
    ///
    /// Source: Smirnov, Annals of Mathematical Statistics 19 (1948), 279-281.
    /// Complexity: O(*n* log *n*).
    package static func kolmogorovSmirnov(_ x: [Double], _ y: [Double]) -> Double {
        guard areSamples(x, y) else { return .nan }
        var largest = 0.0
        forEachStep(x, y) { gap, _ in largest = max(largest, abs(gap)) }
        return largest
    }

    /// The probability of a Kolmogorov-Smirnov distance at least this large between samples of one distribution.
    ///
    /// 2 Σ (−1)^(j−1) e^(−2 j² λ²) with λ = (√m + 0.12 + 0.11/√m) · distance and m = n₁ n₂ / (n₁ + n₂): an approximation
    /// that is good from m = 4 on, which is eight numbers in each sample. NaN for a distance outside 0…1 or an empty sample.
    ///
    /// Source: Stephens, J. Royal Statistical Society B 32 (1970), 115-122.
    /// Complexity: O(1).
    package static func kolmogorovSmirnovTail(distance: Double, counts: (Int, Int)) -> Double {
        guard 0...1 ~= distance, counts.0 >= 1, counts.1 >= 1 else { return .nan }
        let size = 1 / (1 / Double(counts.0) + 1 / Double(counts.1))
        let lambda = (size.squareRoot() + 0.12 + 0.11 / size.squareRoot()) * distance
        // Below this the sum is 1 to twelve digits and converges slowly.
        guard lambda > 0.2 else { return 1 }
        var sum = 0.0
        for term in (1...40).reversed() {
            let multiple = Double(term) * lambda
            sum = exp(-2 * multiple * multiple) - sum
        }
        // Summed from behind, each term subtracts all that follow it.
        return max(0, min(1, 2 * sum))
    }

    /// The cost of moving one sample onto the other by a blurred plan, less what blurring costs each alone.
    ///
    /// ⟨P(x,y), C⟩ − ½ ⟨P(x,x), C⟩ − ½ ⟨P(y,y), C⟩ for squared distances C and the plans P that minimise
    /// ⟨P, C⟩ + ε KL(P ‖ product), in the squared unit of the samples. Shortest samples: one number each.
    ///
    /// Iterates until the potentials move by less than 1e-10 ε and at most 5,000 times; where ε is small beside the squared
    /// distances that limit leaves an error of a few parts in a thousand.
    ///
    /// Source: Genevay, Peyre and Cuturi, Proc. Machine Learning Research 84 (2018), 1608-1617; Cuturi, NIPS 2013.
    /// Complexity: O(*n₁* *n₂*) an iteration.
    /// - Parameters:
    ///   - x: one sample.
    ///   - y: the other.
    ///   - epsilon: ε > 0, finite, in the squared unit of the samples; otherwise NaN.
    /// - Returns: the divergence; NaN where squared distances over ε leave the doubles.
    package static func sinkhornDivergence(_ x: [Double], _ y: [Double], epsilon: Double) -> Double {
        guard areSamples(x, y), epsilon > 0, epsilon.isFinite else { return .nan }
        return transportCost(x, y, epsilon) - 0.5 * transportCost(x, x, epsilon) - 0.5 * transportCost(y, y, epsilon)
    }

    private static func areSamples(_ x: [Double], _ y: [Double]) -> Bool {
        !x.isEmpty && !y.isEmpty && x.areFinite && y.areFinite
    }

    /// Calls back with F − G and the width of every interval on which both are constant.
    private static func forEachStep(_ x: [Double], _ y: [Double], _ body: (_ gap: Double, _ width: Double) -> Void) {
        let (first, second) = (x.sorted(), y.sorted())
        var (i, j) = (0, 0)
        while i < first.count || j < second.count {
            let here = min(i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
            while i < first.count, first[i] == here { i += 1 }
            while j < second.count, second[j] == here { j += 1 }
            let next = min(i < first.count ? first[i] : .infinity, j < second.count ? second[j] : .infinity)
            guard next < .infinity else { break }
            body(Double(i) / Double(first.count) - Double(j) / Double(second.count), next - here)
        }
    }

    /// ⟨P, C⟩ of the plan that Sinkhorn's iteration finds, all in logarithms and units of ε.
    private static func transportCost(_ x: [Double], _ y: [Double], _ epsilon: Double) -> Double {
        let scale = epsilon.squareRoot()
        let (rows, columns) = (x.map { $0 / scale }, y.map { $0 / scale })
        let (logRow, logColumn) = (-log(Double(rows.count)), -log(Double(columns.count)))
        var rowPotentials = [Double](repeating: 0, count: rows.count)
        var columnPotentials = [Double](repeating: 0, count: columns.count)
        for _ in 0..<5_000 {
            let previous = rowPotentials
            columnPotentials = potentials(of: columns, against: rows, rowPotentials, logWeight: logRow)
            rowPotentials = potentials(of: rows, against: columns, columnPotentials, logWeight: logColumn)
            let change = zip(previous, rowPotentials).reduce(0) { max($0, abs($1.0 - $1.1)) }
            guard change > 1e-10 else { break }
        }
        var cost = 0.0
        for (row, rowPotential) in zip(rows, rowPotentials) {
            for (column, columnPotential) in zip(columns, columnPotentials) {
                let distance = (row - column) * (row - column)
                cost += exp(rowPotential + columnPotential - distance + logRow + logColumn) * distance
            }
        }
        return cost * epsilon
    }

    /// −ln Σ w e^(potential − distance) for every point.
    private static func potentials(
        of points: [Double], against others: [Double], _ otherPotentials: [Double], logWeight: Double
    ) -> [Double] {
        var exponents = otherPotentials
        return points.map { point in
            for (index, other) in others.enumerated() {
                exponents[index] = otherPotentials[index] - (point - other) * (point - other) + logWeight
            }
            return -SpecialFunctions.logSumExp(exponents)
        }
    }
}
