/// What somebody says that a judged thing was; at most one is kept for a program and day.
package struct LabelRecord: Sendable, Equatable {
    /// tend's own word: `processes`….
    package var domain: String
    /// Keyed hash of what makes two things the same program.
    package var program: String
    /// Days since 1970 of the judgement.
    package var day: Int64
    /// tend's own words for the class and for who says so.
    package var actual: String
    package var source: String
    /// A label gives way to one of the same or of a higher rank.
    package var rank: Int
    /// All that is learned from.
    package var body: RedactedJSON
    package var at: Int64

    package init(
        domain: String, program: String, day: Int64, actual: String, source: String, rank: Int, body: RedactedJSON,
        at: Int64
    ) {
        self.domain = domain
        self.program = program
        self.day = day
        self.actual = actual
        self.source = source
        self.rank = rank
        self.body = body
        self.at = at
    }
}

/// A recommendation or an action whose outcome is awaited.
package struct TrialRecord: Sendable, Equatable {
    /// The raw values are stored and appear in machine output; they never change.
    package enum Kind: String, Sendable, CaseIterable {
        /// Recommended in a shadow run, and not carried out.
        case shadow
        /// Ended.
        case stopped
    }

    /// Given by the store; 0 before.
    package var id: Int64 = 0
    package var domain: String
    package var kind: Kind
    package var bootID: String
    package var pid: Int32
    package var startTicks: UInt64
    package var userID: UInt32
    /// Keyed hash of its arguments.
    package var argumentsHash: String
    package var program: String
    package var day: Int64
    package var body: RedactedJSON
    package var at: Int64
    /// When it was last seen alive; of what was ended, when its end was recorded.
    package var seenAt: Int64
    /// tend's own word; absent while nothing is known.
    package var outcome: String?
    package var outcomeAt: Int64?

    package init(
        domain: String, kind: Kind, bootID: String, pid: Int32, startTicks: UInt64, userID: UInt32,
        argumentsHash: String, program: String, day: Int64, body: RedactedJSON, at: Int64, seenAt: Int64
    ) {
        self.domain = domain
        self.kind = kind
        self.bootID = bootID
        self.pid = pid
        self.startTicks = startTicks
        self.userID = userID
        self.argumentsHash = argumentsHash
        self.program = program
        self.day = day
        self.body = body
        self.at = at
        self.seenAt = seenAt
    }
}
