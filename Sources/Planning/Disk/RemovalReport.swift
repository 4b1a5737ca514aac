package import Model
package import Primitives

/// What was removed, what was left and why.
package struct RemovalReport: Sendable {
    package struct Row: Sendable {
        package var path = ForeignText("")
        package var pattern = ""
        /// What it took when it was seen.
        package var bytes = ByteCount.zero
        package var decisionID = ""
        package var outcome = ArtifactOutcome(result: .pending, sentence: "")

        package init() {}

        package init(_ artifact: PlannedArtifact, _ outcome: ArtifactOutcome) {
            path = artifact.path
            pattern = artifact.pattern
            bytes = artifact.reclaimableBytes
            decisionID = artifact.decisionID
            self.outcome = outcome
        }

        package var isRemoved: Bool { outcome.result == .done || outcome.result == .wouldDo }
    }

    package var sessionID = ""
    package var removed: [Row] = []
    package var skipped: [Row] = []
    /// Ballast that was given back first.
    package var ballast: [BallastOutcome] = []
    /// What the file systems have more now, by their own count.
    package var freedBytes = ByteCount.zero
    /// Of the volume that was to be freed: percent free before and after; nil where no percentage was asked for.
    package var freePercentBefore: Double?
    package var freePercentAfter: Double?
    package var isDryRun = false
    package var isInterrupted = false
    /// Whether what was asked for has been reached; nil where nothing was to be reached.
    package var isTargetMet: Bool?
    /// Whether three failures running ended it.
    package var isBroken = false
    package var problems: [DiskScan.Problem] = []

    package init() {}

    /// What is still to come back: of a dry run all, otherwise what lies in quarantine.
    package var expectedBytes: ByteCount {
        removed.filter { isDryRun || $0.outcome.quarantine != nil }.reduce(.zero) { $0 + $1.bytes }
    }

    package mutating func add(_ row: Row) {
        if row.isRemoved { removed.append(row) } else { skipped.append(row) }
        freedBytes = freedBytes + row.outcome.freedBytes
    }
}
