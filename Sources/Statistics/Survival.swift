private import func Glibc.exp

/// How long things last, and by which of several causes they end.
package enum Survival {
    /// The probability of outliving each of several intervals, where each has a hazard of its own.
    ///
    /// The hazard of an interval is Beta(a, b) beforehand, so that the factor is 1 − (a + events) / (a + b + at risk); those
    /// that ended are no longer at risk in the next.
    ///
    /// Shortest series: one interval.
    ///
    /// Source: Walker and Muliere, Annals of Statistics 25 (1997), 1762-1780, on a discrete axis.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - events: how many ended in each interval, ≥ 0, together at most `atRisk`.
    ///   - atRisk: how many there are at the begin.
    ///   - a: ends that the prior is worth, finite and > 0.
    ///   - b: survivals that it is worth, finite and > 0.
    /// - Returns: one probability an interval, falling; nil outside the domain.
    package static func betaStacy(events: [Int], atRisk: Int, a: Double, b: Double) -> [Double]? {
        guard a > 0, b > 0, (a + b).isFinite, atRisk >= 0 else { return nil }
        var left = atRisk
        var survival = 1.0
        var curve: [Double] = []
        for ended in events {
            guard ended >= 0, ended <= left else { return nil }
            survival *= (b + Double(left - ended)) / (a + b + Double(left))
            left -= ended
            curve.append(survival)
        }
        return curve
    }
}
