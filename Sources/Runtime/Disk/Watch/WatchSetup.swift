internal import DiskDefence
package import Primitives

/// What a watch is to do, and with what.
package struct WatchSetup: Sendable {
    package var settings: DiskSettings
    /// Directories, also as patterns; empty: as the settings say.
    package var paths: [String] = []
    /// Whether nothing is removed, released, made or recorded, whatever the mode.
    package var isDryRun = false
    /// Looks after which it ends; nil: when somebody ends it.
    package var looks: Int?
    package var version = ""
    /// Where looks are recorded; nil: nowhere.
    package var trace: WatchTrace?
    private let make: @Sendable () throws(TendError) -> DiskEngine

    package init(settings: DiskSettings, makeEngine: @escaping @Sendable () throws(TendError) -> DiskEngine) {
        self.settings = settings
        make = makeEngine
    }

    /// An engine for one thread: each has its own connection to the record.
    package func makeEngine() throws(TendError) -> DiskEngine { try make() }

    var watch: WatchSettings { settings.watch }
}
