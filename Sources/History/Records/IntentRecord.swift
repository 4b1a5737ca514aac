/// What is about to be done, recorded before anything happens.
package struct IntentRecord: Sendable, Equatable {
    package var decision: DecisionID
    /// tend's own word: `stop`, `pause`, `remove`….
    package var action: String
    /// The identity of what is acted on.
    package var target: RedactedJSON
    /// Who said yes: a user, or the policy's mode.
    package var approver: RedactedText
    package var at: Int64

    package init(
        decision: DecisionID, action: String, target: RedactedJSON, approver: RedactedText, at: Int64
    ) {
        self.decision = decision
        self.action = action
        self.target = target
        self.approver = approver
        self.at = at
    }
}

/// Which intent; given by the store.
package struct IntentID: Hashable, Sendable {
    package let number: Int64

    init(_ number: Int64) {
        self.number = number
    }
}

/// An intent without an outcome: what was under way when tend last stopped.
package struct PendingIntent: Sendable, Equatable {
    package var id: IntentID
    package var intent: IntentRecord
}

/// What came of an intent.
package struct OutcomeRecord: Sendable, Equatable {
    package var intent: IntentID
    /// tend's own word: `done`, `gone`, `refused`, `failed`….
    package var result: String
    /// A stable code; absent where the result says it all.
    package var reasonCode: String?
    package var details: RedactedJSON
    package var at: Int64

    package init(intent: IntentID, result: String, reasonCode: String? = nil, details: RedactedJSON, at: Int64) {
        self.intent = intent
        self.result = result
        self.reasonCode = reasonCode
        self.details = details
        self.at = at
    }
}

/// An intent together with its outcome.
package struct CompletedAction: Sendable, Equatable {
    package var decision: DecisionID
    package var action: String
    package var target: RedactedJSON
    /// Who said yes.
    package var approver: RedactedText
    package var result: String
    package var reasonCode: String?
    package var details: RedactedJSON
    /// When it was intended.
    package var begunAt: Int64
    package var at: Int64
}

/// How often one action brought what was hoped for, or did not, with programs of one category.
package struct RecoveryCount: Sendable, Equatable {
    package var action: String
    package var category: String
    package var hasRecovered: Bool
    package var trials: Int
    /// The probabilities of useful, useful_bad and abandoned at the decisions, added up.
    package var byClass: [Double]
}
