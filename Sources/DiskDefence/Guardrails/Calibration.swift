package import Model

/// How well the forecasts of the newest windows stood up.
package struct Calibration: Sendable, Equatable {
    private struct Judged: Equatable {
        var rateError: Double
        var isConservative: Bool
    }

    private let settings: GuardSettings
    private var judged: [Judged] = []

    package init(settings: GuardSettings = GuardSettings()) {
        self.settings = settings
    }

    /// Unknown before there are `minimumWindows`; then fail where the median error or the conservative share is out of
    /// bounds, else pass.
    package var status: GuardStatus {
        guard judged.count >= settings.minimumWindows, let medianRateError, let conservativeFraction else {
            return .unknown
        }
        let holds =
            medianRateError <= settings.rateError && conservativeFraction >= settings.conservativeFraction
        return holds ? .pass : .fail
    }

    package var windows: Int { judged.count }

    /// Nil where there is no window.
    package var medianRateError: Double? {
        let errors = judged.map(\.rateError).sorted()
        guard !errors.isEmpty else { return nil }
        return errors[(errors.count - 1) / 2] / 2 + errors[errors.count / 2] / 2
    }

    /// 0…1; nil where there is no window.
    package var conservativeFraction: Double? {
        judged.isEmpty ? nil : Double(judged.count { $0.isConservative }) / Double(judged.count)
    }

    /// What is added to the expected loss of deleting: nothing only at pass, for unknown is not good.
    package var penalty: Double { status == .pass ? 0 : settings.penalty }

    /// Takes a window in; the oldest is forgotten where there are more than `rollingWindows`.
    ///
    /// - Parameter window: of any volume.
    /// - Returns: the report, drift left out.
    package mutating func observe(_ window: CalibrationWindow) -> GuardReport {
        var report = GuardReport()
        report.rateError = window.rateError(negligible: settings.negligibleRate)
        report.isConservative = window.isConservative
        report.isWellCalibrated = report.rateError < settings.rateError && report.isConservative
        judged.append(Judged(rateError: report.rateError, isConservative: report.isConservative))
        if judged.count > settings.rollingWindows { judged.removeFirst(judged.count - settings.rollingWindows) }
        report.status = status
        report.windows = windows
        report.medianRateError = medianRateError
        report.conservativeFraction = conservativeFraction
        report.penalty = penalty
        return report
    }
}
