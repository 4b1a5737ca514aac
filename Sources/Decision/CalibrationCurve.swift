internal import Statistics

/// Said and seen probabilities, side by side in bins of equal mass.
package struct CalibrationCurve: Sendable {
    /// One thing that was said, and whether it was so.
    package struct Point: Sendable, Equatable {
        /// 0...1.
        package var said: Double
        package var isSo: Bool
        /// Milliseconds since 1970.
        package var at: Int64

        package init(said: Double, isSo: Bool, at: Int64) {
            self.said = said
            self.isSo = isSo
            self.at = at
        }
    }

    /// One bin: how many, the mean of what was said, the share that was so and its 95 % interval, uniform prior.
    package struct Bin: Sendable, Equatable {
        package var count: Int
        package var said: Double
        package var seen: Double
        package var interval: ClosedRange<Double>
    }

    package let points: [Point]

    package init(_ points: [Point]) {
        self.points = points.sorted { ($0.said, $0.at) < ($1.said, $1.at) }
    }

    /// At most ten bins of equal mass; fewer where there are fewer points.
    package var bins: [Bin] {
        let count = min(10, points.count)
        return (0..<count).map { bin in
            let slice = points[bin * points.count / count..<(bin + 1) * points.count / count]
            let so = slice.count(where: \.isSo)
            return Bin(
                count: slice.count, said: slice.reduce(0) { $0 + $1.said } / Double(slice.count),
                seen: Double(so) / Double(slice.count), interval: Self.interval(so, of: slice.count))
        }
    }

    /// Expected calibration error (Naeini, Cooper and Hauskrecht 2015); nil without points.
    package var error: Double? {
        guard !points.isEmpty else { return nil }
        return bins.reduce(0) { $0 + abs($1.said - $1.seen) * Double($1.count) } / Double(points.count)
    }

    /// Within this distance of what is said the truth (0 or 1) lies with probability 0.9, if points are exchangeable.
    ///
    /// - Returns: nil below 9 points, which promise nothing.
    package var conformalRadius: Double? {
        let radius = Conformal.splitRadius(scores: points.map(\.distance), alpha: 0.1)
        return radius.isFinite ? radius : nil
    }

    /// The same for every point of a new block of points, if only blocks are exchangeable.
    ///
    /// A block is as long as the busiest day, so that what one day brought together stays together.
    ///
    /// - Returns: nil below nine blocks.
    package var conformalRadiusByDay: Double? {
        let byDay = Dictionary(grouping: points) { $0.at / 86_400_000 }
        guard let longest = byDay.values.map(\.count).max() else { return nil }
        let scores = points.sorted { $0.at < $1.at }.map(\.distance)
        let radius = Conformal.blockedRadius(scores: scores, blockLength: longest, alpha: 0.1)
        return radius.isFinite ? radius : nil
    }

    private static func interval(_ so: Int, of count: Int) -> ClosedRange<Double> {
        let upper = Bounds.betaCredibleUpper(errors: so, trials: count, a: 1, b: 1, delta: 0.025)
        let lower = 1 - Bounds.betaCredibleUpper(errors: count - so, trials: count, a: 1, b: 1, delta: 0.025)
        return min(lower, upper)...upper
    }
}

extension CalibrationCurve.Point {
    fileprivate var distance: Double { abs((isSo ? 1 : 0) - said) }
}
