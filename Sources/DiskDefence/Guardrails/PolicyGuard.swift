package import Decision
package import Model
internal import Primitives

/// How far the disk domain may go by itself, and what takes that away.
///
/// Up only by command; into fallback by itself on each of five triggers; out of it by itself after enough clean windows, to
/// canary at most. Nothing is written here: who keeps the mode keeps the transitions.
package struct PolicyGuard: Sendable, Equatable {
    let settings: GuardSettings
    package private(set) var mode: PolicyMode
    /// The mode before fallback.
    package private(set) var before: PolicyMode
    package private(set) var calibration: Calibration
    package private(set) var drift: DriftTest
    /// Deletions made by itself, in whichever mode.
    package private(set) var deletions: DeletionBudget
    private var failed = 0
    private var clean = 0
    private var isStateWritable = true
    private var isKilled = false

    /// - Parameters:
    ///   - mode: as it was kept.
    ///   - before: the mode before fallback, where the mode is that.
    ///   - deletions: of the last hour, as they were kept: a restart gives no new budget.
    ///   - settings: valid ones.
    package init(
        mode: PolicyMode = .observe, before: PolicyMode = .observe, deletions: DeletionBudget = DeletionBudget(),
        settings: GuardSettings = GuardSettings()
    ) {
        self.mode = mode
        self.before = mode != .fallback ? mode : before != .fallback ? before : .observe
        self.deletions = deletions
        self.settings = settings
        calibration = Calibration(settings: settings)
        drift = DriftTest(settings: settings)
    }

    /// Whether something is deleted by itself now.
    package var deletes: Bool { mode == .canary || mode == .enforce }

    /// How many things may still be deleted by itself; nil for no limit.
    ///
    /// - Parameter seconds: now, on the clock of `recordDeletions`.
    /// - Returns: 0 where the mode deletes nothing.
    package func deletionsLeft(at seconds: Double) -> Int? {
        mode.preselectionLimit(canary: max(0, settings.canaryDeletions - deletions.count(at: seconds)))
    }

    // MARK: Windows

    /// Takes a window in.
    ///
    /// - Returns: how forecasts stand, and the change of mode, if there was one.
    package mutating func observe(
        _ window: CalibrationWindow, at seconds: Double
    ) -> (report: GuardReport, transition: PolicyTransition?) {
        var report = calibration.observe(window)
        drift.observe(isWellCalibrated: report.isWellCalibrated)
        report.driftValue = drift.value
        report.isAlarming = drift.isAlarming
        failed = report.status == .fail ? failed + 1 : 0
        guard mode != .fallback else { return (report, recovery(report, at: seconds)) }
        if report.isAlarming {
            let sentence = "forecasts are systematically wrong (evidence \(report.driftValue.text(decimals: 1)))"
            return (report, fall(.guardrailDrift, sentence, at: seconds))
        }
        guard failed >= settings.failedWindows else { return (report, nil) }
        return (report, fall(.calibrationBreach, "calibration failed in \(failed) windows running", at: seconds))
    }

    private mutating func recovery(_ report: GuardReport, at seconds: Double) -> PolicyTransition? {
        let hasBudget = before == .observe || deletions.count(at: seconds) < settings.canaryDeletions
        let isPossible = isStateWritable && !isKilled && hasBudget
        clean = report.isClean && isPossible ? clean + 1 : 0
        guard clean >= settings.recoveryWindows else { return nil }
        let count = clean
        let goal = before == .enforce ? .canary : before
        let gate = before == .enforce ? "; enforce takes a promotion" : ""
        return leave(to: goal, .recovered, "\(count) windows running were clean\(gate)", at: seconds)
    }

    // MARK: What else leads into fallback

    /// Asks whether one more thing may be deleted by itself now; in canary one beyond the budget of an hour leads into
    /// fallback, and back only once the hour allows something again.
    ///
    /// - Returns: the answer, and the change of mode, if there was one.
    package mutating func requestDeletion(at seconds: Double) -> (isAllowed: Bool, transition: PolicyTransition?) {
        guard deletes else { return (false, nil) }
        guard deletionsLeft(at: seconds) == 0 else { return (true, nil) }
        let sentence =
            "another deletion was due after the \(deletions.count(at: seconds)) of this hour, and canary allows "
            + "\(settings.canaryDeletions)"
        return (false, fall(.canaryBudget, sentence, at: seconds))
    }

    /// Takes in how many things were just deleted, or begun to be, by itself; in canary more than its budget in an hour lead
    /// into fallback.
    ///
    /// - Returns: the change of mode, if there was one.
    package mutating func recordDeletions(_ count: Int, at seconds: Double) -> PolicyTransition? {
        deletions.record(count, at: seconds)
        guard mode == .canary else { return nil }
        let made = deletions.count(at: seconds)
        guard made > settings.canaryDeletions else { return nil }
        return fall(
            .canaryBudget, "\(made) deletions in an hour, of which canary allows \(settings.canaryDeletions)",
            at: seconds)
    }

    /// Takes in whether the state could be written.
    ///
    /// What cannot be kept is not acted on, and nothing recovers or is promoted meanwhile.
    ///
    /// - Returns: the change of mode, if there was one.
    package mutating func stateWritten(_ succeeded: Bool, at seconds: Double) -> PolicyTransition? {
        isStateWritable = succeeded
        return succeeded ? nil : fall(.stateUnwritable, "the state cannot be written", at: seconds)
    }

    /// Takes in how the kill switch stands.
    ///
    /// While it is on, nothing recovers and nothing is promoted.
    ///
    /// - Returns: the change of mode, if there was one.
    package mutating func killSwitch(isOn: Bool, at seconds: Double) -> PolicyTransition? {
        isKilled = isOn
        return isOn ? fall(.killSwitch, "the kill switch is on", at: seconds) : nil
    }

    // MARK: What others decide

    /// Takes over a mode that somebody has recorded meanwhile: a promotion or demotion by command.
    ///
    /// While the kill switch is on or the state cannot be written, the next look leads back into fallback.
    package mutating func adopt(_ mode: PolicyMode) {
        guard mode != self.mode else { return }
        if mode == .fallback { before = self.mode }
        if self.mode == .fallback { drift.reset() }
        self.mode = mode
        failed = 0
        clean = 0
    }

    // MARK: Changes

    private mutating func fall(
        _ reason: PolicyTransition.Reason, _ sentence: String, at seconds: Double
    ) -> PolicyTransition? {
        clean = 0
        guard mode != .fallback else { return nil }
        before = mode
        return change(to: .fallback, reason, sentence, at: seconds)
    }

    /// Whoever leaves fallback begins without evidence against him, else the next window would lead back.
    private mutating func leave(
        to goal: PolicyMode, _ reason: PolicyTransition.Reason, _ sentence: String, at seconds: Double
    ) -> PolicyTransition {
        if mode == .fallback { drift.reset() }
        return change(to: goal, reason, sentence, at: seconds)
    }

    private mutating func change(
        to goal: PolicyMode, _ reason: PolicyTransition.Reason, _ sentence: String, at seconds: Double
    ) -> PolicyTransition {
        let transition = PolicyTransition(from: mode, to: goal, reason: reason, sentence: sentence, seconds: seconds)
        mode = goal
        failed = 0
        clean = 0
        return transition
    }
}
