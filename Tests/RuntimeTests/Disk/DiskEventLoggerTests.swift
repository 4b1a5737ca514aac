import History
import Model
import Primitives
import SystemCalls
import Testing

@testable import Runtime

/// Ways that fail when told.
private final class Ways {
    final class Database: EventDatabase {
        var fails = false
        var attempts = 0
        var reopened = 0
        var pruned = 0
        var events: [DiskEvent] = []

        func append(_ records: [DiskEventRecord], unlessPresent: Bool, now: Int64) throws(TendError) -> Int {
            attempts += 1
            guard !fails else { throw TendError(.storeFull, "full", area: "store") }
            events += records.map(\.event).filter { !unlessPresent || !events.contains($0) }
            defer { pruned = 0 }
            return pruned
        }

        func reopen() { reopened += 1 }
    }

    final class Lines: EventLines, EventRefuge {
        var fails = false
        var isFullOfOld = false
        var synchronized = 0
        var bytes: [UInt8] = []
        var exists: Bool { !bytes.isEmpty }
        var events: [DiskEvent] { DiskEventLogger.records(bytes).map(\.event) }

        func append(_ lines: [UInt8]) throws(SystemCallError) -> Bool {
            guard !fails else { throw SystemCallError(call: "write", on: "lines", .full) }
            bytes += lines
            defer { isFullOfOld = false }
            return isFullOfOld
        }

        func append(_ lines: [UInt8]) throws(SystemCallError) {
            let _: Bool = try append(lines)
        }

        func synchronize() throws(SystemCallError) { synchronized += 1 }

        func move(_ take: ([UInt8]) throws(SystemCallError) -> Void) throws(SystemCallError) {
            try take(bytes)
            bytes = []
        }
    }

    let database = Database()
    let file = Lines()
    let refuge = Lines()
    var complaints: [String] = []
    var isDeaf = false
    lazy var logger = DiskEventLogger(
        database: database, file: file, refuge: refuge, redactor: Redactor(home: "/home/ada")
    ) { [unowned self] line in
        guard !isDeaf else { return false }
        complaints.append(String(decoding: line, as: UTF8.self))
        return true
    }
}

@Suite struct DiskEventLoggerTests {
    private let ways = Ways()
    private var logger: DiskEventLogger { ways.logger }

    private func event(_ at: Int64) -> DiskEvent {
        var event = DiskEvent(at: at, kind: .removal)
        event.subject = ForeignText("/data/\(at)")
        event.result = "done"
        event.bytes = ByteCount(UInt64(at))
        event.sentence = "Removed."
        return event
    }

    @Test func `an event is in the database and a line of the file`() {
        logger.log([event(1), event(2)], now: 0)
        #expect(ways.database.events == [event(1), event(2)])
        #expect(ways.file.events == [event(1), event(2)])
        #expect(logger.complaint == nil)
    }

    @Test func `what the database missed is in it once it takes events again`() {
        ways.database.fails = true
        logger.log([event(1)], now: 0)
        logger.log([event(2)], now: 1)
        #expect(ways.file.events == [event(1), event(2)])
        #expect(logger.complaint?.contains("full") == true)
        ways.database.fails = false
        logger.log([event(3)], now: 2)
        #expect(ways.database.events == [event(1), event(2), event(3)])
        #expect(logger.complaint == nil)
    }

    @Test func `after 50 failures running the database is let alone, and opened anew after a minute`() {
        ways.database.fails = true
        for number in 1...60 { logger.log([event(Int64(number))], now: Double(number) / 100) }
        #expect(ways.database.attempts == 50)
        logger.log([event(61)], now: 60.4)
        #expect(ways.database.attempts == 50)
        logger.log([event(62)], now: 60.6)
        #expect((ways.database.attempts, ways.database.reopened) == (51, 1))
        logger.log([event(63)], now: 120)
        #expect(ways.database.attempts == 51)
        ways.database.fails = false
        logger.log([event(64)], now: 121)
        #expect(ways.database.reopened == 2)
        #expect(ways.database.events.map(\.at) == Array(1...64))
        logger.log([event(65)], now: 121.1)
        #expect(ways.database.events.map(\.at) == Array(1...65))
    }

    @Test func `49 failures and a success begin the count anew`() {
        ways.database.fails = true
        for number in 1...49 { logger.log([event(Int64(number))], now: 0) }
        ways.database.fails = false
        logger.log([event(50)], now: 0)
        ways.database.fails = true
        for number in 51...99 { logger.log([event(Int64(number))], now: 0) }
        #expect(ways.database.attempts == 99)
    }

    @Test func `a database that is away for long costs no more memory than the backlog`() {
        ways.database.fails = true
        logger.log((1...3000).map { event($0) }, now: 0)
        ways.database.fails = false
        logger.log([event(3001)], now: 1)
        #expect(ways.database.events.count == DiskEventLogger.backlogLimit + 1)
        #expect(ways.database.events.last == event(3001))
    }

