/// What learning changes, before and after.
package struct LearningReport: Sendable {
    package var isDryRun = false
    package var path = ""
    package var labels = 0
    package var programs = 0
    package var oldestAt: Int64?
    /// Mean ln P(label | seen) a label, with the packs alone, with what was learned before, and with what is learned now.
    package var scorePacks: Double?
    package var scoreBefore: Double?
    package var scoreAfter: Double?
    /// The same on the newest fifth, learned from the others only: what the gain is worth on labels not yet seen.
    package var heldOut: HeldOut?
    package var temperingBefore = 1.0
    package var temperingAfter = 1.0
    /// Nats that the fitted exponent gains over 1 on all labels together.
    package var temperingGain = 0.0
    package var categories: [PriorShift] = []
    package var laws: [LawChange] = []

    package init() {}

    package struct HeldOut: Sendable, Equatable {
        package var labels = 0
        package var scorePacks = 0.0
        package var scoreLearned = 0.0

        package init() {}
    }

    /// One law that was looked at.
    package struct LawChange: Sendable, Equatable {
        package var law = FittedLaw()
        package var shapeBefore = 0.0
        package var scaleBefore = 0.0
        /// Log marginal likelihood of the labels' times gained over the pack's law, in nats.
        package var gain = 0.0
        /// Whether the gain is worth its two parameters.
        package var isTaken = false

        package init() {}
    }
}

/// The prior of one category, from the pack and as it is used.
package struct PriorShift: Sendable, Equatable {
    package var category = ProcessCategory.unknown
    package var role = ProcessRole.unknown
    /// Weight of the labels behind it, own and imported.
    package var weight = 0.0
    /// Probabilities of useful, useful_bad and abandoned.
    package var pack: [Double] = []
    package var used: [Double] = []
    /// Change of ln P(abandoned)/P(useful) in nats.
    package var shift = 0.0
    /// It would have moved further, had it been allowed to.
    package var isBounded = false

    package init() {}
}
