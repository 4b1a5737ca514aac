/// Notices a small lasting shift of a mean, by adding up what is above and below: Page's CUSUM.
///
/// With z = (x − mean)/standard deviation: high ← max(0, high + z − slack), low ← max(0, low − z − slack), and an alarm where
/// one passes the threshold. A slack of ½ finds shifts of one standard deviation best; with a threshold of 5 a steady
/// series gives a false alarm about once in 465 numbers.
///
/// Shortest series: one number.
///
/// Source: Page, Biometrika 41 (1954), 100-115; Montgomery, Introduction to Statistical Quality Control, 7th ed., 9.1.
package struct CumulativeSum: Equatable, Sendable {
    /// Where the mean went.
    package enum Alarm: Equatable, Sendable {
        case higher, lower
    }

    /// In standard deviations, ≥ 0.
    package private(set) var high = 0.0
    /// In standard deviations, ≥ 0.
    package private(set) var low = 0.0
    private let mean: Double
    private let standardDeviation: Double
    private let slack: Double
    private let threshold: Double

    /// Begins at 0.
    ///
    /// Nil unless the mean is finite, the deviation finite and > 0, the slack finite and ≥ 0, and the threshold > 0.
    ///
    /// - Parameters:
    ///   - mean: of the steady series.
    ///   - standardDeviation: of the steady series.
    ///   - slack: in standard deviations.
    ///   - threshold: in standard deviations.
    package init?(mean: Double, standardDeviation: Double, slack: Double = 0.5, threshold: Double = 5) {
        guard [mean, standardDeviation, slack].areFinite, standardDeviation > 0, slack >= 0, threshold > 0 else {
            return nil
        }
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.slack = slack
        self.threshold = threshold
    }

    /// Takes the next number in; NaN is left out.
    ///
    /// Complexity: O(1).
    /// - Parameter number: in the unit of the mean.
    /// - Returns: an alarm as long as a sum is above the threshold; sums go on, so that it ends when the shift does.
    package mutating func observe(_ number: Double) -> Alarm? {
        if !number.isNaN {
            let deviation = (number - mean) / standardDeviation
            // Bounded, so that one wild number is forgotten some time.
            let limit = 2 * threshold
            high = min(limit, max(0, high + deviation - slack))
            low = min(limit, max(0, low - deviation - slack))
        }
        return high > threshold ? .higher : low > threshold ? .lower : nil
    }
}
