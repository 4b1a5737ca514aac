/// One judgement about one thing, with all that is needed to explain it.
package struct DecisionRecord: Sendable, Equatable {
    package var id: DecisionID
    /// tend's own word: `processes`, `disk`….
    package var domain: String
    /// What was judged, for people.
    package var subject: RedactedText
    /// The same thing in another session has the same key; made of identities and grouping hashes, never of names.
    package var subjectKey: String
    /// tend's own word: `keep`, `review`, `stop`….
    package var recommendation: String
    package var posterior: RedactedJSON
    /// What identifies its subject; and where the session's plan does not list it, all that explains it.
    package var body: RedactedJSON
    package var madeAt: Int64

    package init(
        id: DecisionID, domain: String, subject: RedactedText, subjectKey: String, recommendation: String,
        posterior: RedactedJSON, body: RedactedJSON, madeAt: Int64
    ) {
        self.id = id
        self.domain = domain
        self.subject = subject
        self.subjectKey = subjectKey
        self.recommendation = recommendation
        self.posterior = posterior
        self.body = body
        self.madeAt = madeAt
    }
}
