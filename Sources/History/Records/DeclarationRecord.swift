package import Model

/// What somebody declared as wanted, and until when.
package struct DeclarationRecord: Sendable, Equatable {
    /// Which processes it is about.
    package enum Subject: Sendable, Equatable {
        /// One process for as long as it lives: a reused PID has another start tick.
        case process(pid: Int32, startTicks: UInt64, bootID: String)
        /// Every process, also a later one, whose command line holds these words one after the other and that works in or
        /// below a directory; both as keyed hashes, for either may hold a secret.
        case command(words: String, count: Int, directory: String)
    }

    /// Given by the store; 0 before.
    package var id: Int64 = 0
    package var subject: Subject
    /// The subject for people.
    package var text: RedactedText
    package var reason: RedactedText?
    /// Milliseconds since 1970 UTC, both.
    package var declaredAt: Int64
    package var expiresAt: Int64

    package init(
        subject: Subject, text: RedactedText, reason: RedactedText?, declaredAt: Int64, expiresAt: Int64
    ) {
        self.subject = subject
        self.text = text
        self.reason = reason
        self.declaredAt = declaredAt
        self.expiresAt = expiresAt
    }

    /// What a process that it is about is told of it.
    package var declaration: Declaration {
        Declaration(id: id, until: expiresAt, reason: reason?.text)
    }
}
