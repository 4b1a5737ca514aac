internal import SystemCalls

/// Who holds the user's lock, as it is written into the lock file.
package struct LockHolder: Sendable, Equatable {
    package var pid: Int32
    package var startTicks: UInt64
    package var bootID: String
    /// Milliseconds since 1970 UTC.
    package var since: Int64
    /// tend's own words: `processes apply`.
    package var purpose: String

    init(pid: Int32, startTicks: UInt64, bootID: String, since: Int64, purpose: String) {
        self.pid = pid
        self.startTicks = startTicks
        self.bootID = bootID
        self.since = since
        self.purpose = purpose
    }

    /// - Returns: nil where the text is not what `fileText` writes.
    init?(fileText: [UInt8]) {
        let fields = String(decoding: fileText, as: UTF8.self).split(
            separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count == 5, let pid = Int32(fields[0]), let startTicks = UInt64(fields[1]),
            let since = Int64(fields[3]), fields[4].last == "\n"
        else { return nil }
        self.init(
            pid: pid, startTicks: startTicks, bootID: String(fields[2]), since: since,
            purpose: String(fields[4].dropLast()))
    }

    /// Whether that very process still runs; a reused PID has another start, another boot another id.
    package var isRunning: Bool {
        bootID == RunningProcess.bootID() && startTicks == RunningProcess.startTicks(of: pid)
    }

    var fileText: [UInt8] {
        Array("\(pid) \(startTicks) \(bootID) \(since) \(purpose)\n".utf8)
    }
}
