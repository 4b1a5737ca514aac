package import Model

extension ArtifactClass: DecisionClass {
    package static let reference = ArtifactClass.useful
}

/// What the judge of artifacts concluded of one.
package typealias ArtifactFinding = Finding<ArtifactFacts, ArtifactClass, ArtifactDecision>
