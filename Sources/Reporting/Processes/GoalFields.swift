internal import Formats
package import Model
package import Planning
internal import Primitives

extension RecoveryGoal.Kind: WordValue {}
extension GoalPlan.MemorySource: WordValue {}
extension GoalChoice.Name: WordValue {}
extension GoalPart: WordValue {}

extension RecoveryGoal.Kind {
    /// What values of this kind count.
    package var unit: String {
        switch self {
        case .freeMemory: "bytes"
        case .processorBelow: "cores"
        case .freePort: "listeners"
        case .processesBelow, .freeProcesses: "processes"
        }
    }

    /// A value of this kind for people.
    package func text(_ value: Double) -> String {
        switch self {
        case .freeMemory: ByteCount(UInt64(max(0, min(value, 1e18)))).text
        case .processorBelow: "\(value.text(decimals: 2)) cores"
        case .freePort: "\(Int(value)) \(value == 1 ? "listener" : "listeners")"
        case .processesBelow, .freeProcesses: "\(Int(value)) \(value == 1 ? "process" : "processes")"
        }
    }
}

extension GoalRecovery: Record {
    package static let recordName = "goal_recovery"
    package static let fields: [Field<GoalRecovery>] = [
        Field("nominal", \.nominal, "If everything comes back."),
        Field("expected", \.expected, "Each value times the chance that nobody starts the process again."),
        Field("conservative", \.conservative, "Only of processes that are not needed with more than 95 %."),
    ]
}

extension GoalChoice: Record {
    package init() { self.init(name: .leastLoss) }
    package static let recordName = "goal_choice"
    package static let fields: [Field<GoalChoice>] = [
        Field("name", \.name, "In which respect it is the best."),
        Field("pids", \.pids, "The processes to end."),
        Field("needs_person", \.needsPerson, "Those among them of which a person has to say yes."),
        Field(
            "expected_loss", \.expectedLoss, "Expected loss of ending them, and of a person's look where one is needed."
        ),
        Field("expected_mistakes", \.expectedMistakes, "How many of them are expected to be needed after all."),
        Field("recoveries", \.recoveries, "What it brings, one entry a target, in the target's unit."),
    ]
}

extension GoalTarget: Record {
    package static let recordName = "goal_target"
    package static let fields: [Field<GoalTarget>] = [
        Field("goal", \.goal.text, "As it was asked for."),
        Field("kind", \.goal.kind, "What kind of goal."),
        Field("amount", \.goal.amount, "Bytes, share of all processors, port or count, as the kind says."),
        Field(derived: "unit", "What the numbers below count.") { $0.goal.kind.unit },
        Field("now", \.now, "Bytes available, cores in use, listeners or processes; null where it could not be read."),
        Field("needed", \.needed, "By how much it has to change; null where that is unknown."),
        Field("projected", \.projected, "What it would be, as far as expected, once the chosen ones have ended."),
        Field("reached", \.isReached, "Whether that would be enough."),
    ]
}

extension GoalPlan: Record {
    package static let recordName = "goal"
    package static let fields: [Field<GoalPlan>] = [
        Field("achievable", \.isAchievable, "Whether what may be ended reaches all targets."),
        Field(optional: "obstacle", \.obstacle, "Why it cannot be said, where something needed could not be read."),
        Field("targets", \.targets, "The goals, all of which count."),
        Field("chosen", \.choice, "What to end; everything that may be ended where that is not enough."),
        Field("alternatives", \.alternatives, "Choices that reach the targets too and are better in one respect."),
        Field("exact", \.isExact, "Whether no choice loses less."),
        Field("least_possible_loss", \.leastPossibleLoss, "No choice that reaches the targets loses less than this."),
        Field("memory_source", \.memorySource, "pss: shared pages count once; rss: in each, so less may come back."),
    ]
}

extension GoalOutcome: Record {
    package static let recordName = "goal_outcome"
    package static let fields: [Field<GoalOutcome>] = [
        Field("goal", \.goal.text, "As it was asked for."),
        Field("kind", \.goal.kind, "What kind of goal."),
        Field("amount", \.goal.amount, "Bytes, share of all processors, port or count, as the kind says."),
        Field(derived: "unit", "What the numbers below count.") { $0.goal.kind.unit },
        Field("before", \.before, "Right before."),
        Field("projected", \.projected, "What it would be then by what the plan expected."),
        Field("measured", \.measured, "Right after; null where nothing was done."),
        Field("reached", \.isReached, "Whether the goal is reached, as measured; null where nothing was done."),
    ]
}
