private import func Glibc.log

/// A confidence interval for a mean that holds at all times at once, narrow where the numbers vary little.
///
/// With probability at least 1 − α the running mean of the conditional means lies within `interval` after every
/// observation, so one may look whenever one likes and stop whenever one has seen enough.
///
/// With numbers scaled to 0…1, V = Σ (xᵢ − x̂ᵢ)² for guesses x̂ᵢ from the past alone, and v = max(V, 1): the mean is off by
/// less than u/t with u = √(k₁² v ℓ + k₂² ℓ²) + k₂ ℓ and ℓ = 1.4 ln(1 + log₂ v) + ln(2 ζ(1.4)/α), where
/// k₁ = (2^¼ + 2^−¼)/√2 and k₂ = (√2 + 1)/2.
///
/// Shortest series: one observation (then the whole range).
///
/// Source: Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49 (2021), 1055-1080, theorems 1 and 4.
package struct EmpiricalBernstein: Equatable, Sendable {
    private let range: ClosedRange<Double>
    private let alpha: Double
    private var sum = 0.0
    private var variation = 0.0
    /// How many numbers were taken in.
    package private(set) var count = 0

    /// Begins with the whole range; nil unless its width is finite and > 0, and 0 < α < 1.
    ///
    /// - Parameters:
    ///   - range: which all numbers are known to keep to.
    ///   - alpha: how often the interval may ever be left.
    package init?(range: ClosedRange<Double>, alpha: Double) {
        let width = range.upperBound - range.lowerBound
        guard width > 0, width.isFinite, alpha > 0, alpha < 1 else { return nil }
        self.range = range
        self.alpha = alpha
    }

    /// Takes the next number in; one outside the range (or NaN) is left out.
    ///
    /// Complexity: O(1).
    package mutating func observe(_ number: Double) {
        guard range.contains(number) else { return }
        let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
        let guess = (0.5 + sum) / Double(count + 1)
        variation += (share - guess) * (share - guess)
        sum += share
        count += 1
    }

    /// Where the mean is, within the range.
    package var interval: ClosedRange<Double> {
        guard count > 0 else { return range }
        let width = range.upperBound - range.lowerBound
        let (centre, radius) = (sum / Double(count), boundary / Double(count))
        let lower = min(range.upperBound, range.lowerBound + width * max(0, centre - radius))
        let upper = min(range.upperBound, range.lowerBound + width * min(1, centre + radius))
        return lower...max(lower, upper)
    }

    private var boundary: Double {
        let time = max(variation, 1)
        let zeta = 3.105_547_277_977_581
        let spent = 1.4 * log(1 + log(time) / log(2)) + log(2 * zeta / alpha)
        let root = 2.0.squareRoot()
        let (first, second) = ((root.squareRoot() + 1 / root.squareRoot()) / root, (root + 1) / 2)
        return (first * first * time * spent + second * second * spent * spent).squareRoot() + second * spent
    }
}
