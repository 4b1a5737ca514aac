/// What an artifact is to its owner.
package enum ArtifactClass: String, Sendable, CaseIterable {
    /// Somebody will want it again soon.
    case useful
    /// Nobody will miss it: it is stale, and can be made again.
    case abandoned
}

/// What is advised for an artifact, gentlest first; the raw values appear in machine output.
package enum ArtifactDecision: String, Sendable, CaseIterable {
    case keep
    /// A person decides.
    case review
    case delete
}

/// The five factors of a score, each 0...1.
package struct ArtifactFactors: Sendable, Equatable {
    package var location = 0.0
    package var name = 0.0
    package var age = 0.0
    package var size = 0.0
    package var structure = 0.0

    package init() {}
}

/// What the judge knows of one candidate.
package struct ArtifactFacts: Sendable {
    package var observation: ArtifactObservation
    package var pattern: ArtifactPattern
    /// Seconds since the newest modification in it; 0 where that lies in the future.
    package var age: Double
    /// Seconds since anything else of its project was modified; nil where it belongs to none.
    package var projectAge: Double?
    package var factors: ArtifactFactors
    /// The weighted sum of the factors, 0...1.
    package var score: Double

    package init(
        observation: ArtifactObservation, pattern: ArtifactPattern, age: Double, projectAge: Double?,
        factors: ArtifactFactors, score: Double
    ) {
        self.observation = observation
        self.pattern = pattern
        self.age = age
        self.projectAge = projectAge
        self.factors = factors
        self.score = score
    }
}