    @Test func `where the file takes nothing, lines go to memory and come back`() {
        ways.file.fails = true
        logger.log([event(1)], now: 0)
        #expect(ways.refuge.events == [event(1)])
        ways.file.fails = false
        logger.log([event(2)], now: 1)
        #expect(Set(ways.file.events.map(\.at)) == [1, 2])
        #expect(!ways.refuge.exists)
        // The database had it already, and has it once.
        #expect(ways.database.events == [event(1), event(2)])
    }

    @Test func `what lay in memory since another run reaches the database too`() {
        ways.refuge.bytes = DiskEventLogger.line(DiskEventRecord(stored: event(1)))
        logger.log([event(2)], now: 0)
        #expect(Set(ways.database.events.map(\.at)) == [1, 2])
    }

    @Test func `where memory takes nothing either, a marked line goes to standard error`() {
        (ways.file.fails, ways.refuge.fails) = (true, true)
        logger.log([event(1), event(2)], now: 0)
        #expect(ways.complaints.count == 2)
        #expect(ways.complaints.allSatisfy { $0.hasPrefix("[TEND-JSONL] {\"at\":") && $0.hasSuffix("}\n") })
        #expect(logger.dropped == 0)
    }

    @Test func `what nothing takes is counted, and told once as what was lost since`() throws {
        (ways.file.fails, ways.refuge.fails, ways.isDeaf, ways.database.fails) = (true, true, true, true)
        logger.log([event(1), event(2)], now: 0)
        #expect(logger.dropped == 2)
        ways.file.fails = false
        logger.log([event(3)], now: 61)
        let told = try #require(ways.file.events.last)
        #expect((told.kind, told.result, told.count) == (.record, "dropped", 2))
        #expect(logger.dropped == 0)
        logger.log([event(4)], now: 62)
        #expect(ways.file.events.last == event(4))
    }

    @Test func `what one of both has is not lost, nor what the database has later`() {
        (ways.file.fails, ways.refuge.fails, ways.isDeaf) = (true, true, true)
        logger.log([event(1)], now: 0)
        #expect(logger.dropped == 0)
        ways.database.fails = true
        logger.log([event(2), event(3)], now: 1)
        #expect(logger.dropped == 2)
        ways.database.fails = false
        logger.log([event(4)], now: 2)
        #expect(logger.dropped == 0)
        #expect(ways.database.events == [event(1), event(2), event(3), event(4)])
    }

    @Test func `losses are told at most once a minute`() {
        func overflow(now: Double) { logger.log([event(1)], refused: 1, now: now) }
        for now in [0.0, 1, 59, 61] { overflow(now: now) }
        #expect(ways.file.events.filter { $0.result == "dropped" }.map(\.count) == [1, 3])
    }

    @Test func `lines are brought to the disk every ten seconds and at the end`() {
        for now in [0.0, 1, 9.9, 10, 19, 20] { logger.log([event(1)], now: now) }
        #expect(ways.file.synchronized == 3)
        logger.finish()
        #expect(ways.file.synchronized == 3)
        logger.log([event(1)], now: 21)
        logger.finish()
        #expect(ways.file.synchronized == 4)
    }

    @Test func `where nothing happens any more, what waits is still recorded`() {
        (ways.database.fails, ways.file.fails) = (true, true)
        logger.log([event(1)], now: 0)
        logger.tick(at: 2, now: 20)
        #expect(ways.refuge.exists)
        (ways.database.fails, ways.file.fails) = (false, false)
        logger.tick(at: 3, now: 25)
        #expect(ways.database.events.isEmpty)
        logger.tick(at: 4, now: 30)
        #expect(ways.database.events == [event(1)])
        #expect(ways.file.events == [event(1)])
        #expect(!ways.refuge.exists)
        #expect(logger.complaint == nil)
    }

    @Test func `losses are told where nothing happens any more`() {
        (ways.file.fails, ways.refuge.fails, ways.isDeaf, ways.database.fails) = (true, true, true, true)
        logger.log([event(1)], now: 0)
        ways.file.fails = false
        logger.tick(at: 9, now: 70)
        #expect(ways.file.events.map(\.result) == ["dropped"])
        #expect(ways.file.events.map(\.at) == [9])
    }

    @Test func `pruning and rotating are events of the record`() {
        (ways.database.pruned, ways.file.isFullOfOld) = (7, true)
        logger.log([event(1)], now: 0)
        #expect(ways.file.events.map(\.result) == ["done", "rotated", "pruned"])
        #expect(ways.database.events.map(\.result) == ["done", "pruned"])
        #expect(ways.database.events.last?.count == 7)
    }
}
