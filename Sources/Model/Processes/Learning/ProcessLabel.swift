/// What somebody, or what came of it, says that a process was.
package struct ProcessLabel: Sendable, Equatable {
    /// Who says so, weakest first: a stronger source replaces a weaker one for the same program and day.
    ///
    /// The raw values are stored and appear in machine output; they never change.
    package enum Source: String, Sendable, CaseIterable {
        /// Left running on the screen that recommended to end it.
        case unticked
        /// Chosen to be ended on the same screen.
        case ticked
        /// Ended, and then restarted at once or not at all.
        case outcome
        /// Somebody was asked, or said so unasked.
        case verdict

        package var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// How much one label counts: a thing left alone without a word is half a yes.
        package var weight: Double { self == .unticked ? 0.5 : 1 }
    }

    /// useful, useful_bad or abandoned.
    package var actual = ProcessClass.useful
    package var source = Source.verdict
    /// Redacted; empty where nothing was said.
    package var note = ""
    /// Milliseconds since 1970.
    package var at: Int64 = 0
    package var subject = LabelSubject()

    package init() {}

    package init(_ subject: LabelSubject, _ actual: ProcessClass, _ source: Source, at: Int64, note: String = "") {
        self.subject = subject
        self.actual = actual
        self.source = source
        self.at = at
        self.note = note
    }
}

/// Which process is meant by a label, and what was seen and said of it when it was judged.
package struct LabelSubject: Sendable, Equatable {
    /// Keyed hash of program file and working directory: one label a program and day.
    package var program = ""
    /// Days since 1970 of the judgement.
    package var day: Int64 = 0
    /// Redacted.
    package var command = ""
    package var decisionID = ""
    /// P(abandoned) + P(zombie) as it was said, whatever priors said it.
    package var claimed = 0.0
    package var recommendation = ProcessRecommendation.keep
    /// Packs and learned priors that said it.
    package var policy = ""
    package var features = LabelFeatures()

    package init() {}

    package static let millisecondsPerDay: Int64 = 86_400_000
}

/// What the judge saw of a process, as far as learning needs it: numbers and tend's own words only.
///
/// The evidence is that of the packs' priors, so that what is learned never feeds on what was learned.
package struct LabelFeatures: Sendable, Equatable {
    package var category = ProcessCategory.unknown
    /// Levels that the facts allowed.
    package var levels: [AttachmentLevel] = []
    /// ln p(activity | mode), in the order of the modes.
    package var modes: [Double] = []
    package var ageHours = 0.0
    /// Nil where it was not known when it was last at work.
    package var quietHours: Double?
    /// Sum of all evidence for useful, useful_bad and abandoned in nats against useful, caps and relatives included.
    package var evidence: [Double] = [0, 0, 0]

    package init() {}
}
