internal import Model
package import Primitives

/// What may be done to one process now; only `Approval` makes one, and it cannot be stored.
package struct ApprovedAction: Sendable {
    package let decisionID: String
    package let verb: ApplyRequest.Verb
    package let target: ProcessTarget
    package let steps: [ProcessStep]
    /// What it held when it was approved.
    package let residentMemory: ByteCount

    init(
        decisionID: String, verb: ApplyRequest.Verb, target: ProcessTarget, steps: [ProcessStep],
        residentMemory: ByteCount
    ) {
        self.decisionID = decisionID
        self.verb = verb
        self.target = target
        self.steps = steps
        self.residentMemory = residentMemory
    }
}

extension ApprovedAction {
    /// The actions with those on identical copies together, in the order of the first of each.
    package static func questions(_ actions: [ApprovedAction]) -> [[ApprovedAction]] {
        var places: [String: Int] = [:]
        var questions: [[ApprovedAction]] = []
        for action in actions {
            let owner = action.target.identity.userID
            let program = action.target.argumentsHash.map { "\($0) \(owner)" } ?? action.decisionID
            if let place = places[program] {
                questions[place].append(action)
            } else {
                places[program] = questions.count
                questions.append([action])
            }
        }
        return questions
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
    /// Have its supervisor end it, or start it anew.
    case ask(SupervisorOrder)

    package var name: String {
        switch self {
        case .terminate: "TERM"
        case .kill: "KILL"
        case .pause: "STOP"
        case .resume: "CONT"
        case .renice(let value): "renice \(value)"
        case .ask(let order): order.text
        }
    }
}

/// A command that a supervisor is given by its own tool.
package struct SupervisorOrder: Sendable, Equatable {
    /// Word by word; no shell reads it.
    package var words: [String]
    /// The same without secrets, for people and the record.
    package var text: String
    /// Seconds that the tool may take.
    package var patience: Double
    /// Seconds until the process is seen to have ended after that.
    package var wait: Double
    /// A successor is what was asked for.
    package var startsAgain: Bool
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
