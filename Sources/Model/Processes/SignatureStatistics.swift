/// How one signature fared among the candidates of recorded plans.
package struct SignatureTally: Sendable, Equatable {
    package var name = ""
    package var version = 0
    package var source = SignatureSource.builtin
    package var expects = ProcessClass.useful
    /// Plans that listed a process which fits it.
    package var sessions = 0
    /// Different processes, however often each was listed.
    package var processes = 0
    /// Of these, how many were last recommended to be ended.
    package var endRecommended = 0
    /// Of these, how many the facts contradicted, so that the signature weighed nothing.
    package var contradicted = 0
    /// Stops that were carried out.
    package var stopped = 0
    /// Of these, after how many the same program was there again: somebody wanted it.
    package var respawned = 0

    package init() {}
}

/// How all signatures fared.
package struct SignatureStatistics: Sendable {
    /// Plans that were read.
    package var sessions = 0
    /// Sessions whose plan is gone or of another version.
    package var unreadable = 0
    /// Different processes among their candidates.
    package var candidates = 0
    /// Of these, how many fit no signature.
    package var novel = 0
    /// One for each signature that was met, the most processes first.
    package var signatures: [SignatureTally] = []
    /// The most frequent command patterns that no signature knows, most processes first.
    package var patterns: [PatternTally] = []

    package init() {}
}

/// How often a command pattern without a signature was met; from summaries of bounded size, however long the record.
package struct PatternTally: Sendable, Equatable {
    /// The words that tell the program, redacted.
    package var pattern = ""
    /// Processes among candidates: at least as many as there were.
    package var processes = 0
    /// By how much that may be too many.
    package var processesTooMany = 0
    /// Stops of them, and stops after which the same program was there again: at least as many as there were.
    package var stopped = 0
    package var respawned = 0
    /// By how much these two may be too many, with 99 % certainty each.
    package var stopsTooMany = 0
    /// Started again each time they ended, as the plans say: at least as many as there were.
    package var respawning = 0

    package init() {}

    /// How many patterns are shown.
    package static let shown = 10
}

/// A signature that repeated decisions suggest, to be read and added by a person.
package struct SignatureDraft: Sendable, Equatable {
    package var name = ""
    /// A redacted command line that it is for.
    package var command = ""
    /// Processes that people stopped and that did not come back.
    package var stops = 0
    /// The signature as a file of its own holds it, without the version of the form.
    package var toml = ""
    /// Why no signature can be made of them; absent where one was.
    package var obstacle: String?

    package init() {}
}
