private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log

/// Whether a hidden switch is on, seen only by how fast something noisy grows: Wonham's filter.
///
/// The switch turns on and off at constant hazards; meanwhile a total grows at one of two speeds, blurred by Brownian noise.
/// A step takes the switch through the elapsed time exactly and then weighs the growth as if the switch had stood still, so
/// steps have to be short beside the time between switches.
///
/// Shortest series: one growth.
///
/// Source: Wonham, SIAM J. Control 2 (1965), 347-369.
package struct WonhamFilter: Equatable, Sendable {
    /// The probability that the switch is on.
    package private(set) var probability: Double
    private let onHazard: Double
    private let offHazard: Double
    private let offSpeed: Double
    private let onSpeed: Double
    private let noise: Double

    /// Begins with a belief.
    ///
    /// Nil unless 0 ≤ probability ≤ 1, hazards are finite and ≥ 0, speeds finite, and noise finite and > 0.
    ///
    /// - Parameters:
    ///   - probability: that it is on at the start.
    ///   - onHazard: of turning on, a unit of time.
    ///   - offHazard: of turning off, a unit of time.
    ///   - offSpeed: growth a unit of time while off.
    ///   - onSpeed: growth a unit of time while on.
    ///   - noise: variance of the growth a unit of time.
    package init?(
        probability: Double, onHazard: Double, offHazard: Double, offSpeed: Double, onSpeed: Double, noise: Double
    ) {
        guard 0...1 ~= probability, min(onHazard, offHazard) >= 0, noise > 0,
            [onHazard + offHazard, offSpeed, onSpeed, noise].areFinite
        else { return nil }
        self.probability = probability
        self.onHazard = onHazard
        self.offHazard = offHazard
        self.offSpeed = offSpeed
        self.onSpeed = onSpeed
        self.noise = noise
    }

    /// Takes in by how much the total grew during an elapsed time.
    ///
    /// A growth that is not finite was not seen: only time passes. An elapsed time that is not finite and > 0 changes
    /// nothing. Complexity: O(1).
    package mutating func observe(growth: Double, elapsed: Double) {
        guard elapsed > 0, elapsed.isFinite else { return }
        let hazard = onHazard + offHazard
        if hazard > 0 { probability += (probability - onHazard / hazard) * expm1(-hazard * elapsed) }
        probability = min(max(probability, 0), 1)
        guard growth.isFinite else { return }
        let middle = (offSpeed / 2 + onSpeed / 2) * elapsed
        let logRatio = (onSpeed - offSpeed) / noise * (growth - middle)
        guard !logRatio.isNaN, probability > 0, probability < 1 else { return }
        let logOdds = log(probability) - log(1 - probability) + logRatio
        probability = logOdds < 0 ? exp(logOdds) / (1 + exp(logOdds)) : 1 / (1 + exp(-logOdds))
    }
}
