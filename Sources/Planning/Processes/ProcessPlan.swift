package import Decision
package import Model
package import Primitives

/// What should happen to the processes of one scan, durable under a session id.
///
/// The same type is written, read back and shown. Having been on disk it approves nothing: `Approval` looks at the
/// machine anew.
package struct ProcessPlan: Sendable {
    /// Readers refuse a plan of another version rather than guess.
    package static let currentVersion = 1

    package var planVersion = ProcessPlan.currentVersion
    package var sessionID = ""
    package var madeAt: Int64 = 0
    package var hostID = ""
    package var bootID = ""
    package var mode = PolicyMode.observe
    /// Packs and their versions that the judgement used.
    package var packs = ""
    /// Processes younger than this were kept, in seconds.
    package var minimumAge = 0.0
    /// What went into the plan without a person at most; nil without limits.
    package var limits: ActionLimits?
    /// Advisory only: can be shown and compared, never applied.
    package var isShadow = false
    package var summary = PlanSummary()
    /// What may still go by itself, over all runs; nil where nothing goes by itself.
    package var budget: BudgetStanding?
    /// What the deep scan did and took; nil without one.
    package var deepScan: DeepScanSummary?
    /// What to end to reach the goals that somebody named; nil without goals.
    package var goal: GoalPlan?
    /// What became different since an earlier plan; nil where none was named.
    package var delta: PlanDelta?
    /// How the machine compares with its own past; nil where that is not known.
    package var baseline: MachineBaseline?
    package var candidates: [PlannedProcess] = []
    /// A random few of the kept processes, for a person to say whether they are needed; nil without any.
    package var questions: [LabelQuestion]?
    /// What the choice of them began with.
    package var questionSeed: UInt32?

    package init() {}
}

/// The plan in numbers.
package struct PlanSummary: Sendable, Equatable {
    package var scanned = 0
    package var candidates = 0
    package var stopRecommended = 0
    package var review = 0
    /// Undecided for longer than looking on is worth.
    package var pause = 0
    package var kept = 0
    /// Of these, how many somebody declared as wanted; nil for none.
    package var declared: Int?
    /// Resident memory of what is recommended to be ended; shared pages count in each.
    package var recoverable = ByteCount.zero
    /// Length of the scan's window in seconds.
    package var window = 0.0

    package init() {}
}

/// Exactly which process an action is meant for.
package struct ProcessTarget: Sendable, Equatable {
    package var identity = ProcessIdentity(pid: 0, startTicks: 0, bootID: "", userID: 0)
    /// The program file; an exec between plan and action changes it.
    package var executable: FileIdentity?
    /// Keyed hash of the arguments; an exec of the same file changes it.
    package var argumentsHash: String?
    package var processGroup: Int32 = 0
    package var session: Int32 = 0

    package init() {}

    /// Whether both are one process running one program with one set of arguments; its group and session may change.
    package func isSame(as other: ProcessTarget) -> Bool {
        identity == other.identity && executable == other.executable && argumentsHash == other.argumentsHash
    }
}

/// One process of a plan, with everything that led to its recommendation.
package struct PlannedProcess: Sendable {
    package var decisionID = ""
    package var target = ProcessTarget()
    package var parent: Int32 = 0
    /// Redacted and safe to print.
    package var command = ""
    package var title = ""
    package var category = ProcessCategory.unknown
    package var ageSeconds = 0.0
    package var state = ProcessState.unknown
    /// `pts/3`; empty without a controlling terminal.
    package var terminal = ""
    package var workingDirectory = ""
    package var cores: Double?
    package var residentMemory = ByteCount.zero
    package var levels: [AttachmentLevel] = []
    package var ledger = Ledger<ProcessClass>(prior: [], priorSource: "")
    package var posterior = Posterior<ProcessClass>(probabilities: [1, 0, 0, 0])
    package var expectedLoss: [(action: ProcessRecommendation, loss: Double)] = []
    /// The choice before gates and policy.
    package var choice = ProcessRecommendation.keep
    package var recommendation = ProcessRecommendation.keep
    /// Whether a run without questions may carry it out.
    package var isPreselected = false
    package var gates: [GateFinding] = []
    package var supervisor: SupervisorFacts?
    /// Nil for a novel pattern.
    package var signature: PlannedSignature?
    package var respawns: RespawnLoop?
    package var blastRadius = BlastRadius()
    /// In nats above the odds at which ending costs less than keeping; nil where the state settles the class.
    package var oddsMargin: Double?
    /// How long it may stay undecided; nil of what is decided.
    package var undecided: UndecidedTime?
    /// What a deep scan found; nil where it was not looked at so closely.
    package var deep: DeepReading? {
        get { deepReadings.first }
        set { deepReadings = newValue.map { [$0] } ?? [] }
    }
    /// At most one, behind a reference: most have none.
    private var deepReadings: [DeepReading] = []
    /// What is worth doing next; nil in plans of before there was an answer.
    package var nextStep: NextStep?
    /// How the probes of a deep scan were chosen for it; nil where it was none of its suspects.
    package var probing: ProbeChoice? {
        get { probeChoices.first }
        set { probeChoices = newValue.map { [$0] } ?? [] }
    }
    /// At most one, likewise.
    private var probeChoices: [ProbeChoice] = []
    /// Only where one process is explained.
    package var explanation: ProcessExplanation?
    /// Where it is going; only where that was asked for.
    package var trajectory: ProcessTrajectory?
    /// Its part in the plan's goal; nil where it has none.
    package var goalPart: GoalPart?

    package init() {}

    package var pid: Int32 { target.identity.pid }
    /// What carrying out the recommendation takes: the supervisor where it names one, a signal otherwise.
    package var verb: ApplyRequest.Verb {
        switch recommendation {
        case .stopUnit: .stopUnit
        case .restart: .restart
        case .pause: .pause
        case .throttle: .throttle
        case .renice: .renice
        case .keep, .review, .reapParent, .stop: .stop
        }
    }
    package var classification: ProcessClass { posterior.top }
}

/// The known pattern that a process fits best.
package struct PlannedSignature: Sendable, Equatable {
    package var name = ""
    package var version = 0
    package var source = SignatureSource.builtin
    package var expects = ProcessClass.useful
    /// Share of its criteria that hold, 0.5...1.
    package var score = 0.0
    package var held: [String] = []
    package var missed: [String] = []
    /// False where the facts say the opposite: it then weighed nothing.
    package var isHeard = false

    package init() {}

    package init(_ match: SignatureMatch, isHeard: Bool) {
        name = match.claim.name
        version = match.claim.version
        source = match.claim.source
        expects = match.claim.expects
        score = match.score
        held = match.held.names
        missed = match.claim.asked.subtracting(match.held).names
        self.isHeard = isHeard
    }
}

/// What a goal asks of one process.
package enum GoalPart: String, Sendable, CaseIterable {
    case end
    /// To be ended if a person agrees.
    case ask
}

/// What ending one process would take with it.
package struct BlastRadius: Sendable, Equatable {
    /// Living descendants, itself not included.
    package var descendants = 0
    /// Its own resident memory and theirs.
    package var memory = ByteCount.zero
    package var clients = 0
    /// TCP ports that would close.
    package var ports: [Int] = []

    package init() {}
}
