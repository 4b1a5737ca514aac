/// What `verifyAudit` found.
package struct AuditReport: Sendable, Equatable {
    /// How many entries there are.
    package var entries: Int
    /// By sequence number.
    package var problems: [AuditProblem]

    package var isIntact: Bool { problems.isEmpty }
}

/// One entry that is not what was recorded.
package struct AuditProblem: Sendable, Equatable {
    /// The raw values appear in machine output and never change.
    package enum Kind: String, Sendable {
        case changed
        case removed
        case reordered
        case inserted
        /// Removed from the end.
        case truncated
        case badSignature = "bad_signature"
    }

    package var sequence: Int64
    package var kind: Kind
    /// For people.
    package var sentence: String

    init(_ sequence: Int64, _ kind: Kind, _ sentence: String) {
        self.sequence = sequence
        self.kind = kind
        self.sentence = sentence
    }
}
