package import Primitives

/// What became of one target of an apply.
package struct AppliedAction: Sendable {
    package var pid: Int32 = 0
    package var startID = ""
    /// `stop`, `pause`, `undo`….
    package var action = ""
    package var command = ""
    package var decisionID = ""
    package var outcome = ActionOutcome(result: .pending, sentence: "")

    package init() {}
}

/// One goal: what was projected and what was measured, in bytes, cores, listeners or processes.
package struct GoalOutcome: Sendable, Equatable {
    package var goal = RecoveryGoal(.freeMemory, 0, text: "")
    /// Right before the apply.
    package var before: Double?
    /// That, changed by what the plan expected.
    package var projected: Double?
    /// Right after it; nil where nothing was done or it could not be read.
    package var measured: Double?
    package var isReached: Bool?

    package init() {}
}

/// What an apply did, action by action.
package struct ApplyReport: Sendable {
    package var sessionID = ""
    package var isDryRun = false
    package var actions: [AppliedAction] = []
    /// Memory available on the machine right before and after.
    package var availableBefore = ByteCount.zero
    package var availableAfter = ByteCount.zero
    package var isInterrupted = false
    /// Something went wrong, and nothing goes by itself any more.
    package var hasLoweredPolicy = false
    /// How the plan's goals came out, where it was carried out for them.
    package var goals: [GoalOutcome]?

    package init() {}

    private func count(_ results: ActionOutcome.Result...) -> Int {
        actions.count { results.contains($0.outcome.result) }
    }

    package var done: Int { count(.done) }
    package var freed: ByteCount {
        actions.reduce(.zero) { $0 + ($1.outcome.memoryFreed ?? .zero) }
    }

    /// The exit code that the contract gives to this end.
    package var exitCode: ExitCode {
        if isInterrupted { return .interrupted }
        let effective = count(.done, .gone, .alreadyDone, .wouldDo)
        if count(.blocked, .failed, .noEffect) == 0 { return done > 0 ? .actionsDone : .clean }
        if done > 0 { return .partial }
        if effective > 0 { return .partial }
        if actions.allSatisfy(\.outcome.isRefusedBySystem) { return .notPermitted }
        return count(.blocked) > 0 ? .blocked : .partial
    }

    /// The first refusal, where nothing could be done.
    package var refusal: ActionOutcome? {
        switch exitCode {
        case .blocked: actions.first { $0.outcome.result == .blocked }?.outcome
        case .notPermitted: actions.first?.outcome
        default: nil
        }
    }
}
