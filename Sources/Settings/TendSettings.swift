package import History
internal import Primitives
package import Runtime
internal import SystemCalls

/// Everything that a user may set, merged from all layers.
package struct TendSettings: Sendable {
    package var processes = ProcessSettings()
    package var history: HistorySettings

    package init(history: HistorySettings) {
        self.history = history
    }

    /// Where the record lies unless somebody says otherwise: `$XDG_STATE_HOME/tend`, or `~/.local/state/tend`.
    package static func defaultHistoryDirectory(environment: [String: String]) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/tend" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.local/state/tend" }
        return "/tmp/tend-\(Host.effectiveUserID)"
    }
}
