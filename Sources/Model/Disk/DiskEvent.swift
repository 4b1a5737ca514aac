package import Primitives

/// Something that happened on a volume or to what lies there, as it is recorded.
package struct DiskEvent: Sendable, Equatable {
    /// The raw values appear in machine output and in the record, and never change.
    package enum Kind: String, Sendable, CaseIterable {
        /// The level of a volume changed; `result` is the new one.
        case pressure
        /// Something was removed, put back or left alone; `result` and `reason` say which and why.
        case removal
        /// Ballast was made or given up; `result` is the operation.
        case ballast
        /// How far the domain may go by itself changed; `result` is the new mode.
        case policy
        /// Something failed; `reason` is its stable code.
        case error
        /// Candidates were looked for.
        case scan
        /// The record about itself: `dropped`, `pruned`, `rotated`.
        case record
    }

    /// Milliseconds since 1970.
    package var at: Int64
    package var kind: Kind
    /// The volume's mount point, or the path; empty where it is about neither.
    package var subject = ForeignText("")
    /// What came of it, in a stable word.
    package var result = ""
    /// Stable code that says why; nil for plain success.
    package var reason: String?
    /// Pattern of the artifact; nil where it is about none.
    package var pattern: String?
    /// What was freed, moved or found.
    package var bytes: ByteCount?
    /// Free percent of the volume.
    package var freePercent: Double?
    /// How many things it sums up.
    package var count: Int?
    /// The decision that led to it, as `tend disk explain --id` takes it.
    package var decisionID: String?
    /// The same for people.
    package var sentence = ""

    package init(at: Int64, kind: Kind) {
        self.at = at
        self.kind = kind
    }
}
