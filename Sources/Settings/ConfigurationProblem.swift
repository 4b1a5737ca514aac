package import Primitives

/// One thing that is wrong with the configuration.
package struct ConfigurationProblem: Sendable, Equatable {
    package var source: ConfigurationSource
    /// The setting that it concerns, where it concerns a known one.
    package var key: String?
    /// What is wrong, without the place.
    package var sentence: String
    package var hint: String?

    /// As a command fails with it: the place comes first.
    package var error: TendError {
        let isSomewhere = source.file != nil
        return TendError(
            .configuration, isSomewhere ? "\(source.text): \(sentence)" : sentence, area: "config", hint: hint)
    }

    /// Whether it is the same mistake, wherever lines before it have moved it to.
    func isSame(as other: ConfigurationProblem) -> Bool {
        (source.file, key, sentence) == (other.source.file, other.key, other.sentence)
    }
}
