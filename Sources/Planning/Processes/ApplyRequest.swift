package import Decision
package import Model
package import Primitives

/// What somebody asked to be done with a plan.
package struct ApplyRequest: Sendable {
    /// Who answers for it.
    package enum Approver: String, Sendable {
        /// A person named the targets or ticked them.
        case person
        /// Nobody looked: only what the policy preselected.
        case robot
    }

    /// The verb; `stop` is TERM, patience, KILL.
    package enum Verb: String, Sendable, CaseIterable {
        case stop, pause, resume, renice
        /// Its control group is frozen: unlike a pause nothing in it notices.
        case freeze
        /// Its control group gets so much processor time and no more.
        case throttle
        /// Its control group may run on one processor only.
        case quarantine
        /// The supervisor of a unit's main process is told to stop the unit, or to start it anew.
        case stopUnit = "stop-unit"
        case restart
        /// Takes back what earlier actions did.
        case undo

        /// Those that a person may ask for by name; `undo` is a command of its own.
        package static let named = allCases.filter { $0 != .undo }

        /// Whether the process ends by it, even if another takes its place.
        package var endsProcess: Bool { [.stop, .stopUnit, .restart].contains(self) }
        /// Whether it is the supervisor that acts.
        package var isForSupervisor: Bool { self == .stopUnit || self == .restart }
        /// Whether it only takes back: gates that ask for a person do not speak against it.
        var takesBack: Bool { self == .resume || self == .undo }
    }

    package var approver: Approver
    package var verb: Verb
    /// Process identities as `pid` and, where given, `start_id`.
    package var targets: [Target]
    /// Act on the members of each process group among the targets together: step by step, all or none.
    package var wholeGroup: Bool
    /// Before ending anything: pause it, look whether something suffers, and go on only if nothing does.
    package var isStaged = false
    package var niceness: Int32
    /// Processors' worth of time that a throttled process keeps.
    package var cores = 0.1
    /// Beyond these nothing is approved.
    package var limits: ActionLimits
    /// What may still go without a person; nil where nothing is held to it.
    package var budget: ErrorBudget?

    package struct Target: Sendable, Equatable {
        package var pid: Int32
        package var startID: String?
        /// Nil: as the whole request says.
        package var verb: Verb?
        /// What is to be taken back, newest first.
        package var reversals: [Reversal] = []

        package init(pid: Int32, startID: String? = nil, verb: Verb? = nil) {
            self.pid = pid
            self.startID = startID
            self.verb = verb
        }
    }

    package init(
        approver: Approver, verb: Verb = .stop, targets: [Target], wholeGroup: Bool = false, niceness: Int32 = 10,
        limits: ActionLimits = ActionLimits()
    ) {
        self.approver = approver
        self.verb = verb
        self.targets = targets
        self.wholeGroup = wholeGroup
        self.niceness = niceness
        self.limits = limits
    }
}

/// One process as the machine shows it at the moment of approval.
package struct PresentProcess: Sendable {
    package var target: ProcessTarget
    package var finding: ProcessFinding
    package var gates: [GateFinding]
    package var residentMemory: ByteCount
    /// Its supervisor with commands as they can be run, secrets included; nil where none was looked for.
    package var supervisor: SupervisorFacts?
    /// What ending it takes with it.
    package var reach: ActionLimits.Reach

    package init(
        target: ProcessTarget, finding: ProcessFinding, gates: [GateFinding], residentMemory: ByteCount,
        supervisor: SupervisorFacts? = nil, reach: ActionLimits.Reach? = nil
    ) {
        self.supervisor = supervisor
        self.target = target
        self.finding = finding
        self.gates = gates
        self.residentMemory = residentMemory
        self.reach = reach ?? ActionLimits.Reach(memory: residentMemory, processes: 1)
    }
}
