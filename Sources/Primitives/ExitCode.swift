/// How every command ends; scripts rely on these numbers, so they never change.
package enum ExitCode: Int32, Sendable, CaseIterable {
    /// Clean, or nothing was done.
    case clean = 0
    /// Candidates exist, or the answer is no.
    case candidates = 1
    case actionsDone = 2
    case partial = 3
    /// A gate or the policy said no.
    case blocked = 4
    case goalNotAchievable = 5
    /// Interrupted; the session can be resumed.
    case interrupted = 6
    // The rest are those of sysexits.h.
    case usage = 64
    case badData = 65
    case unavailable = 69
    case internalError = 70
    case cannotCreate = 73
    case inputOutput = 74
    case notPermitted = 77
    case configuration = 78
}
