package import Primitives

/// One volume with what control makes of it.
package struct VolumeReport: Sendable, Equatable {
    package var volume: Volume
    package var pressure: PressureDecision
    /// What ballast really takes on it; unavailable where its pool may not be looked into.
    package var ballast: Reading<ByteCount> = .measured(.zero)

    package init(volume: Volume, pressure: PressureDecision) {
        self.volume = volume
        self.pressure = pressure
    }
}

/// What `disk status` answers.
package struct DiskStatus: Sendable {
    package var volumes: [VolumeReport] = []
    package var specialLocations: [SpecialLocation] = []
    /// How far the domain may go by itself.
    package var mode = ""
    /// The watch that runs now; nil where none does.
    package var watch: WatchState?

    package init() {}

    /// The worst level of all volumes.
    package var level: PressureLevel { volumes.map(\.pressure.level).max() ?? .green }
}

/// What `disk check` answers: whether there is room for what somebody is about to do.
package struct SpaceCheck: Sendable {
    package var path = ForeignText("")
    package var volume: VolumeReport
    /// Percent that must be free afterwards.
    package var targetFreePercent = 0.0
    /// Bytes that somebody is about to write.
    package var needBytes = ByteCount.zero
    package var isEnough = false
    /// Percent that would be free once they were written.
    package var freePercentAfter = 0.0
    /// Bytes that must be freed first; 0 where there is enough.
    package var missingBytes = ByteCount.zero
    /// Seconds until the target is missed at the rate of now, without what is asked for; nil for never as far as foretold.
    package var targetMissedInSeconds: Double?
    /// Why, one sentence each.
    package var reasons: [String] = []

    package init(volume: VolumeReport) {
        self.volume = volume
    }
}

/// One protected directory, or what came of protecting it.
package struct ProtectionRow: Sendable {
    /// The raw values appear in machine output.
    package enum Source: String, Sendable, CaseIterable {
        case marker, configuration
    }

    package var path: ForeignText
    package var source: Source
    /// `protected`, `done`, `already_done`, `would_do` or `failed`.
    package var result = "protected"
    package var sentence = ""

    package init(path: ForeignText, source: Source) {
        self.path = path
        self.source = source
    }
}
