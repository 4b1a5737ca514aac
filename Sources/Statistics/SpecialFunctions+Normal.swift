private import func Glibc.erfc
private import func Glibc.exp
private import func Glibc.log

extension SpecialFunctions {
    /// The standard normal distribution function, exact in its lower tail; NaN for NaN.
    ///
    /// Source: erfc(3). Complexity: O(1).
    package static func normalLower(_ z: Double) -> Double {
        0.5 * erfc(-z * 0.5.squareRoot())
    }

    /// The standard normal quantile: the z below which a share p lies.
    ///
    /// −∞ at 0, +∞ at 1, NaN outside 0…1. Exact to about 1e-14 of itself; above ½ as exact as 1 − p can say.
    ///
    /// Newton's method on ln Φ, which is concave and so is climbed from below without ever passing the answer.
    ///
    /// Source: DLMF 7.17.1; the start is Chernoff's bound Φ(−x) ≤ ½ e^(−x²/2).
    /// Complexity: O(1), about eight calls of erfc.
    package static func normalQuantile(_ p: Double) -> Double {
        guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
        guard p <= 0.5 else { return -normalQuantile(1 - p) }
        let target = log(p)
        var z = -(max(0, -2 * (target + log(2)))).squareRoot()
        for _ in 0..<60 {
            let lower = normalLower(z)
            guard lower > 0 else { break }
            let slope = exp(-0.5 * z * z - logSquareRootOfTwoPi) / lower
            let next = z + (target - log(lower)) / slope
            guard abs(next - z) > 1e-15 * abs(z) else { return next }
            z = next
        }
        return z
    }
}
