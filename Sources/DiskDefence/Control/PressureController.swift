private import func Glibc.exp

/// Turns the distance from the free space that is aimed at into an urgency: a PID controller.
///
/// urgency = 1 − exp(−max(0, Kp · error + Ki · integral + Kd · derivative)), where error = target − free in percentage points.
///
/// The integral stays within 0…cap. A negative one would be a debt: after a long calm it would keep urgency at 0 until next
/// to nothing is free. At or above the target it is 0: nothing is left to correct, and urgency left over from earlier would
/// delete without need.
package struct PressureController: Sendable, Equatable {
    private let settings: ControlSettings
    /// Percentage points times seconds, 0…cap.
    package private(set) var integral = 0.0
    private var lastError: Double?
    /// 0…1; of the last percentage that was a number.
    package private(set) var urgency = 0.0

    package init(settings: ControlSettings = ControlSettings()) {
        self.settings = settings
    }

    /// Takes a percentage in.
    ///
    /// - Parameters:
    ///   - freePercent: 0…100; NaN changes nothing.
    ///   - elapsed: seconds since the last look; nil (or not a time above 0) where they are unknown or the two looks
    ///     cannot be compared: nothing is then summed up, and there is no derivative.
    /// - Returns: the urgency, 0…1.
    package mutating func observe(freePercent: Double, elapsed: Double?) -> Double {
        let error = settings.targetFree - freePercent
        guard error.isFinite else { return urgency }
        let seconds = elapsed.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        integral = error > 0 ? min(settings.integralCap, integral + error * (seconds ?? 0)) : 0
        var derivative = 0.0
        if let seconds, let lastError { derivative = (error - lastError) / seconds }
        lastError = error
        let raw =
            settings.proportionalGain * error + settings.integralGain * integral + settings.derivativeGain * derivative
        urgency = 1 - exp(-max(0, raw))
        return urgency
    }
}
