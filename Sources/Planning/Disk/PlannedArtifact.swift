package import Decision
package import Model
package import Primitives

/// One artifact with everything that led to what is advised for it: what is shown, recorded and explained.
package struct PlannedArtifact: Sendable {
    package var path = ForeignText("")
    package var pattern = ""
    package var tool = ""
    package var summary = ""
    package var kind = ArtifactPattern.Kind.build
    /// The command that makes it again; empty where nothing does.
    package var again = ""
    package var rebuildSeconds: Double?
    /// Allocated blocks, each hard-linked file once.
    package var bytes = ByteCount.zero
    /// What removing it gives back.
    package var reclaimableBytes = ByteCount.zero
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    /// Seconds since the newest modification in it.
    package var ageSeconds = 0.0
    package var projectAgeSeconds: Double?
    /// What it was when it was seen; removal compares.
    package var identity = FileIdentity(device: 0, inode: 0)
    package var isDirectory = true
    /// Nanoseconds since 1970: of the thing itself, and the newest in it.
    package var modified: Int64 = 0
    package var newest: Int64 = 0
    package var score = 0.0
    package var factors = ArtifactFactors()
    /// Of the volume that it lies on, 0...1, when it was judged.
    package var urgency = 0.0
    package var posteriorAbandoned = 0.0
    package var expectedLoss = ExpectedArtifactLoss()
    package var ledger = Ledger<ArtifactClass>(prior: [1, 0], priorSource: "")
    package var gates: [GateFinding] = []
    /// By expected loss alone.
    package var choice = ArtifactDecision.keep
    /// After all gates.
    package var decision = ArtifactDecision.keep
    package var decisionID = ""

    package init() {}

    /// Puts a finding and what the gates say of it together.
    package init(_ finding: ArtifactFinding, gates: [GateFinding], urgency: Double) {
        let (facts, seen) = (finding.facts, finding.facts.observation)
        path = seen.path
        pattern = facts.pattern.id
        tool = facts.pattern.tool
        summary = facts.pattern.summary
        kind = facts.pattern.kind
        again = facts.pattern.again
        rebuildSeconds = facts.pattern.rebuildSeconds
        bytes = seen.allocatedBytes
        reclaimableBytes = seen.reclaimableBytes
        files = seen.files
        directories = seen.directories
        ageSeconds = facts.age
        projectAgeSeconds = facts.projectAge
        identity = seen.identity
        isDirectory = seen.isDirectory
        modified = seen.modified
        newest = seen.newest
        score = facts.score
        factors = facts.factors
        self.urgency = urgency
        posteriorAbandoned = finding.posterior[.abandoned]
        for (action, loss) in finding.expectedLoss { expectedLoss[action] = loss }
        ledger = finding.ledger
        self.gates = gates
        choice = finding.choice
        decision = Self.decision(finding.choice, gates.ceiling)
    }

    /// Gates only lower: what needs a person is at most reviewed, what is vetoed is kept.
    private static func decision(_ choice: ArtifactDecision, _ ceiling: GateCeiling) -> ArtifactDecision {
        switch ceiling {
        case .nothing: .keep
        case .ask: choice == .delete ? .review : choice
        case .act: choice
        }
    }

    package var vetoes: [GateFinding] { gates.filter { $0.verdict == .veto } }
}

/// E[L] of each decision.
package struct ExpectedArtifactLoss: Sendable, Equatable {
    package var keep = 0.0
    package var review = 0.0
    package var delete = 0.0

    package init() {}

    package subscript(decision: ArtifactDecision) -> Double {
        get {
            switch decision {
            case .keep: keep
            case .review: review
            case .delete: delete
            }
        }
        set {
            switch decision {
            case .keep: keep = newValue
            case .review: review = newValue
            case .delete: delete = newValue
            }
        }
    }
}
