internal import Decision
package import Model
internal import Primitives

/// What may be removed now; only `RemovalApproval` makes one, and it cannot be stored.
package struct ApprovedRemoval: Sendable {
    package let artifact: PlannedArtifact
    package let target: RemovalTarget

    init(artifact: PlannedArtifact, target: RemovalTarget) {
        self.artifact = artifact
        self.target = target
    }
}

/// What somebody asked to be removed.
package struct RemovalRequest: Sendable {
    /// A person has looked at what is for review, and wants it gone as well.
    package var includesReview = false
    /// Milliseconds since 1970 until which it is kept beside its place; nil: removed at once.
    package var keepUntil: Int64?
    /// A suffix for directories to move things into, never the same twice.
    package var token: @Sendable () -> String

    package init(token: @escaping @Sendable () -> String) {
        self.token = token
    }
}

/// Decides what of a scan may be removed; the only place where an `ApprovedRemoval` comes from.
package enum RemovalApproval {
    /// Why something of a scan is left alone.
    package struct Refusal: Sendable {
        package var artifact: PlannedArtifact
        package var outcome: ArtifactOutcome
    }

    /// Approves in the order of the scan.
    ///
    /// What a gate vetoes is never approved, and what needs a person only where one has asked for it.
    package static func approve(
        _ candidates: [PlannedArtifact], _ request: RemovalRequest
    ) -> (approved: [ApprovedRemoval], refusals: [Refusal]) {
        var approved: [ApprovedRemoval] = []
        var refusals: [Refusal] = []
        for artifact in candidates {
            if let refusal = refusal(artifact, request) {
                refusals.append(Refusal(artifact: artifact, outcome: refusal))
            } else {
                approved.append(ApprovedRemoval(artifact: artifact, target: target(artifact, request)))
            }
        }
        return (approved, refusals)
    }

    private static func refusal(_ artifact: PlannedArtifact, _ request: RemovalRequest) -> ArtifactOutcome? {
        if let veto = artifact.vetoes.first {
            return ArtifactOutcome(result: .blocked, reasonCode: veto.reasonCode, sentence: veto.sentence)
        }
        switch artifact.decision {
        case .delete: return nil
        case .review where request.includesReview: return nil
        case .review:
            let gate = artifact.gates.first { $0.verdict == .needsApproval }
            return ArtifactOutcome(
                result: .blocked, reasonCode: gate?.reasonCode ?? "for_review",
                sentence: gate?.sentence ?? "A person has to look at it first.")
        case .keep:
            return ArtifactOutcome(
                result: .blocked, reasonCode: "worth_keeping", sentence: "Keeping it costs less than deleting it.")
        }
    }

    private static func target(_ artifact: PlannedArtifact, _ request: RemovalRequest) -> RemovalTarget {
        var target = RemovalTarget()
        target.path = artifact.path
        target.identity = artifact.identity
        target.isDirectory = artifact.isDirectory
        target.keepUntil = request.keepUntil
        let parent =
            artifact.path.bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(artifact.path.bytes[..<$0]) } ?? []
        target.trash = ForeignText(parent + Array("/\(RemovalTarget.trashPrefix)\(request.token())".utf8))
        return target
    }
}
