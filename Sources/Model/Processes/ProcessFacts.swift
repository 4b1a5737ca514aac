package import Primitives

/// What is known of one process after everything that was read has been put together; the judge sees nothing else.
package struct ProcessFacts: Sendable, Equatable {
    package var category: ProcessCategory
    /// What people call it: "jest worker", "Next.js dev server".
    package var title: String
    package var role: ProcessRole
    package var pid: Int32 = 0
    /// Where its parent stands in the scan; nil where it is not in it.
    package var parentPlace: Int?
    /// Seconds since it started.
    package var age: Double
    /// Cores used within the window; may exceed 1.
    package var cores: Reading<Double>
    /// Cores used or waited for within the window: what it would have used of an idle machine; nil where that is not known.
    package var demand: Double?
    /// Share of its whole life spent running or, where `demand` is known, ready to run; 0...1, never a present rate.
    package var lifetimeShare: Double
    /// Length of the window in seconds.
    package var window: Double
    /// Whether storage, file offsets, sockets or children moved within the window.
    package var progress: Reading<Bool>
    /// What its control group froze counts as stopped, whatever letter it shows.
    package var state: ProcessState
    /// Somebody froze its control group.
    package var isFrozen = false
    package var attachment: AttachmentFacts
    /// The levels that the facts allow, one where everything needed could be read.
    package var levels: PossibleLevels
    /// Seconds since its terminal was last used.
    package var quiet: Double?
    /// Whether the program that started it lives; nil where nothing names one.
    package var hostIsAlive: Bool?
    package var workingDirectoryDeleted: Reading<Bool>
    /// Resident memory above what its category ordinarily needs.
    package var exceedsMemory: Bool
    /// What its category ordinarily needs at most; nil where that was not looked up.
    package var ordinaryMemory: ByteCount?
    /// Processes with the same arguments and owner, itself included.
    package var copies: Int
    /// A number that these copies share within one scan.
    package var copyGroup = 0
    /// Its arguments could be read: without them the kernel's short name is all that says what it is.
    package var isIdentified = true
    package var filesAtRisk: Reading<[FileAtRisk]>
    package var supervisor: SupervisorFacts?
    /// What earlier scans of this boot saw of it; nil where there were none.
    package var series: ProcessSeries?
    /// How much its relatives worked meanwhile; nil without a past or without relatives that have one.
    package var family: FamilyActivity?
    /// The generations of its descendants, where there are enough to tell how they grow.
    package var offspring: Offspring?
    /// Nil where this machine knows its program, and where it was not watched for long enough to tell.
    package var novelty: Novelty?
    /// What a deep scan found of it; nil where it was not looked at so closely.
    package var deep: DeepReading? {
        get { deepReadings.first }
        set { deepReadings = newValue.map { [$0] } ?? [] }
    }
    /// Whether a deep scan looked at it: cheaper to ask than for the reading.
    package var isLookedAt: Bool { !deepReadings.isEmpty }
    /// At most one; behind a reference, for most have none and facts are copied often.
    private var deepReadings: [DeepReading] = []
    /// How rare it is, among the abandoned, to be this old or this quiet; only where ending it is the choice.
    package var surprise: Double?
    /// Whether ending it is the choice without what was learned too; only where it is the choice with it.
    package var isStopUnlearned: Bool?
    /// What its own past says against ending it; only where ending it is the choice and it has a past.
    package var past: PastChecks?
    /// It is started again each time it ends; nil where nothing shows that.
    package var respawns: RespawnLoop?
    /// Why it is never touched, whatever the evidence; empty for nearly all.
    package var protections: [Protection]
    /// The known pattern that it fits best; nil for a novel one.
    package var signature: SignatureMatch?

    package init(
        category: ProcessCategory, title: String = "", role: ProcessRole, age: Double,
        cores: Reading<Double> = .unavailable(.firstSample), lifetimeShare: Double = 0, window: Double = 0.5,
        progress: Reading<Bool> = .unavailable(.notCollected), state: ProcessState, attachment: AttachmentFacts,
        levels: PossibleLevels, quiet: Double? = nil, hostIsAlive: Bool? = nil,
        workingDirectoryDeleted: Reading<Bool> = .unavailable(.notCollected), exceedsMemory: Bool = false,
        copies: Int = 1, filesAtRisk: Reading<[FileAtRisk]> = .unavailable(.notCollected),
        supervisor: SupervisorFacts? = nil, protections: [Protection] = []
    ) {
        self.category = category
        self.title = title
        self.role = role
        self.age = age
        self.cores = cores
        self.lifetimeShare = lifetimeShare
        self.window = window
        self.progress = progress
        self.state = state
        self.attachment = attachment
        self.levels = levels
        self.quiet = quiet
        self.hostIsAlive = hostIsAlive
        self.workingDirectoryDeleted = workingDirectoryDeleted
        self.exceedsMemory = exceedsMemory
        self.copies = copies
        self.filesAtRisk = filesAtRisk
        self.supervisor = supervisor
        self.protections = protections
    }

    /// Part of the kernel: useful by definition.
    package var isKernelThread: Bool {
        protections.first?.reasonCode == Protection.kernelThread
    }

    /// Something still holds on to it, whichever of the possible levels is the true one.
    package var isHeld: Bool {
        levels.allSatisfy { [.sup, .used, .att].contains($0) }
    }
}

