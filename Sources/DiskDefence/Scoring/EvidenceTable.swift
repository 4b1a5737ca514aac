package import Model

/// What one factor says, row by row, in nats for "abandoned": never less where the factor is larger.
package struct EvidenceTable: Sendable, Equatable {
    /// Upper ends of all rows but the last, rising; a row holds what lies below its end.
    package let below: [Double]
    /// One a row.
    package var values: [Double]

    package init(_ rows: [(below: Double, value: Double)], else last: Double) {
        below = rows.map(\.below)
        values = rows.map(\.value) + [last]
    }

    package func row(of number: Double) -> Int {
        below.firstIndex { number < $0 } ?? below.count
    }
}

/// Where an artifact stands in each table of evidence.
package struct EvidenceRows: Sendable, Equatable {
    package var kind: ArtifactPattern.Kind
    package var location: Int
    package var age: Int
    package var structure: Int
    package var project: Project

    package enum Project: Sendable, Equatable {
        /// The row of the time since something else of its project was modified.
        case touched(Int)
        /// What lies around it is no project, or nothing.
        case unseen
        /// It belongs to no project, such as a cache at home.
        case none
    }
}

extension ArtifactPriors {
    /// Log odds of the confidence of a pattern, kept away from both ends.
    static func logOdds(confidence: Double) -> Double {
        let confidence = min(max(confidence, 0.01), 0.99)
        return logarithm(confidence / (1 - confidence))
    }

    func rows(_ facts: ArtifactFacts) -> EvidenceRows {
        EvidenceRows(
            kind: facts.pattern.kind, location: location.row(of: facts.factors.location), age: age.row(of: facts.age),
            structure: structure.row(of: facts.factors.structure), project: projectRow(facts))
    }

    private func projectRow(_ facts: ArtifactFacts) -> EvidenceRows.Project {
        let (pattern, held) = (facts.pattern, facts.observation.evidence)
        if pattern.evidence.indices.contains(held) {
            let evidence = pattern.evidence[held]
            guard evidence.home.isEmpty, evidence.root.isEmpty else { return .none }
        }
        guard pattern.belongsToProject(facts.observation), let age = facts.projectAge else { return .unseen }
        return .touched(project.row(of: age))
    }
}
