/// Events of a time, as the record has them.
package struct RecordedDiskEvents: Sendable {
    /// Which part of the record answered; the raw values appear in machine output.
    package enum Source: String, Sendable, CaseIterable {
        case database, lines, nothing
    }

    /// Oldest first.
    package var events: [DiskEvent] = []
    /// The last level of each volume before that time.
    package var levelsBefore: [DiskEvent] = []
    package var source = Source.nothing

    package init() {}
}