/// What decides how firmly a process is held; nil: could not be read.
package struct AttachmentFacts: Sendable, Equatable {
    /// Who leads the process's session.
    package enum Leader: String, Sendable {
        case itself = "self"
        case alive
        /// Dead, and the process was a job of an interactive shell.
        case deadJob = "dead_job"
        /// Dead, and the process stayed in the leader's own group: a script, an agent's tool, or a double fork.
        case deadScript = "dead_script"
        case unknown
    }

    /// Who the parent is.
    package enum Parent: Sendable, Equatable {
        /// Living, and no reaper: its own possible levels are handed down.
        case living(pid: Int32, levels: PossibleLevels)
        /// PID 1 or another process that adopts orphans.
        case reaper(pid: Int32)
        /// Not visible (`hidepid`), so it may be either.
        case unknown
    }

    package var isSupervised: Bool?
    /// Living processes outside its own tree that are connected to it.
    package var clients: Int?
    package var hasTerminal: Bool
    package var parent: Parent
    package var standardInput: StreamKind
    package var standardOutput: StreamKind
    package var ignoresHangup: Bool
    package var leader: Leader
    package var listens: Bool?
    package var role: ProcessRole
    /// The viewer looks through it: whatever its parent and terminal say, somebody is there.
    package var isViewersOwn = false

    package init(
        isSupervised: Bool?, clients: Int?, hasTerminal: Bool, parent: Parent, standardInput: StreamKind,
        standardOutput: StreamKind, ignoresHangup: Bool, leader: Leader, listens: Bool?, role: ProcessRole
    ) {
        self.isSupervised = isSupervised
        self.clients = clients
        self.hasTerminal = hasTerminal
        self.parent = parent
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.ignoresHangup = ignoresHangup
        self.leader = leader
        self.listens = listens
        self.role = role
    }
}

/// Who would start a process again if it died, and how to ask for its end instead.
package struct SupervisorFacts: Sendable, Equatable {
    /// `systemd`, `docker`, `pm2`, `supervisord`….
    package var kind: String
    /// Its name there: a unit, a container id, a program name; nil where it cannot be known from here.
    package var unit: String?
    /// For people and programs; a part in angle brackets is not known.
    package var stopCommand: String?
    package var restartCommand: String?
    /// What the supervisor itself calls the unit's main process; nil where it was not asked or did not say.
    package var mainPID: Int32?
    /// The supervisor's words for the unit's present state and for when it starts it again.
    package var state: String?
    package var restartPolicy: String?
    /// Why the supervisor gave no answer when it was asked.
    package var unanswered: String?
    /// The commands word by word, without placeholders; nil where any part is unknown, and after having been stored.
    package var stopWords: [String]?
    package var restartWords: [String]?

    package init(kind: String, unit: String?, stopCommand: String?, restartCommand: String?) {
        self.kind = kind
        self.unit = unit
        self.stopCommand = stopCommand
        self.restartCommand = restartCommand
    }

    /// Whether its supervisor confirmed the process as the main one of a unit that it has a whole command for.
    package func canBeTold(of pid: Int32) -> Bool { mainPID == pid && unit != nil && stopCommand != nil }
}

/// One reason for which a thing is never touched.
package struct Protection: Sendable, Equatable {
    /// The gate that speaks: `owner`, `session_chain`, `protected`, `machine`.
    package static let kernelThread = "kernel_thread"

    package var gate: String
    package var reasonCode: String
    package var sentence: String

    package init(gate: String, reasonCode: String, sentence: String) {
        self.gate = gate
        self.reasonCode = reasonCode
        self.sentence = sentence
    }
}
