/// What a gate says of a proposed action.
package enum GateVerdict: String, Sendable, CaseIterable {
    case pass
    /// Never, whatever the evidence.
    case veto
    /// Allowed, at a higher loss that the choice has already paid.
    case penalty
    /// A person has to look first.
    case needsApproval = "needs_approval"
    /// Not now; the same question may be answered otherwise later.
    case postponed = "defer"

    /// How far the gate still lets an action go.
    package var ceiling: GateCeiling {
        switch self {
        case .pass, .penalty: .act
        case .needsApproval: .ask
        case .veto, .postponed: .nothing
        }
    }
}

/// The strongest thing that may still happen, weakest first; gates only lower it.
package enum GateCeiling: Int, Comparable, Sendable {
    case nothing, ask, act

    package static func < (left: GateCeiling, right: GateCeiling) -> Bool { left.rawValue < right.rawValue }
}

/// One gate's answer, with its evidence.
package struct GateFinding: Sendable, Equatable {
    /// Stable name of the gate, such as `identity`, `session_chain`.
    package var gate: String
    package var verdict: GateVerdict
    /// Stable code for programs, such as `own_session_chain`.
    package var reasonCode: String
    package var sentence: String

    package init(gate: String, verdict: GateVerdict, reasonCode: String, sentence: String) {
        self.gate = gate
        self.verdict = verdict
        self.reasonCode = reasonCode
        self.sentence = sentence
    }
}

extension Sequence<GateFinding> {
    /// A veto cannot be outvoted, and nothing raises what one gate has lowered.
    package var ceiling: GateCeiling {
        map(\.verdict.ceiling).min() ?? .act
    }
}
