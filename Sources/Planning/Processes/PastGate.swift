internal import Decision
package import Model
internal import Primitives

/// Holds back what the process's own past refutes.
package enum PastGate {
    /// One finding a reason, however many questions agree on it.
    static func findings(_ finding: ProcessFinding) -> [GateFinding] {
        var seen: Set<String> = []
        return (finding.facts.past?.checks ?? []).compactMap { check in
            guard case .measured(let value, let bound, let sentence) = check.outcome, !(value <= bound),
                seen.insert(check.reasonCode).inserted
            else { return nil }
            return GateFinding(gate: "past", verdict: .needsApproval, reasonCode: check.reasonCode, sentence: sentence)
        }
    }

    /// Every question with its numbers, or why it says nothing.
    package static func derivations(_ past: PastChecks?) -> [ProcessExplanation.Derivation] {
        (past?.checks ?? []).map { check in
            ProcessExplanation.Derivation(
                step: "gate: \(check.step)", equation: check.equation, source: check.source, inputs: check.inputs,
                result: result(check.outcome))
        }
    }

    private static func result(_ outcome: PastCheck.Outcome) -> String {
        switch outcome {
        case .measured(let value, let bound, _):
            "\(value.text(decimals: 4)) against \(bound.text(decimals: 4)): "
                + (value <= bound ? "passed" : "a person has to look")
        case .silent(let reason): "0: \(reason)"
        }
    }
}
