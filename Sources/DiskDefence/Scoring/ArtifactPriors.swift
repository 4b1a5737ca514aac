package import Model

/// What the factors are worth as evidence, and what mistakes cost.
///
/// Log-likelihoods are natural logarithms, abandoned against useful: fitted to the trees of Scenarios/disk/fit, measured on
/// those of Scenarios/disk/held-out (docs/disk-judgement.md). What a comment calls decided the trees cannot tell.
package struct ArtifactPriors: Sendable {
    /// Probability that a recognised artifact is abandoned before anything else is known of it.
    package var abandoned = 0.81
    /// Weights of location, name, age, size and structure in the score; they sum to 1.
    package var weights = ScoreWeights().normalised

    /// Caps of the evidence groups, in nats.
    package var generatorCap = 2.5
    package var locationCap = 2.5
    package var ageCap = 4.0
    package var projectCap = 4.0
    package var structureCap = 0.8

    /// Of the log odds of a pattern's confidence, so much counts; decided, for in trees everything is what it seems.
    package var generator = 0.3
    /// What it is to its project; at most 1 towards deletion.
    package var kind: [ArtifactPattern.Kind: Double] = [
        .build: -1.47, .dependencies: -2.24, .cache: -1.90, .bytecode: 1.00, .test: 1.00, .temporary: -0.41,
        .editor: -1.91, .log: -0.47,
    ]
    /// By the location score; system paths are decided.
    package var location = EvidenceTable(
        [(0.05, -6.0), (0.2, 0.0), (0.35, 0.0), (0.5, 0.0), (0.7, 0.0), (0.88, 0.0)], else: 2.40)
    /// By seconds since the newest modification, where it belongs to a project.
    ///
    /// Unlike the score it never falls: what can be made again does not become worth more by lying about.
    package var age = EvidenceTable(
        [
            (1800, -0.85), (7200, -0.09), (14_400, -0.01), (36_000, -0.01), (86_400, 0.0), (259_200, 0.01),
            (604_800, 0.20), (1_209_600, 0.38), (2_592_000, 0.38), (7_776_000, 0.50),
        ], else: 0.85)
    /// The same where it belongs to none, such as a cache at home or what a program left in /tmp.
    package var ageAlone = EvidenceTable(
        [
            (1800, -4.0), (7200, -3.45), (14_400, -2.02), (36_000, -1.76), (86_400, -1.66), (259_200, -1.42),
            (604_800, -1.12), (1_209_600, -0.54), (2_592_000, -0.50), (7_776_000, 0.57),
        ], else: 1.59)
    /// By seconds since the newest modification of whatever else the project holds.
    package var project = EvidenceTable(
        [
            (3600, -1.43), (86_400, -0.62), (259_200, -0.33), (604_800, -0.13), (1_209_600, 0.96), (2_592_000, 1.28),
            (7_776_000, 2.86),
        ], else: 3.30)
    /// By the structure score; a repository is decided.
    package var structure = EvidenceTable([(0.25, -0.8), (0.7, 0.0), (0.87, 0.0), (0.93, 0.0)], else: 0.0)

    /// Loss of keeping what is abandoned, at full worth of room.
    package var keepLoss = 30.0
    /// Loss of deleting what is useful.
    ///
    /// The specification says 100, for beliefs that nobody fitted; of 100, 150, 200 and 300 this one left the fewest things in
    /// use deleted at an urgency of 0.5, and 400 no fewer (docs/disk-judgement.md).
    package var deleteLoss = 300.0
    /// Loss of deleting even what is abandoned: nothing is deleted where room is worth nothing.
    package var deletionCost = 1.0
    /// What a look by a person costs, of the loss of keeping.
    package var reviewShare = 0.4
    /// Below the first urgency room is worth next to nothing, above the second all of it.
    package var worthFrom = 0.3
    package var worthTo = 0.5
    package var leastWorth = 0.02
    /// How well beliefs have proved themselves, 0...1: what the calibration error on the held-out trees leaves.
    package var calibration = 0.95

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
