/// How much is left out before anything is stored.
package struct RedactionPolicy: Sendable, Equatable {
    /// The raw values are stored and appear in settings; they never change.
    package enum Level: String, Sendable, CaseIterable {
        /// Secrets only.
        case minimal
        /// Secrets and home directories.
        case standard
        /// Of command lines only the program and the names of options; elsewhere as `standard`.
        case strict
    }

    /// Raised whenever the same text would come out otherwise.
    package static let version = 1

    package var level: Level

    package init(level: Level = .standard) {
        self.level = level
    }

    /// Recorded with every session: `standard/1`.
    package var label: String { "\(level.rawValue)/\(RedactionPolicy.version)" }
}
