package import Model

/// What is expected of the actions that may be taken on a process, and when two of them are alike; from `priors.toml`.
package struct RecoverySettings: Sendable, Equatable {
    /// Losses of up to this many times the least are alike.
    package var alike: Double
    /// Chances of recovery that differ by no more than this are alike as well: the gentler action is then taken.
    package var comparable: Double
    /// How much an outcome with another category of program counts, 0...1 (a power prior).
    package var elsewhere: Double
    /// Beta counts of recovery and of none, before anything was recorded; one a class: useful, useful_bad, abandoned.
    package var counts: [ProcessRecommendation: [Remedy.Counts]]
    /// Loss of the actions that are not judged by themselves; useful, useful_bad, abandoned, zombie.
    package var losses: [ProcessRecommendation: [Double]]

    /// The actions of which recovery is expected, gentlest first.
    package static let actions: [ProcessRecommendation] = [.renice, .throttle, .pause, .restart, .stopUnit, .stop]
    /// Those whose losses it gives; ending has that of `stop`, by whomever.
    package static let gentle: [ProcessRecommendation] = [.renice, .throttle, .pause, .restart]

    package init(
        alike: Double, comparable: Double, elsewhere: Double, counts: [ProcessRecommendation: [Remedy.Counts]],
        losses: [ProcessRecommendation: [Double]]
    ) {
        self.alike = alike
        self.comparable = comparable
        self.elsewhere = elsewhere
        self.counts = counts
        self.losses = losses
    }
}

/// What the record says of earlier actions, added up by action and category of program.
package struct RecoveryTally: Sendable, Equatable {
    /// Each trial counts with the probabilities that the classes had when it was decided on.
    package struct Row: Sendable, Equatable {
        package var action: ProcessRecommendation
        package var category: ProcessCategory
        package var hasRecovered: Bool
        /// Trials; identical processes of one session are one.
        package var trials: Int
        /// Useful, useful_bad, abandoned; they add up to the trials.
        package var byClass: [Double]

        package init(
            action: ProcessRecommendation, category: ProcessCategory, hasRecovered: Bool, trials: Int,
            byClass: [Double]
        ) {
            self.action = action
            self.category = category
            self.hasRecovered = hasRecovered
            self.trials = trials
            self.byClass = byClass
        }
    }

    package var rows: [Row]

    package init(rows: [Row] = []) {
        self.rows = rows
    }
}
