/// How far a domain may go by itself; raised by command only, lowered by itself too.
package enum PolicyMode: String, Sendable, CaseIterable {
    /// Recommends; nothing is preselected.
    case observe
    /// Preselects a few of the surest actions a run.
    case canary
    /// Preselects every recommended action that passes all gates.
    case enforce
    /// Something went wrong: recommends only, and says why, until somebody promotes it again.
    case fallback

    /// The one step that a command may take upwards; nil at the top.
    package var promoted: PolicyMode? {
        switch self {
        case .fallback: .observe
        case .observe: .canary
        case .canary: .enforce
        case .enforce: nil
        }
    }

    /// Whether it is only entered on evidence that stops are seldom wrong (`StopEvidence`): what preselects without a limit.
    ///
    /// Canary preselects a few on a person's word, so that there can be evidence of real stops at all.
    package var needsEvidence: Bool { self == .enforce }

    /// What the mode allows, for people.
    package func permission(canary limit: Int) -> String {
        switch self {
        case .observe: "recommends and preselects nothing: --robot does nothing, you may apply what you name"
        case .canary: "preselects at most \(limit) of the surest actions a run, which --robot carries out"
        case .enforce: "preselects every recommended action that passes all gates, which --robot carries out"
        case .fallback: "recommends only, for something went wrong; promote it to go on"
        }
    }

    /// What the mode allows a watch that removes files, for people.
    package func removalPermission(canary limit: Int) -> String {
        switch self {
        case .observe: "removes nothing by itself and tells what it would; you may clean what you name"
        case .canary: "removes at most \(limit) things an hour by itself, the surest first"
        case .enforce: "removes by itself whatever a scan advises and every gate lets pass"
        case .fallback: "removes nothing, for something went wrong; clean windows lead back, to canary at most"
        }
    }

    /// How many actions of a run may be preselected; nil: no limit.
    ///
    /// The canary limit is only asked for in that mode.
    package func preselectionLimit(canary limit: @autoclosure () -> Int) -> Int? {
        switch self {
        case .observe, .fallback: 0
        case .canary: limit()
        case .enforce: nil
        }
    }
}
