/// Somebody's word that a process is wanted: it is kept until then, whatever the evidence says.
package struct Declaration: Sendable, Equatable {
    /// Its number in the record, by which it is taken back.
    package var id: Int64 = 0
    /// Milliseconds since 1970 UTC; from then on it says nothing.
    package var until: Int64 = 0
    /// Redacted; nil where nobody gave one.
    package var reason: String?

    package init() {}

    package init(id: Int64, until: Int64, reason: String?) {
        self.id = id
        self.until = until
        self.reason = reason
    }
}
