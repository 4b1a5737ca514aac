/// One change of what a domain may still get wrong by itself, and what was left after it.
package struct BudgetEntry: Sendable, Equatable {
    /// tend's own word: `processes`, `disk`….
    package var domain: String
    /// tend's own word: `spent`, `confirmed`, `refuted`, `agreed`.
    package var event: String
    /// The decision that it is about; of identical copies the first.
    package var decision: DecisionID
    /// Afterwards, > 0.
    package var wealth: Double
    /// How often it was spent since the last success, afterwards.
    package var sinceSuccess: Int
    package var at: Int64

    package init(
        domain: String, event: String, decision: DecisionID, wealth: Double, sinceSuccess: Int, at: Int64
    ) {
        self.domain = domain
        self.event = event
        self.decision = decision
        self.wealth = wealth
        self.sinceSuccess = sinceSuccess
        self.at = at
    }
}

/// A stop of which it is not settled yet whether it was right.
package struct UnsettledStop: Sendable, Equatable {
    package var decision: DecisionID
    /// Whether a person did it, or it went by itself.
    package var isPersons: Bool
    /// Keyed hash of the arguments of what was ended; nil where they could not be read.
    package var argumentsHash: String?
    package var userID: UInt32
    /// Whether its end was seen, and nothing took its place at once.
    package var isClean: Bool
    /// Whether a later intent on the same decision took it back.
    package var isUndone: Bool
    /// When its end was recorded.
    package var endedAt: Int64
}
