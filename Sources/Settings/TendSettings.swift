package import History
package import Primitives
package import Runtime
internal import SystemCalls

/// Everything that a user may set, merged from all layers.
package struct TendSettings: Sendable, Equatable {
    package var processes = ProcessSettings()
    package var disk = DiskSettings()
    package var history: HistorySettings
    package var output = OutputSettings()

    package init(history: HistorySettings) {
        self.history = history
    }

    /// The settings of somebody who has set nothing.
    package static func defaults(environment: [String: String]) -> TendSettings {
        TendSettings(history: HistorySettings(directory: defaultHistoryDirectory(environment: environment)))
    }

    /// Where the record lies unless somebody says otherwise: `$XDG_STATE_HOME/tend`, or `~/.local/state/tend`.
    package static func defaultHistoryDirectory(environment: [String: String]) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/tend" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.local/state/tend" }
        return "/tmp/tend-\(Host.effectiveUserID)"
    }

    /// - Throws: `TendError` (`configuration`) that names the first value with which a target cannot work.
    package func validate() throws(TendError) {
        try processes.validate()
        try disk.validate()
        try history.validate()
        try output.validate()
    }
}
