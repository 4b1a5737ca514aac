package import Primitives

/// Where the record is kept, for how long, and how much of it.
package struct HistorySettings: Sendable, Equatable {
    /// An absolute path; made with 0700 where it is missing.
    package var directory: String
    /// Sessions older than this are pruned; the audit chain never is.
    package var retentionDays = 30
    /// How long a write waits for another writer before it reports `locked`.
    package var busyTimeout: Duration = .milliseconds(2000)
    /// `events.jsonl` is rotated before it grows past this.
    package var eventFileSize = ByteCount(8 << 20)
    /// How many rotated event files are kept beside the present one.
    package var eventFileCount = 5
    /// The largest that the database may become; absent where the disk alone limits it.
    package var sizeLimit: ByteCount?

    package init(directory: String) {
        self.directory = directory
    }

    /// - Throws: `TendError` (`configuration`) that names the first value out of range.
    package func validate() throws(TendError) {
        try check(directory.hasPrefix("/"), "history.directory", "must be an absolute path, not \"\(directory)\"")
        try check((1...3650).contains(retentionDays), "history.retention_days", "must be 1 to 3650")
        try check(
            (.zero ... .seconds(60)).contains(busyTimeout), "history.busy_timeout", "must be between 0 and 60 seconds")
        try check(eventFileSize >= ByteCount(64 << 10), "history.event_file_size", "must be at least 64 KiB")
        try check((1...100).contains(eventFileCount), "history.event_file_count", "must be 1 to 100")
        if let sizeLimit {
            try check(sizeLimit >= ByteCount(256 << 10), "history.size_limit", "must be at least 256 KiB")
        }
    }

    private func check(_ condition: Bool, _ key: String, _ complaint: String) throws(TendError) {
        guard !condition else { return }
        throw TendError(.configuration, "\(key) \(complaint)", area: "config", hint: "see `tend config show history`")
    }
}

extension HistorySettings {
    package var databasePath: String { "\(directory)/history.sqlite3" }
    var auditKeyPath: String { "\(directory)/audit.key" }
    var auditHeadPath: String { "\(directory)/audit.head" }
    var eventsPath: String { "\(directory)/events.jsonl" }
    var busyMilliseconds: Int { Int(busyTimeout / .milliseconds(1)) }
}
