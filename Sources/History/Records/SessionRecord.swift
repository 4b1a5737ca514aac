/// One run of a command that looked at the machine: what `sessions` lists and `apply` resumes.
package struct SessionRecord: Sendable, Equatable {
    /// The raw values are stored and appear in machine output; they never change.
    package enum State: String, Sendable, CaseIterable {
        case planned
        case applying
        case done
        case interrupted
        /// Judged for comparison only; never applied.
        case shadow
    }

    package var id: SessionID
    /// tend's own word: `processes`, `disk`….
    package var domain: String
    /// tend's own words, such as `processes plan`; never what a user typed.
    package var command: String
    package var state: State
    /// Milliseconds since 1970 UTC, as every time in the record.
    package var startedAt: Int64
    package var updatedAt: Int64
    /// From `GroupingKey.hostID`.
    package var hostID: String
    package var bootID: String
    /// Of tend.
    package var version: String
    /// The policy's mode: observe, canary, enforce, fallback.
    package var mode: String
    /// The versions of the packs that judged.
    package var packs: String
    /// The version of the redaction that all texts of this session went through.
    package var redaction: String
    /// Absent until the session has something to sum up.
    package var summary: RedactedJSON?

    package init(
        id: SessionID, domain: String, command: String, state: State, startedAt: Int64, hostID: String,
        bootID: String, version: String, mode: String, packs: String, redaction: RedactionPolicy,
        summary: RedactedJSON? = nil
    ) {
        self.id = id
        self.domain = domain
        self.command = command
        self.state = state
        self.startedAt = startedAt
        updatedAt = startedAt
        self.hostID = hostID
        self.bootID = bootID
        self.version = version
        self.mode = mode
        self.packs = packs
        self.redaction = redaction.label
        self.summary = summary
    }
}
