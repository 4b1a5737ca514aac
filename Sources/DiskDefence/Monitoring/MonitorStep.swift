package import Model
package import Primitives

/// What a scan is for.
package struct ScanOrder: Sendable, Equatable {
    package enum Cause: String, Sendable, CaseIterable {
        /// It was its time.
        case routine
        /// A volume is short of room.
        case pressure
        /// Somebody asked for it.
        case asked
    }

    package var cause = Cause.routine
    /// The worst of the watched volumes.
    package var level = PressureLevel.green
    /// Urgency of each volume, by mount point.
    package var urgencies: [ForeignText: Double] = [:]
    /// Volumes that are short of room or soon will be; empty where none is.
    package var pressed: Set<ForeignText> = []
    /// Things to delete at most.
    package var batch = 0

    package init() {}
}

/// What a look of the monitor leads to.
package enum MonitorStep: Sendable, Equatable {
    /// A volume's level is another one; nil before the first look.
    case level(ForeignText, before: PressureLevel?, PressureDecision)
    /// Give back so many ballast files now.
    case release(ForeignText, files: Int)
    /// Make one ballast file again.
    case replenish(ForeignText)
    /// What forecasts had foretold, and what happened.
    case window(CalibrationWindow)
    case scan(ScanOrder)
}
