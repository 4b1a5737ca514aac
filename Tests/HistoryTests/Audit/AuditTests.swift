import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import History

@Suite struct AuditTests {
    private static let length = 50

    /// A chain of 50 entries that nobody has touched, in a store that is closed.
    private func chain() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.restore(AuditTests.template.get())
        return scratch
    }

    /// The files of such a store: made once, for every test needs its own copy.
    private static let template = Result {
        let scratch = try Scratch()
        try record(length, in: scratch)
        return try scratch.files()
    }

    private static func record(_ count: Int, in scratch: Scratch) throws {
        let store = try scratch.open()
        let bodies = try (1...count).map { try scratch.json(#"{"number":\#($0)}"#) }
        try store.write(.full) { () throws(TendError) in
            for (index, body) in bodies.enumerated() {
                try store.audit.append("test", session: nil, body: body, at: Int64(index))
            }
        }
        #expect(try store.verifyAudit() == AuditReport(entries: count, problems: []))
    }

    /// Does to the rows what the triggers forbid.
    private func tamper(_ scratch: Scratch, _ sql: String) throws {
        let database = try scratch.raw()
        try database.script(
            """
            DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed;
            DROP TRIGGER audit_heads_are_not_changed; DROP TRIGGER audit_heads_are_not_removed; \(sql)
            """)
    }

    private func problems(_ scratch: Scratch) throws -> [String] {
        try scratch.open().verifyAudit().problems.map { "\($0.sequence) \($0.kind.rawValue)" }
    }

    @Test func `rows can neither be changed nor removed`() throws {
        let scratch = try chain()
        let database = try scratch.raw()
        for sql in [
            "UPDATE audit SET kind = 'x'", "DELETE FROM audit", "UPDATE audit_heads SET hash = x''",
            "DELETE FROM audit_heads",
        ] {
            #expect(throws: TendError.self) { try database.script(sql) }
        }
    }

    @Test(arguments: [1, 2, 17, 49, 50], ["kind", "body", "at_ms", "session", "previous_hash", "hash"])
    func `a changed row is named, whichever column`(sequence: Int, column: String) throws {
        let scratch = try chain()
        let value =
            ["at_ms": "9", "previous_hash": "zeroblob(31)", "hash": "zeroblob(32)"][column]
            ?? "'7ZZZZZZZZZZZZZZZZZZZZZZZZZ'"
        try tamper(scratch, "UPDATE audit SET \(column) = \(value) WHERE seq = \(sequence)")
        #expect(try problems(scratch) == ["\(sequence) changed"])
    }

    @Test func `every row that is changed and hashed anew is named`() throws {
        let scratch = try chain()
        let database = try scratch.raw()
        var entries = try scratch.open().auditEntries(limit: 100)
        entries[20].kind = "forged"
        try tamper(scratch, "")
        // A forger without the key makes the chain fit again from there on.
        for index in 20..<entries.count {
            entries[index].previousHash = entries[index - 1].hash
            entries[index].hash = entries[index].contentHash
            try database.run(
                "UPDATE audit SET kind = ?, previous_hash = ?, hash = ? WHERE seq = ?",
                [
                    .text(entries[index].kind), .blob(entries[index].previousHash), .blob(entries[index].hash),
                    .integer(entries[index].sequence),
                ])
        }
        #expect(try problems(scratch) == (21...50).map { "\($0) changed" })
    }

    @Test(arguments: 1...49)
    func `a removed row is named, with or without its signature`(sequence: Int) throws {
        let scratch = try chain()
        try tamper(scratch, "DELETE FROM audit WHERE seq = \(sequence)")
        #expect(try problems(scratch) == ["\(sequence) removed"])
        try scratch.raw().script("DELETE FROM audit_heads WHERE seq = \(sequence)")
        #expect(try problems(scratch) == ["\(sequence) removed"])
    }

    @Test(arguments: [(1, 2), (3, 40), (49, 50), (1, 50)])
    func `two rows that changed places are both named`(first: Int, second: Int) throws {
        let scratch = try chain()
        try tamper(
            scratch,
            """
            UPDATE audit SET seq = 1000 WHERE seq = \(first); UPDATE audit SET seq = \(first) WHERE seq = \(second);
            UPDATE audit SET seq = \(second) WHERE seq = 1000;
            """)
        #expect(try problems(scratch) == ["\(first) reordered", "\(second) reordered"])
    }

    @Test func `rows that move up behind a removed one are named, and so is that one`() throws {
        let scratch = try chain()
        try tamper(
            scratch,
            "DELETE FROM audit WHERE seq = 47; UPDATE audit SET seq = seq - 1 WHERE seq > 47")
        #expect(try problems(scratch) == ["47 removed", "47 reordered", "48 reordered", "49 reordered"])
    }

    @Test(arguments: [false, true])
    func `rows removed from the end are named, even with their signatures`(alsoHeads: Bool) throws {
        let scratch = try chain()
        try tamper(scratch, "DELETE FROM audit WHERE seq > 48")
        if alsoHeads { try scratch.raw().script("DELETE FROM audit_heads WHERE seq > 48") }
        #expect(try problems(scratch) == ["49 truncated", "50 truncated"])
    }

    @Test func `an older signature in the head file does not hide removed rows`() throws {
        let scratch = try chain()
        let head = try #require(
            try scratch.raw().rows("SELECT \(AuditHead.columns) FROM audit_heads WHERE seq = 48") {
                AuditHead(stored: $0)
            }
            .first)
        try tamper(scratch, "DELETE FROM audit WHERE seq > 48; DELETE FROM audit_heads WHERE seq > 48")
        try FileSystem.replace(scratch.settings.auditHeadPath, with: head.fileText)
        #expect(try problems(scratch) == ["48 bad_signature"])
        try FileSystem.remove(scratch.settings.auditHeadPath)
        #expect(try problems(scratch) == ["49 truncated"])
    }

    @Test func `what was cut off stays known when the log goes on`() throws {
        let scratch = try chain()
        try tamper(scratch, "DELETE FROM audit WHERE seq > 48; DELETE FROM audit_heads WHERE seq > 48")
        let store = try scratch.open()
        try store.recordEvent("test", body: scratch.json("{}"), at: 60)
        let entries = try store.auditEntries(limit: 9, after: 48)
        #expect(entries.map(\.kind) == ["audit.gap", "test"])
        #expect(String(decoding: entries[0].body.bytes, as: UTF8.self).contains(#""expected_seq":50"#))
        #expect(try problems(scratch) == ["49 truncated"])
    }

    @Test func `a row from somewhere else is named`() throws {
        let scratch = try chain()
        let last = try #require(try scratch.open().auditEntries(limit: 1, after: 49).first)
        let forged = last.moved(to: 51, after: last.hash)
        try scratch.raw().run(
            "INSERT INTO audit VALUES (51, ?, ?, NULL, ?, ?, ?)",
            [
                .integer(forged.at), .text(forged.kind), .utf8(forged.body.bytes), .blob(forged.previousHash),
                .blob(forged.hash),
            ])
        #expect(try problems(scratch) == ["51 inserted"])
    }

    @Test func `a removed or changed signature is named`() throws {
        let scratch = try chain()
        try tamper(
            scratch,
            "DELETE FROM audit_heads WHERE seq = 5; UPDATE audit_heads SET signature = zeroblob(64) WHERE seq = 9")
        #expect(try problems(scratch) == ["5 bad_signature", "9 bad_signature"])
    }

    @Test func `a lost key is named, and the new one from its first entry on`() throws {
        let scratch = try chain()
        try FileSystem.remove(scratch.settings.auditKeyPath)
        #expect(try problems(scratch) == ["1 bad_signature"])
        try scratch.open().recordEvent("test", body: scratch.json("{}"), at: 60)
        #expect(try problems(scratch) == ["1 bad_signature", "51 bad_signature"])
    }

    @Test func `the last event of a kind is found`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        #expect(try store.lastEvent(kind: "policy") == nil)
        for (at, kind) in [(1, "policy"), (2, "policy"), (3, "other")] as [(Int64, String)] {
            try store.recordEvent(kind, session: scratch.session().id, body: scratch.json("{}"), at: at)
        }
        let last = try #require(try store.lastEvent(kind: "policy"))
        #expect((last.sequence, last.at) == (2, 2))
        #expect(last.session == scratch.session().id)
    }

    @Test func `every event is a line beside the database, rotated by size`() throws {
        let scratch = try Scratch()
        scratch.settings.eventFileSize = ByteCount(64 << 10)
        scratch.settings.eventFileCount = 2
        let store = try scratch.open()
        let body = try scratch.json(#"{"text":"\#(String(repeating: "a ", count: 1900))"}"#)
        for number in 1...60 { try store.recordEvent("test", body: body, at: Int64(number)) }
        let files = try FileSystem.names(in: scratch.settings.directory).filter { $0.hasPrefix("events") }.sorted()
        #expect(files == ["events.jsonl", "events.jsonl.1", "events.jsonl.2"])
        let present = try FileSystem.read(scratch.settings.eventsPath)
        #expect(present.count <= 64 << 10)
        #expect(present.last == 0x0A)
        let last = try #require(present.split(separator: 0x0A).last)
        #expect(last.starts(with: #"{"seq":60,"at":60,"kind":"test","session_id":null,"body":{"text":"#.utf8))
        #expect(store.warnings.isEmpty)
    }

    @Test func `where lines cannot be written, a warning says so and the event is kept`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        try FileSystem.makeDirectories(scratch.settings.eventsPath)
        defer { try? FileSystem.removeDirectory(scratch.settings.eventsPath) }
        try store.recordEvent("test", body: scratch.json("{}"), at: 1)
        #expect(store.warnings.count == 1)
        #expect(try store.auditEntries(limit: 9).count == 1)
    }
}
