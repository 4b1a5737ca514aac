private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log
private import func Glibc.log1p

/// The tail of a distribution: how often a threshold is exceeded, and by how much.
///
/// The excesses are generalized Pareto: a shape above 0 means ever larger spikes, below 0 that there is a largest one.
///
/// Source: Coles, An Introduction to Statistical Modeling of Extreme Values (2001), chapter 4.
package struct PeaksOverThreshold: Equatable, Sendable {
    /// Above which the tail begins, in the unit of the series.
    package let threshold: Double
    /// The share of numbers above it, 0…1.
    package let exceedanceShare: Double
    /// ξ, without unit.
    package let shape: Double
    /// σ, in the unit of the series.
    package let scale: Double

    /// The fewest excesses from which a shape can be told.
    package static let fewestExcesses = 10

    /// Fits the tail above a threshold by the method of Zhang and Stephens: a posterior mean that always exists.
    ///
    /// Source: Zhang and Stephens, Technometrics 51 (2009), 316-325.
    /// Complexity: O(*n* log *n* + *n* √*n*).
    /// - Parameters:
    ///   - series: finite numbers in any order.
    ///   - threshold: finite; a high quantile of the series.
    /// - Returns: nil for fewer than ten numbers above the threshold or one that is not finite.
    package static func fit(_ series: [Double], threshold: Double) -> PeaksOverThreshold? {
        guard series.areFinite, threshold.isFinite else { return nil }
        let excesses = series.filter { $0 > threshold }.map { $0 - threshold }.sorted()
        guard excesses.count >= fewestExcesses, let largest = excesses.last, largest.isFinite else { return nil }
        let (shape, scale) = paretoFit(excesses.map { $0 / largest })
        guard shape.isFinite, scale > 0, (scale * largest).isFinite else { return nil }
        return PeaksOverThreshold(
            threshold: threshold, exceedanceShare: Double(excesses.count) / Double(series.count), shape: shape,
            scale: scale * largest)
    }

    /// The probability that a number is larger than x; NaN below the threshold, where the tail says nothing.
    ///
    /// Complexity: O(1).
    package func survival(_ x: Double) -> Double {
        guard x >= threshold else { return .nan }
        return exceedanceShare * Distributions.generalizedParetoSurvival(x - threshold, shape: shape, scale: scale)
    }

    /// What is exceeded with a probability; NaN unless 0 < probability ≤ `exceedanceShare`.
    ///
    /// Complexity: O(1).
    package func level(exceededWith probability: Double) -> Double {
        guard probability > 0, probability <= exceedanceShare else { return .nan }
        let logOdds = log(exceedanceShare) - log(probability)
        return threshold + scale * (abs(shape) < 1e-300 ? logOdds : expm1(shape * logOdds) / shape)
    }

    /// Shape and scale for sorted excesses of at most 1.
    private static func paretoFit(_ excesses: [Double]) -> (shape: Double, scale: Double) {
        let count = Double(excesses.count)
        let quartile = max(excesses[Int(count / 4 + 0.5) - 1], .leastNormalMagnitude)
        let points = 20 + Int(count.squareRoot())
        let candidates = (1...points).map { index in
            1 + (1 - (Double(points) / (Double(index) - 0.5)).squareRoot()) / (3 * quartile)
        }
        let weights = SpecialFunctions.probabilities(
            logarithms: candidates.map { candidate in
                let shape = meanLogarithm(excesses, candidate)
                let likelihood = count * (log(rate(excesses, candidate, shape: shape)) - shape - 1)
                return likelihood.isNaN ? -.infinity : likelihood
            })
        guard let weights else { return (.nan, .nan) }
        let candidate = zip(candidates, weights).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.1 : $0 }
        let shape = meanLogarithm(excesses, candidate)
        return (shape, 1 / rate(excesses, candidate, shape: shape))
    }

    /// The likeliest shape for a given −shape/scale.
    private static func meanLogarithm(_ excesses: [Double], _ candidate: Double) -> Double {
        excesses.map { log1p(-candidate * $0) }.mean
    }

    /// 1/scale = −candidate/shape, whose limit for a candidate of 0 is 1/mean.
    private static func rate(_ excesses: [Double], _ candidate: Double, shape: Double) -> Double {
        abs(candidate) < 1e-12 || shape == 0 ? 1 / excesses.mean : -candidate / shape
    }
}
