/// What became of a process that a shadow run would have ended, or that was ended.
///
/// The raw values are stored and appear in machine output; they never change.
package enum TrialOutcome: String, Sendable, CaseIterable {
    /// A day later it is still there, and would be kept by now: somebody came back to it.
    case needed
    /// A day later it is still there, and nobody came back to it.
    case unused
    /// The same program with the same arguments was there again: within ten minutes of its end, or, where only the scan
    /// before its end is known, at any time after that.
    case restarted
    /// The same program was started again later than ten minutes after its end.
    case restartedLater = "restarted_later"
    /// It ended by itself.
    case ended
    /// A day after it was ended the same program had not been started again.
    case stayedEnded = "stayed_ended"

    /// Whether ending it was wrong; nil where the outcome does not tell.
    package var isWrong: Bool? {
        switch self {
        case .needed, .restarted: true
        case .unused, .stayedEnded: false
        case .restartedLater, .ended: nil
        }
    }

    /// Milliseconds within which a new start counts as somebody's wish to have it back.
    package static let soon: Int64 = 600_000
    /// Milliseconds after which what is not missed is taken to be unneeded.
    package static let day: Int64 = 86_400_000
}

/// A kept process about which a person may be asked, so that not only what looks abandoned is ever labelled.
package struct LabelQuestion: Sendable, Equatable {
    package var pid: Int32 = 0
    package var startID = ""
    package var title = ""
    /// Redacted.
    package var command = ""
    /// P(abandoned) + P(zombie) as judged.
    package var abandoned = 0.0
    package var decisionID = ""

    package init() {}

    /// Share of the kept processes that may be asked about.
    package static let share = 0.02
    /// A plan asks about no more than this: the least by the same draw.
    package static let most = 3
}

/// What `processes label` recorded.
package struct LabelReport: Sendable {
    package var program = ""
    package var command = ""
    package var actual = ProcessClass.useful
    package var source = ProcessLabel.Source.verdict
    package var note = ""
    package var claimed = 0.0
    package var recommendation = ProcessRecommendation.keep
    package var decisionID = ""
    package var isDryRun = false
    /// False where a stronger label stands for the same program and day.
    package var isRecorded = false
    /// Labels that the learned priors now rest on.
    package var labels = 0

    package init() {}
}

/// How far what was said agrees with what was true.
package struct CalibrationReport: Sendable {
    /// Labels, at most one a program and day.
    package var labels = 0
    package var programs = 0
    /// How many of them say abandoned.
    package var abandoned = 0
    /// Mean distance between P(abandoned) + P(zombie) and the labels over ten bins of equal mass; nil without labels.
    package var expectedCalibrationError: Double?
    package var curve: [Bin] = []
    /// Half-width of conformal sets at 90 %: every answer within this of P is possible; nil below the labels it takes.
    package var conformalRadius: Double?
    /// The same when whole days are exchangeable, not single labels.
    package var conformalRadiusByDay: Double?
    package var stops = StopTrials()
    /// What is missing before a run without questions may preselect; empty where nothing is.
    package var missing: [String] = []

    package init() {}

    /// One bin of the curve.
    package struct Bin: Sendable, Equatable {
        package var labels = 0
        /// Mean P(abandoned) + P(zombie) as it was said.
        package var said = 0.0
        /// Share of labels that say abandoned.
        package var seen = 0.0
        /// Between these the true share lies with 95 % credibility, given a uniform prior.
        package var seenAtLeast = 0.0
        package var seenAtMost = 0.0

        package init() {}
    }

    /// Shadow stops and real ones whose outcome is known.
    package struct StopTrials: Sendable, Equatable {
        /// Independent ones: at most one a program and day.
        package var trials = 0
        package var wrong = 0
        package var programs = 0
        /// Packs and learned priors that the trials were judged with.
        package var policies = 0
        /// Followed, and nothing known yet.
        package var open = 0
        /// Over, and the outcome does not tell.
        package var untold = 0
        package var credibleUpperBound = 1.0
        package var pacBayesUpperBound = 1.0
        /// Further ones without a wrong one until the credible bound is at most 1 %.
        package var stillNeeded = 0

        package init() {}
    }
}
