/// The middle of numbers some of which are wrong.
package enum RobustLocation {
    /// Where the middle is and how far the numbers lie from it.
    package struct Estimate: Equatable, Sendable {
        /// In the unit of the numbers.
        package var location: Double
        /// 1.4826 times the median absolute deviation, which is the standard deviation of normal numbers; 0 where more than
        /// half are equal.
        package var scale: Double

        package init(location: Double, scale: Double) {
            self.location = location
            self.scale = scale
        }
    }

    /// Huber's M-estimate: the mean, with numbers further than `tuning` scales away counted as that far.
    ///
    /// The root of Σ ψ((xᵢ − location)/scale), with the scale fixed by the median absolute deviation. Where that is 0 the
    /// location is the median.
    ///
    /// Shortest series: one number.
    ///
    /// Source: Huber, Annals of Mathematical Statistics 35 (1964), 73-101.
    /// Complexity: O(*n* log *n*).
    /// - Parameters:
    ///   - series: finite numbers in any one unit.
    ///   - tuning: ≥ 0.5; 1.345 loses 5 % to the mean where nothing is wrong, and +∞ gives the mean.
    /// - Returns: nil for no numbers, one that is not finite, another tuning, or where the answer leaves the doubles.
    package static func huber(_ series: [Double], tuning: Double = 1.345) -> Estimate? {
        guard !series.isEmpty, series.areFinite, tuning >= 0.5 else { return nil }
        // Halves, because the distance of two numbers may leave the doubles.
        let middle = series.median / 2
        let deviation = series.map { abs($0 / 2 - middle) }.median
        guard deviation > 0 else { return Estimate(location: 2 * middle, scale: 0) }
        let unit = deviation * 1.482_602_218_505_602
        let standard = series.map { ($0 / 2 - middle) / unit }
        var location = 0.0
        // Most numbers pull with full weight, so that every round takes most of the error.
        for _ in 0..<200 {
            let step = standard.map { psi($0 - location, tuning: tuning) }.mean
            location += step
            guard abs(step) > 1e-14 * max(1, abs(location)) else { break }
        }
        let estimate = Estimate(location: 2 * (middle + location * unit), scale: 2 * unit)
        return estimate.location.isFinite && estimate.scale.isFinite ? estimate : nil
    }

    /// Huber's ψ: z, brought into ±tuning.
    ///
    /// NaN for NaN or a tuning that is not > 0. Complexity: O(1).
    package static func psi(_ z: Double, tuning: Double) -> Double {
        guard tuning > 0, !z.isNaN else { return .nan }
        return max(-tuning, min(tuning, z))
    }

    /// Huber's loss, whose slope is ψ: z²/2 near 0, tuning (|z| − tuning/2) beyond.
    ///
    /// The negative logarithm, but for a constant, of a density that is normal in the middle and exponential in the tails.
    /// NaN for NaN or a tuning that is not > 0. Complexity: O(1).
    package static func loss(_ z: Double, tuning: Double) -> Double {
        guard tuning > 0, !z.isNaN else { return .nan }
        return abs(z) <= tuning ? 0.5 * z * z : tuning * (abs(z) - tuning / 2)
    }
}
