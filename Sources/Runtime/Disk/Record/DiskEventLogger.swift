internal import Formats
package import History
package import Model
internal import Primitives
internal import Reporting
internal import SystemCalls

/// Records events twice, in the database and as lines of a file, and loses none as long as anything takes them.
///
/// Where the database fails, it is tried again with what it missed; after `DatabaseBreaker.limit` failures running it is
/// left alone and opened anew now and then. Where the file fails, lines go to memory, then to standard error, and are
/// counted as dropped at last. What went to memory returns to the file once it takes lines again. It never throws: an event
/// that cannot be recorded holds nobody up.
package final class DiskEventLogger {
    /// Before each line on standard error.
    package static let mark = "[TEND-JSONL] "
    /// So many events that the database missed are kept for it; the lines have the others.
    package static let backlogLimit = 1024
    /// Seconds between two times that the lines are brought to the disk.
    package static let synchronizing = 10.0
    /// Seconds between two events that tell how many were dropped.
    package static let dropReports = 60.0

    /// What the database is still to have.
    private struct Waiting {
        var record: DiskEventRecord
        /// Whether nothing else has it.
        var isLost: Bool
    }

    private let database: any EventDatabase
    private let file: any EventLines
    private let refuge: any EventRefuge
    /// Takes a line for people where nothing else takes it; false where it did not.
    private let complain: ([UInt8]) -> Bool
    private let redactor: Redactor

    private(set) var breaker = DatabaseBreaker()
    private var backlog: [Waiting] = []
    /// What came back from memory, and the database may not have.
    private var homecoming: [DiskEventRecord] = []
    private var synchronizedAt: Double?
    private var isUnsynchronized = false
    /// Events that nothing took, since that was last told.
    package private(set) var dropped = 0
    private var droppedToldAt: Double?
    private var triedAt: Double?
    /// Milliseconds since 1970 of the last event.
    private var lastAt: Int64 = 0
    /// What the last events could not be recorded in, for people; nil where all is well.
    package private(set) var complaint: String?

    package init(
        database: any EventDatabase, file: any EventLines, refuge: any EventRefuge, redactor: Redactor,
        complain: @escaping ([UInt8]) -> Bool
    ) {
        self.database = database
        self.file = file
        self.refuge = refuge
        self.redactor = redactor
        self.complain = complain
    }

    /// Records events, in their order.
    ///
    /// - Parameters:
    ///   - events: they are redacted here.
    ///   - now: seconds on a clock that never steps.
    package func log(_ events: [DiskEvent], now: Double) {
        guard let last = events.last else { return }
        lastAt = last.at
        write(events.map { DiskEventRecord($0, redactor) }, now)
        synchronizeIfDue(now)
    }

    /// Does what is due where nothing happens: tells of losses, tries again what was not taken, brings lines to the disk.
    ///
    /// - Parameters:
    ///   - at: milliseconds since 1970.
    ///   - now: seconds on a clock that never steps.
    package func tick(at: Int64, now: Double) {
        lastAt = max(lastAt, at)
        let isWaiting = !backlog.isEmpty || !homecoming.isEmpty || refuge.exists
        if reportsDrops(now) || isWaiting && now - (triedAt ?? -.infinity) >= Self.synchronizing { write([], now) }
        synchronizeIfDue(now)
    }

    private func write(_ fresh: [DiskEventRecord], _ now: Double) {
        complaint = nil
        triedAt = now
        let pruned = record(fresh, now).pruned
        if pruned > 0 {
            let sentence = "\(pruned) events older than \(Store.diskEventDays) days were removed."
            _ = record([note("pruned", sentence, count: pruned)], now, isNote: true)
        }
        guard reportsDrops(now) else { return }
        droppedToldAt = now
        let told = note("dropped", "\(dropped) events could not be recorded.", count: dropped)
        if record([told], now, isNote: true).isKept { dropped = 0 }
    }

    /// Takes the ways in their order, and counts what none of them took; a note about the record itself is not counted.
    private func record(
        _ records: [DiskEventRecord], _ now: Double, isNote: Bool = false
    ) -> (isKept: Bool, pruned: Int) {
        let lost = writeLines(records)
        let waiting = zip(records, lost).map { Waiting(record: $0, isLost: $1) }
        let isWithout = lost.contains(true)
        guard let pruned = writeDatabase(waiting, now, isKept: !isNote) else {
            if !isNote { dropped += lost.count { $0 } }
            return (!isWithout, 0)
        }
        return (true, pruned)
    }

    /// Records what was queued meanwhile, and counts what the queue did not take.
    package func log(_ events: [DiskEvent], refused: Int, now: Double) {
        dropped += refused
        log(events, now: now)
    }

    private func synchronizeIfDue(_ now: Double) {
        guard isUnsynchronized, now - (synchronizedAt ?? -.infinity) >= Self.synchronizing else { return }
        synchronizedAt = now
        synchronize()
    }

    /// Brings all lines to the disk.
    package func finish() {
        if isUnsynchronized { synchronize() }
    }

    private func synchronize() {
        // The next time tells it as well; the database has the same event.
        isUnsynchronized = (try? file.synchronize()) == nil
    }

    private func reportsDrops(_ now: Double) -> Bool {
        dropped > 0 && now - (droppedToldAt ?? -.infinity) >= Self.dropReports
    }

    private func note(_ result: String, _ sentence: String, count: Int? = nil) -> DiskEventRecord {
        var event = DiskEvent(at: lastAt, kind: .record)
        event.result = result
        event.count = count
        event.sentence = sentence
        return DiskEventRecord(event, redactor)
    }

    // MARK: The database

    /// - Returns: how many old events were removed; nil where it did not take these.
    private func writeDatabase(_ fresh: [Waiting], _ now: Double, isKept: Bool) -> Int? {
        let all = backlog + fresh
        guard !all.isEmpty || !homecoming.isEmpty else { return 0 }
        if isKept { backlog = Array(all.suffix(Self.backlogLimit)) }
        switch breaker.step(at: now) {
        case .skip: return nil
        case .reopen: database.reopen()
        case .write: break
        }
        do throws(TendError) {
            let pruned = try database.append(all.map(\.record), unlessPresent: false, now: lastAt)
            breaker.succeeded()
            // They were counted, and are recorded after all.
            dropped -= min(dropped, all.dropLast(fresh.count).count { $0.isLost })
            backlog = []
            takeHome()
            return pruned
        } catch {
            breaker.failed(at: now)
            complaint = "events are missing in the database: \(error.description)"
            return nil
        }
    }

    /// Hands over what came back; some of it the database has had before.
    ///
    /// Where it fails now, the next time is as good.
    private func takeHome() {
        guard !homecoming.isEmpty,
            (try? database.append(homecoming, unlessPresent: true, now: lastAt)) != nil
        else { return }
        homecoming = []
    }

    // MARK: The lines

    /// - Returns: of each record, whether neither the file nor memory nor standard error took it.
    private func writeLines(_ records: [DiskEventRecord]) -> [Bool] {
        guard !records.isEmpty else {
            bringHome()
            return []
        }
        let lines = records.map(Self.line)
        let bytes = lines.flatMap { $0 }
        do throws(SystemCallError) {
            let hasRemoved = try file.append(bytes)
            isUnsynchronized = true
            bringHome()
            if hasRemoved { noteRotation() }
            return lines.map { _ in false }
        } catch {
            complaint = "events could not be appended to their file: \(error)"
            return shelter(lines, bytes)
        }
    }

    private func shelter(_ lines: [[UInt8]], _ bytes: [UInt8]) -> [Bool] {
        do throws(SystemCallError) {
            try refuge.append(bytes)
            return lines.map { _ in false }
        } catch {
            return lines.map { !complain(Array(Self.mark.utf8) + $0) }
        }
    }

    private func noteRotation() {
        let told = note("rotated", "The oldest file of events was removed, for there were more than are kept.")
        // It says what the files themselves show; where it fails now, the next rotation tells it.
        _ = try? file.append(Self.line(told))
    }

    /// Takes back what lay in memory while the disk took nothing: into the file, and into the database that missed it.
    private func bringHome() {
        guard refuge.exists else { return }
        // Where it fails, all of it stays where it is, and is taken the next time.
        try? refuge.move { bytes throws(SystemCallError) in
            _ = try file.append(bytes)
            homecoming += Self.records(bytes)
        }
    }

    // MARK: Their form

    static func line(_ record: DiskEventRecord) -> [UInt8] {
        record.event.storedJSON + [UInt8(ascii: "\n")]
    }

    /// The events of lines; those that are torn or that another version wrote are left out.
    static func records(_ bytes: [UInt8]) -> [DiskEventRecord] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { event(Array($0)).map(DiskEventRecord.init(stored:)) }
    }

    static func event(_ line: [UInt8]) -> DiskEvent? {
        // Whatever is wrong with a line, it tells nothing.
        try? DiskEvent.read(JSONParser.parse(line))
    }
}
