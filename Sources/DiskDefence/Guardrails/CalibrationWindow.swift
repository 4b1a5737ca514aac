/// What was foretold at the start of a window, and what then happened.
///
/// Only a forecast that foretold something makes a window: one in fallback claimed nothing.
package struct CalibrationWindow: Sendable, Equatable {
    /// Bytes a second, positive where room is used up.
    package var predictedRate: Double
    package var actualRate: Double
    /// Seconds from the start of the window; nil for never.
    package var predictedExhaustion: Double?
    /// When the actual rate would have led there, in seconds from the start of the window; nil for never.
    package var actualExhaustion: Double?

    package init(
        predictedRate: Double, actualRate: Double, predictedExhaustion: Double? = nil, actualExhaustion: Double? = nil
    ) {
        self.predictedRate = predictedRate
        self.actualRate = actualRate
        self.predictedExhaustion = predictedExhaustion
        self.actualExhaustion = actualExhaustion
    }

    /// |predicted − actual| / |actual|; 0 where both are negligible, infinite where the actual rate is 0 or a number is none.
    ///
    /// - Parameter negligible: in bytes a second.
    /// - Returns: a share ≥ 0.
    package func rateError(negligible: Double) -> Double {
        guard predictedRate.isFinite, actualRate.isFinite else { return .infinity }
        if abs(predictedRate) < negligible, abs(actualRate) < negligible { return 0 }
        if predictedRate == actualRate { return 0 }
        let error = abs(predictedRate - actualRate) / abs(actualRate)
        return error.isNaN ? .infinity : error
    }

    /// Whether the predicted exhaustion does not exceed the actual one: who expects it too early is careful, who expects it
    /// too late is surprised.
    package var isConservative: Bool {
        guard let actualExhaustion else { return predictedExhaustion?.isNaN != true }
        guard let predictedExhaustion else { return false }
        return predictedExhaustion <= actualExhaustion
    }
}
