package import Model

/// The level of one volume: worse at once, better only when it is sure.
///
/// It gets better where percentages lie at least the margin above the better level's threshold for some looks running; and
/// then as good as the worst of these looks allows.
package struct PressureLevels: Sendable, Equatable {
    private let settings: ControlSettings
    /// Nil before the first look.
    package private(set) var level: PressureLevel?
    private var looks = 0
    /// The best level that every look of the run allows.
    private var promised = PressureLevel.green

    package init(settings: ControlSettings = ControlSettings()) {
        self.settings = settings
    }

    /// The level that a percentage has by itself.
    ///
    /// - Parameters:
    ///   - freePercent: 0…100.
    ///   - margin: how far above a threshold it must be, in percentage points.
    /// - Returns: critical for NaN.
    package func level(at freePercent: Double, margin: Double = 0) -> PressureLevel {
        PressureLevel.allCases.first { freePercent >= settings.minimum(of: $0) + margin } ?? .critical
    }

    /// Takes a look in.
    ///
    /// - Parameters:
    ///   - freePercent: 0…100; NaN says nothing: the level stays, and a run of better looks ends.
    ///   - isLater: false where the look is of the same moment as the one before: it cannot confirm it.
    /// - Returns: the level from now on; green where no look was ever a number.
    package mutating func observe(freePercent: Double, isLater: Bool = true) -> PressureLevel {
        guard !freePercent.isNaN else {
            miss()
            return level ?? .green
        }
        let now = level(at: freePercent)
        guard let current = level, now <= current else { return settle(now) }
        let supported = level(at: freePercent, margin: settings.recoveryMargin)
        guard supported < current else {
            looks = 0
            return current
        }
        guard isLater || looks == 0 else { return current }
        promised = looks == 0 ? supported : max(promised, supported)
        looks += 1
        return looks >= settings.recoveryLooks ? settle(promised) : current
    }

    /// A look failed: what follows it does not confirm what was before.
    package mutating func miss() {
        looks = 0
    }

    private mutating func settle(_ next: PressureLevel) -> PressureLevel {
        level = next
        looks = 0
        return next
    }
}
