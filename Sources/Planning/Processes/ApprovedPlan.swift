internal import Model
package import Primitives

/// What may be done to one process now; only `Approval` makes one, and it cannot be stored.
package struct ApprovedAction: Sendable {
    package let decisionID: String
    package let target: ProcessTarget
    package let steps: [ProcessStep]
    /// What it held when it was approved.
    package let residentMemory: ByteCount

    init(decisionID: String, target: ProcessTarget, steps: [ProcessStep], residentMemory: ByteCount) {
        self.decisionID = decisionID
        self.target = target
        self.steps = steps
        self.residentMemory = residentMemory
    }
}

/// One step of an action, in order; a step is taken only while the process still runs.
package enum ProcessStep: Sendable, Equatable {
    /// Ask it to end, and wait so many seconds for it to do so.
    case terminate(wait: Double)
    /// End it, and wait so many seconds until that is seen.
    case kill(wait: Double)
    case pause
    case resume
    /// Set its niceness.
    case renice(Int32)

    package var name: String {
        switch self {
        case .terminate: "TERM"
        case .kill: "KILL"
        case .pause: "STOP"
        case .resume: "CONT"
        case .renice(let value): "renice \(value)"
        }
    }
}

/// Actions that passed every gate on the machine as it is now.
///
/// Its initializer is internal: no other target can make one, and it is not `Codable`, so a plan that was on disk has to
/// be approved anew.
package struct ApprovedPlan: Sendable {
    package let sessionID: String
    package let actions: [ApprovedAction]

    init(sessionID: String, actions: [ApprovedAction]) {
        self.sessionID = sessionID
        self.actions = actions
    }
}
