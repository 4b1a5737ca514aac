package import Model
package import Primitives

/// What a scan has found, judged and gated: what is shown, recorded and removed from.
package struct DiskScan: Sendable {
    /// Something that was asked for and could not be done, or only in part.
    package struct Problem: Sendable, Equatable {
        package var path: ForeignText
        /// Stable code, such as `not_found`.
        package var code: String
        package var sentence: String

        package init(path: ForeignText, code: String, sentence: String) {
            self.path = path
            self.code = code
            self.sentence = sentence
        }
    }

    package var sessionID = ""
    package var roots: [ForeignText] = []
    /// What is most worth removing first; equal ones by path.
    package var candidates: [PlannedArtifact] = []
    package var problems: [Problem] = []
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    package var allocatedBytes = ByteCount.zero
    /// Directories that are mount points and were left out.
    package var mountPoints: UInt64 = 0
    /// The most pressing of the volumes that were scanned, 0...1.
    package var urgency = 0.0
    /// Processes that were asked for what they use.
    package var processes = 0
    /// Whether it was ended before it was done.
    package var isCut = false
    package var packs = ""
    package var seconds = 0.0
    /// Which of the watched places were chosen, and why; nil where somebody named the paths.
    package var plan: ScanPlan?
    /// Directories whose entries had not changed since the last scan and were not read again.
    package var unchangedDirectories: UInt64 = 0
    /// Files and directories below each root.
    package var entries: [ForeignText: UInt64] = [:]

    package init() {}

    package func bytes(of decision: ArtifactDecision) -> ByteCount {
        candidates.filter { $0.decision == decision }.reduce(.zero) { $0 + $1.reclaimableBytes }
    }

    /// The order in which candidates are shown and removed: by decision, then score, then size, then path.
    package mutating func sort() {
        candidates.sort { left, right in
            let ranks = (left.decision.rank, right.decision.rank)
            if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
            if left.score != right.score { return left.score > right.score }
            if left.reclaimableBytes != right.reclaimableBytes { return left.reclaimableBytes > right.reclaimableBytes }
            return left.path.bytes.lexicographicallyPrecedes(right.path.bytes)
        }
    }
}

extension ArtifactDecision {
    fileprivate var rank: Int {
        switch self {
        case .keep: 0
        case .review: 1
        case .delete: 2
        }
    }
}
