package import Primitives

/// How answers are printed where the command line does not say.
package struct OutputSettings: Sendable, Equatable {
    /// When answers are coloured; the raw values appear in settings.
    package enum Color: String, Sendable, CaseIterable {
        /// On a terminal, unless the environment speaks against it.
        case auto
        case always
        case never
    }

    /// The formats of `--format`; the renderer lies on a floor that settings do not see.
    package static let formats = ["table", "json", "jsonl", "toon", "md", "summary", "metrics", "slack", "exitcode"]

    /// One of `formats`.
    package var format = "table"
    package var color = Color.auto

    package init() {}

    /// - Throws: `TendError` (`configuration`) for a format that does not exist.
    package func validate() throws(TendError) {
        guard !Self.formats.contains(format) else { return }
        throw TendError(
            .configuration, "output.format is \"\(format)\", which is no format", area: "config",
            hint: "use one of \(Self.formats.joined(separator: ", "))")
    }
}
