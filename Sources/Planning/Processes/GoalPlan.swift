package import Model

/// Which processes to end so that the machine has again what somebody asked for.
package struct GoalPlan: Sendable, Equatable {
    /// Where the memory of the candidates was taken from.
    package enum MemorySource: String, Sendable, CaseIterable {
        /// Shared pages counted once (`smaps_rollup`).
        case proportional = "pss"
        /// Resident memory: shared pages count in each, so less may come back.
        case resident = "rss"
        /// The first where it could be read.
        case mixed
    }

    package var targets: [GoalTarget] = []
    package var isAchievable = false
    /// Why not, in one sentence.
    package var obstacle: String?
    /// What to end; everything that may be ended where the goals cannot be reached.
    package var choice = GoalChoice(name: .leastLoss)
    /// Other choices that reach the goals and are better in one respect.
    package var alternatives: [GoalChoice] = []
    /// Whether no choice loses less; otherwise `leastPossibleLoss` says by how much one might.
    package var isExact = true
    package var leastPossibleLoss = 0.0
    package var memorySource = MemorySource.resident

    package init() {}
}

/// One goal: how things stand, and how they would.
package struct GoalTarget: Sendable, Equatable {
    package var goal = RecoveryGoal(.freeMemory, 0, text: "")
    /// Bytes available, cores in use, listeners on the port or processes; nil where it could not be read.
    package var now: Double?
    /// By how much it has to change; nil where that is unknown.
    package var needed: Double?
    /// What it would be if the choice brought back what is expected.
    package var projected: Double?
    package var isReached = false

    package init() {}
}

/// Some processes to end, and what that would bring.
package struct GoalChoice: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case leastLoss = "least_loss"
        case fewestKills = "fewest_kills"
        case leastRisk = "least_risk"
        case mostRecovery = "most_recovery"
    }

    package var name: Name
    package var pids: [Int32] = []
    /// Those among them of which a person has to say yes.
    package var needsPerson: [Int32] = []
    /// What ending them costs in expectation, and a person's look where one is needed.
    package var expectedLoss = 0.0
    /// How many of them are expected to be needed after all.
    package var expectedMistakes = 0.0
    /// One entry a target.
    package var recoveries: [GoalRecovery] = []

    package init(name: Name) {
        self.name = name
    }
}

/// What a choice brings towards one goal, in the goal's unit.
package struct GoalRecovery: Sendable, Equatable {
    /// If everything comes back.
    package var nominal = 0.0
    /// Each value times the chance that nobody starts the process again.
    package var expected = 0.0
    /// Only of processes that are almost surely not needed.
    package var conservative = 0.0

    package init() {}

    /// What counts towards the goal: a port or a process is gained or not, and no part of it.
    package func counted(_ kind: RecoveryGoal.Kind) -> Double { kind.isCount ? nominal : expected }

    mutating func add(_ value: Double, chance: Double) {
        nominal += value
        expected += value * chance
        if chance > Self.almostSure { conservative += value }
    }

    private static let almostSure = 0.95
}
