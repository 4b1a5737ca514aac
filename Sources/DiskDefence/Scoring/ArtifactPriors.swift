/// What the factors are worth as evidence, and what mistakes cost.
///
/// Log-likelihoods are natural logarithms, abandoned against useful. Tried on trees of real tools (docs/disk-judgement.md).
package struct ArtifactPriors: Sendable {
    /// Probability that a recognised artifact is abandoned before anything else is known of it.
    package var abandoned = 0.30
    /// Weights of location, name, age, size and structure in the score; they sum to 1.
    package var weights = [0.25, 0.25, 0.20, 0.15, 0.15]

    /// Caps of the evidence groups, in nats.
    package var generatorCap = 1.2
    package var locationCap = 1.5
    package var ageCap = 4.0
    package var projectCap = 2.5
    package var structureCap = 0.8

    /// By seconds since the newest modification: below the bound, so much; the last beyond all.
    ///
    /// Unlike the score it never falls: what can be made again does not become worth more by lying about.
    package var age: [(below: Double, value: Double)] = [
        (1800, -4.0), (7200, -2.0), (14_400, -0.5), (36_000, 0.3), (86_400, 0.8), (604_800, 1.5), (2_592_000, 2.2),
    ]
    package var oldest = 2.8
    /// The same of whatever else the project holds.
    package var project: [(below: Double, value: Double)] = [
        (3600, -2.5), (86_400, -1.2), (604_800, -0.2), (2_592_000, 0.8),
    ]
    package var oldestProject = 1.5

    /// Loss of keeping what is abandoned, at full worth of room.
    package var keepLoss = 30.0
    /// Loss of deleting what is useful.
    package var deleteLoss = 100.0
    /// Loss of deleting even what is abandoned: nothing is deleted where room is worth nothing.
    package var deletionCost = 1.0
    /// What a look by a person costs, of the loss of keeping.
    package var reviewShare = 0.4
    /// Below the first urgency room is worth next to nothing, above the second all of it.
    package var worthFrom = 0.3
    package var worthTo = 0.5
    package var leastWorth = 0.02
    /// How well forecasts and scores have proved themselves, 0...1; 1 where nobody has measured.
    package var calibration = 1.0

    package init() {}

    /// How much more room is worth under pressure, 1...3 (disk.md, "Pressure Multiplier").
    package static func multiplier(urgency: Double) -> Double {
        let urgency = min(max(urgency, 0), 1)
        if urgency <= 0.3 { return 1 + urgency }
        if urgency <= 0.5 { return 1.3 + (urgency - 0.3) }
        if urgency <= 0.8 { return 1.5 + (urgency - 0.5) * 1.67 }
        return 2 + (urgency - 0.8) * 5
    }

    /// What room is worth at an urgency, `leastWorth`...1.
    func worth(urgency: Double) -> Double {
        min(max((urgency - worthFrom) / (worthTo - worthFrom), leastWorth), 1)
    }
}
