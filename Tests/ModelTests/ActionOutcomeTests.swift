import Model
import Testing

struct ActionOutcomeTests {
    private static let cases: [(ActionOutcome.Result, String?, Bool)] = [
        (.done, nil, false), (.done, "respawned", true), (.failed, "not_permitted", true),
        (.failed, "system_error", true), (.noEffect, "survived_kill", true), (.noEffect, "interrupted", false),
        (.blocked, "identity_changed", false), (.gone, "gone", false), (.pending, nil, false),
    ]

    @Test(arguments: cases)
    func `what failed or came back speaks against the policy, an interruption does not`(
        result: ActionOutcome.Result, reasonCode: String?, isAgainst: Bool
    ) {
        let outcome = ActionOutcome(result: result, reasonCode: reasonCode, sentence: "")
        #expect(outcome.speaksAgainstPolicy == isAgainst)
    }
}
