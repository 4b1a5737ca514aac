package import Model
package import Primitives

/// What may be done to one process now; only `Approval` makes one, and it cannot be stored.
package struct ApprovedAction: Sendable {
    package let decisionID: String
    package let verb: ApplyRequest.Verb
    package let target: ProcessTarget
    package let steps: [ProcessStep]
    /// What it held when it was approved.
    package let residentMemory: ByteCount
    /// Others of its process group that stay out of it, for the plan does not list them.
    package internal(set) var leftAlone: [Int32] = []

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
    /// Look for so many seconds whether anything suffers; where something does, nothing harsher follows.
    case observe(Double)
    case resume
    /// Set its niceness.
    case renice(Int32)
    case control(ControlGroupOrder)
    /// Undo what an earlier action did.
    case takeBack(Reversal)
    /// Have its supervisor end it, or start it anew.
    case ask(SupervisorOrder)

    package var name: String {
        switch self {
        case .terminate: "TERM"
        case .kill: "KILL"
        case .pause: "STOP"
        case .observe(let seconds): "look for \(seconds.text(decimals: 1)) s"
        case .resume: "CONT"
        case .renice(let value): "renice \(value)"
        case .control(let order): order.name
        case .takeBack(let reversal): "take back (\(reversal.kind.rawValue))"
        case .ask(let order): order.text
        }
    }
}

/// What is asked of a process's control group.
package enum ControlGroupOrder: Sendable, Equatable {
    case freeze
    /// So many processors' worth of time, above 0.
    case limit(cores: Double)
    /// One processor, the last of those that it may use.
    case confine

    package var name: String {
        switch self {
        case .freeze: "freeze"
        case .limit(let cores): "limit to \(cores.text(decimals: 2)) cores"
        case .confine: "confine to one processor"
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
    /// Each is carried out as a whole, step by step on all of its members; most have one.
    package let groups: [[ApprovedAction]]

    package var actions: [ApprovedAction] { groups.flatMap { $0 } }

    init(sessionID: String, groups: [[ApprovedAction]]) {
        self.sessionID = sessionID
        self.groups = groups
    }
}
