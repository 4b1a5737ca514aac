internal import Formats
package import History
package import Model
internal import Planning
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// Lines of events, beside the database.
    package var eventFile: LineFile { LineFile(path: "\(journal.directory)/disk-events.jsonl") }
    package static let memoryFile = MemoryFile(userID: Host.effectiveUserID, name: "disk-events.jsonl")

    /// Records an event; never fails, and says once where it went when the usual way was closed.
    package func log(_ event: DiskEvent) {
        log([event])
    }

    package func log(_ events: [DiskEvent]) {
        if let hearEvent { return events.forEach(hearEvent) }
        logger.log(events, now: Clocks.monotonicSeconds())
        if let told = logger.complaint { journal.warn(told) }
    }

    /// Records what came through a queue and counts what it refused, and does what is due; to be called every few seconds by
    /// whoever stays.
    package func log(_ events: [DiskEvent], refused: Int) {
        let now = Clocks.monotonicSeconds()
        logger.log(events, refused: refused, now: now)
        logger.tick(at: Clocks.wallMilliseconds(), now: now)
        if let told = logger.complaint { journal.warn(told) }
    }

    func makeLogger() -> DiskEventLogger {
        // Where the directory cannot be made, the file fails, and the next way is taken.
        try? FileSystem.makeDirectories(journal.directory)
        return DiskEventLogger(
            database: JournalDatabase(journal), file: eventFile, refuge: Self.memoryFile, redactor: redactor
        ) { line in
            // Nobody is held up: what standard error does not take at once is dropped.
            guard PollRequest(descriptor: 2, events: .writable).wait(timeout: .zero) == .writable else { return false }
            return (try? writeAll(line, to: 2)) != nil
        }
    }

    // MARK: Reading

    /// What was recorded since a time (milliseconds since 1970): of a kind or of all, the newest so many or all.
    ///
    /// From the database; from the lines where that cannot be read, and a warning says so.
    /// - Throws: `TendError` where neither can be read; nothing recorded is no error.
    package func events(
        since: Int64, kind: DiskEvent.Kind? = nil, limit: Int? = nil
    ) throws(TendError) -> RecordedDiskEvents {
        var answer = RecordedDiskEvents()
        let failure: TendError
        do throws(TendError) {
            let store = try journal.reader()
            answer.events = try store.diskEvents(since: since, kind: kind, limit: limit)
            answer.levelsBefore = try store.lastDiskEvents(.pressure, before: since)
            answer.source = .database
            return answer
        } catch {
            failure = error
        }
        let all = try recordedLines(failure)
        guard !all.isEmpty else {
            if failure.code == .notFound { return answer }
            throw failure
        }
        journal.warn("the database could not be read, so this is from \(eventFile.path): \(failure.description)")
        answer.events = all.filter { $0.at >= since && (kind == nil || $0.kind == kind) }
        if let limit { answer.events = answer.events.suffix(limit) }
        answer.levelsBefore = Self.lastLevels(all.filter { $0.at < since })
        answer.source = .lines
        return answer
    }

    private func recordedLines(_ failure: TendError) throws(TendError) -> [DiskEvent] {
        do throws(SystemCallError) {
            let events = try (eventFile.lines() + Self.memoryFile.lines()).compactMap(DiskEventLogger.event)
            // What came home from memory stands behind what was younger.
            return events.sorted { $0.at < $1.at }
        } catch {
            throw failure
        }
    }

    private static func lastLevels(_ events: [DiskEvent]) -> [DiskEvent] {
        var last: [ForeignText: DiskEvent] = [:]
        for event in events where event.kind == .pressure { last[event.subject] = event }
        return last.values.sorted { $0.at < $1.at }
    }

    // MARK: What is recorded

    /// Records the level of each volume where it is not the one that was recorded last.
    func noteLevels(_ reports: [VolumeReport]) {
        let now = Clocks.wallMilliseconds()
        let levels = Dictionary(knownLevels().map { ($0.subject, $0.result) }) { $1 }
        let changed = reports.filter { report in
            guard !report.volume.isReadOnly, report.pressure.freePercent != nil else { return false }
            return levels[told(report.volume.mount)] != report.pressure.level.rawValue
        }
        guard !changed.isEmpty else { return }
        log(changed.map { DiskEvent(level: $0, before: levels[told($0.volume.mount)], at: now) })
    }

    /// The last level of each volume; where nothing can be read, every level is news.
    private func knownLevels() -> [DiskEvent] {
        do throws(TendError) {
            return try journal.reader().lastDiskEvents(.pressure, before: .max)
        } catch {
            return Self.lastLevels((try? recordedLines(error)) ?? [])
        }
    }

    /// A path as the record has it.
    private func told(_ path: ForeignText) -> ForeignText { ForeignText(redactor.text(path).text) }

    /// Records what a removal left alone: one event for each reason, for there may be thousands.
    func noteLeft(_ report: RemovalReport, below root: ForeignText, tried: Set<String>) {
        defer { if hearEvent == nil { logger.finish() } }
        guard !report.isDryRun else { return }
        let now = Clocks.wallMilliseconds()
        let left = report.skipped.filter { !tried.contains($0.decisionID) }
        let byReason = Dictionary(grouping: left) { $0.outcome.reasonCode ?? "" }
        log(byReason.sorted { $0.key < $1.key }.map { DiskEvent(left: $1, for: $0, below: root, at: now) })
    }

    /// Records that something failed, and fails.
    func noting<Value>(_ what: String, _ body: () throws(TendError) -> Value) throws(TendError) -> Value {
        do throws(TendError) {
            return try body()
        } catch {
            var event = DiskEvent(at: Clocks.wallMilliseconds(), kind: .error)
            event.result = what
            event.reason = error.qualifiedCode
            event.sentence = error.description
            log(event)
            logger.finish()
            throw error
        }
    }
}

extension DiskEvent {
    init(level report: VolumeReport, before: String?, at: Int64) {
        self.init(level: report.pressure, of: report.volume.mount, before: before, at: at)
        bytes = report.volume.space.value?.availableBytes
    }

    init(level decision: PressureDecision, of mount: ForeignText, before: String?, at: Int64) {
        self.init(at: at, kind: .pressure)
        subject = mount
        result = decision.level.rawValue
        reason = before.map { "was_\($0)" }
        freePercent = decision.freePercent
        sentence = "\(mount.sanitised) is \(result): \(decision.reason)."
    }

    init(_ row: RemovalReport.Row, at: Int64) {
        self.init(at: at, kind: .removal)
        subject = row.path
        result = row.outcome.result.rawValue
        reason = row.outcome.reasonCode
        pattern = row.pattern.isEmpty ? nil : row.pattern
        bytes = row.outcome.result == .done ? row.bytes : nil
        decisionID = row.decisionID.isEmpty ? nil : row.decisionID
        sentence = row.outcome.sentence
    }

    init(left rows: [RemovalReport.Row], for reason: String, below root: ForeignText, at: Int64) {
        self.init(at: at, kind: .removal)
        subject = root
        result = "skipped"
        self.reason = reason.isEmpty ? nil : reason
        count = rows.count
        bytes = rows.reduce(.zero) { $0 + $1.bytes }
        sentence = "\(rows.count) left: \(rows.first?.outcome.sentence ?? "")"
    }
}
