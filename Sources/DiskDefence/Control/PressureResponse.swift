package import Model

/// What each level and urgency leads to.
package struct PressureResponse: Sendable, Equatable {
    private let settings: ControlSettings

    package init(settings: ControlSettings = ControlSettings()) {
        self.settings = settings
    }

    /// Seconds until the next scan: the base interval, its half, quarter and eighth, and the critical one.
    package func scanInterval(at level: PressureLevel) -> Double {
        switch level {
        case .green: settings.scanInterval
        case .yellow: settings.scanInterval / 2
        case .orange: settings.scanInterval / 4
        case .red: settings.scanInterval / 8
        case .critical: settings.criticalScanInterval
        }
    }

    /// How many things may be deleted at once.
    package func deleteBatch(at level: PressureLevel) -> Int {
        switch level {
        case .green: 2
        case .yellow: 5
        case .orange: 10
        case .red: 20
        case .critical: 40
        }
    }

    /// None below 0.3, one file below 0.6, three up to 0.9, all above it and at critical.
    package func ballast(at level: PressureLevel, urgency: Double) -> BallastRelease {
        if level == .critical || urgency > 0.9 { return .all }
        if urgency >= 0.6 { return .three }
        return urgency >= 0.3 ? .one : .none
    }

    /// The urgency that a forecast of red asks for; nil where it asks for none.
    ///
    /// It is about what is to come: at red and critical the controller has its say alone, and may fall as room comes back.
    /// While room comes back nothing is raised, though it may do so more slowly.
    ///
    /// - Parameters:
    ///   - level: of the newest look.
    ///   - forecast: of the resource that reaches red first, if one does.
    /// - Returns: 0…1.
    package func boost(at level: PressureLevel, forecast: SpaceForecast?) -> Double? {
        guard settings.predicts, level < .red, let forecast, forecast.trend != .recovering,
            let seconds = forecast.secondsUntilRed, seconds <= settings.actionHorizon
        else { return nil }
        return settings.boostedUrgency
    }
}
