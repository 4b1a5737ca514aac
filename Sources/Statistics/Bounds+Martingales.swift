private import func Glibc.exp
private import func Glibc.log

extension Bounds {
    /// The chance that a martingale ever climbs by `deviation` before its accumulated variance exceeds `variance`.
    ///
    /// At most e^(−x² / (2 (v + c x/3))) for a martingale whose single steps are at most `step` = c upwards and have the
    /// summed conditional variance v. All in one unit (v squared), finite and ≥ 0; 1 for a deviation of 0, 0 where nothing
    /// can move, NaN outside.
    ///
    /// Source: Freedman, Annals of Probability 3 (1975), 100-118, theorem 1.6. Complexity: O(1).
    package static func freedmanTail(deviation: Double, variance: Double, step: Double) -> Double {
        guard [deviation, variance, step].areFinite, min(deviation, variance, step) >= 0 else { return .nan }
        guard deviation > 0 else { return 1 }
        // Both sides over the deviation, so that nothing is squared.
        return exp(-deviation / (2 * (variance / deviation + step / 3)))
    }

    /// How far a martingale climbs at most with probability 1 − δ before its accumulated variance exceeds `variance`.
    ///
    /// The x at which `freedmanTail` is δ: c L/3 + √((c L/3)² + 2 v L) with L = ln 1/δ, for 0 < δ ≤ 1.
    ///
    /// Source: Freedman (1975). Complexity: O(1).
    package static func freedmanDeviation(variance: Double, step: Double, delta: Double) -> Double {
        guard [variance, step].areFinite, min(variance, step) >= 0, delta > 0, delta <= 1 else { return .nan }
        let logarithm = -log(delta)
        let linear = step / 3 * logarithm
        let root = (2 * logarithm).squareRoot() * variance.squareRoot()
        let largest = max(linear, root)
        guard largest > 0 else { return 0 }
        let (first, second) = (linear / largest, root / largest)
        return linear + largest * (first * first + second * second).squareRoot()
    }

    /// The chance that a martingale with bounded steps ends at least `deviation` above its start.
    ///
    /// At most e^(−x² / (2 Σ cᵢ²)) for steps of at most cᵢ either way; finite and ≥ 0, NaN outside. 1 for a deviation of 0.
    ///
    /// Source: Azuma, Tohoku Mathematical J. 19 (1967), 357-367. Complexity: O(*n*).
    package static func azumaTail(deviation: Double, steps: [Double]) -> Double {
        guard deviation >= 0, deviation.isFinite, steps.areFinite, steps.allSatisfy({ $0 >= 0 }) else { return .nan }
        guard deviation > 0 else { return 1 }
        let variance = steps.reduce(0) { $0 + ($1 / deviation) * ($1 / deviation) }
        return exp(-0.5 / variance)
    }
}
