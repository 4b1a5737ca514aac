import Primitives
import SystemCalls
import Testing

@testable import History

@Suite struct StoreTests {
    @Test func `a new store is private and empty, and opens again`() throws {
        let scratch = try Scratch()
        try scratch.open().beginSession(scratch.session())
        let store = try scratch.open()
        #expect(try store.sessions(limit: 10).count == 1)
        #expect(try FileSystem.metadata(scratch.settings.directory)?.permissions == 0o700)
        for name in try FileSystem.names(in: scratch.settings.directory) {
            let mode = try FileSystem.metadata("\(scratch.settings.directory)/\(name)")?.permissions
            #expect(mode == 0o600, "\(name)")
        }
        #expect(store.warnings.isEmpty)
    }

    @Test func `a directory that others can read is used with a warning`() throws {
        let scratch = try Scratch()
        scratch.settings.directory = "/tmp/tend-history-open-\(Host.processID)"
        try FileSystem.makeDirectories(scratch.settings.directory)
        try FileSystem.setPermissions(scratch.settings.directory, 0o755)
        #expect(try scratch.open().warnings.count == 1)
    }

    @Test func `a file in the place of the directory is an error that names it`() throws {
        let scratch = try Scratch()
        try FileSystem.replace(scratch.settings.directory, with: [])
        defer { try? FileSystem.remove(scratch.settings.directory) }
        for open in [{ try Store.open($0) }, { try Store.openReadOnly($0) }] as [(HistorySettings) throws -> Store] {
            let error = try #require(throws: TendError.self) { try open(scratch.settings) }
            #expect(error.qualifiedCode == "store.cannot_create")
            #expect(error.message.contains(scratch.settings.directory))
            #expect(error.hint != nil)
        }
    }

    @Test func `what is no database is called damaged and left as it is`() throws {
        let scratch = try Scratch()
        let garbage = [UInt8](repeating: 0x5A, count: 8192)
        try FileSystem.makeDirectories(scratch.settings.directory)
        try FileSystem.replace(scratch.settings.databasePath, with: garbage)
        let error = try #require(throws: TendError.self) { try scratch.open() }
        #expect(error.qualifiedCode == "store.store_corrupt")
        #expect(error.hint?.contains("aside") == true)
        #expect(try FileSystem.read(scratch.settings.databasePath) == garbage)
    }

    @Test func `a damaged page is called damaged`() throws {
        let scratch = try Scratch()
        do {
            let store = try scratch.open()
            let session = scratch.session()
            try store.beginSession(session)
            try store.record((1...200).map { try scratch.decision(session, $0) })
        }
        var bytes = try FileSystem.read(scratch.settings.databasePath)
        for index in 4096..<bytes.count { bytes[index] = 0xFF }
        try FileSystem.replace(scratch.settings.databasePath, with: bytes)
        let error = try #require(throws: TendError.self) {
            try scratch.open().decisions(scratch.session().id)
        }
        #expect(error.code == .storeCorrupt)
    }

    @Test func `a full store says so, keeps what it has and goes on reading`() throws {
        let scratch = try Scratch()
        scratch.settings.sizeLimit = ByteCount(256 << 10)
        let store = try scratch.open()
        let session = scratch.session()
        try store.beginSession(session)
        var kept = 0
        let error = try #require(throws: TendError.self) {
            for ordinal in 1...10_000 {
                try store.record([try scratch.decision(session, ordinal)])
                kept = ordinal
            }
        }
        #expect(error.code == .storeFull)
        #expect(error.isRetryable)
        #expect(kept > 100)
        #expect(try store.decisions(session.id).count == kept)
        let intent = #expect(throws: TendError.self) {
            for _ in 1...1000 { _ = try store.recordIntent(scratch.intent(scratch.decision(session))) }
        }
        #expect(intent?.code == .storeFull)
        #expect(try store.verifyAudit().isIntact)
    }

    @Test func `a second writer is told that the store is locked`() throws {
        let scratch = try Scratch()
        scratch.settings.busyTimeout = .milliseconds(30)
        let store = try scratch.open()
        let other = try scratch.raw()
        try other.script("BEGIN IMMEDIATE")
        let error = try #require(throws: TendError.self) { try store.beginSession(scratch.session()) }
        #expect(error.code == .locked)
        #expect(error.isRetryable)
        try other.script("ROLLBACK")
        try store.beginSession(scratch.session())
    }

    @Test func `two open stores write in turn to one chain`() throws {
        let scratch = try Scratch()
        let first = try scratch.open()
        let second = try scratch.open()
        for number: UInt8 in 1...6 {
            try (number.isMultiple(of: 2) ? first : second).beginSession(scratch.session(number))
        }
        #expect(try first.sessions(limit: 10).count == 6)
        #expect(try second.verifyAudit() == AuditReport(entries: 6, problems: []))
    }

    @Test func `read-only, everything can be looked at and nothing recorded`() throws {
        let scratch = try Scratch()
        #expect(#expect(throws: TendError.self) { try Store.openReadOnly(scratch.settings) }?.code == .notFound)
        let writing = try scratch.open()
        try writing.beginSession(scratch.session())
        let store = try Store.openReadOnly(scratch.settings)
        #expect(try store.sessions(limit: 1).count == 1)
        #expect(try store.verifyAudit().isIntact)
        let error = try #require(throws: TendError.self) { try store.beginSession(scratch.session(2)) }
        #expect(error.code == .storeReadOnly)
    }

    @Test(
        arguments: [
            { (settings: inout HistorySettings) in settings.directory = "relative" },
            { $0.retentionDays = 0 },
            { $0.busyTimeout = .seconds(61) },
            { $0.eventFileSize = ByteCount(1) },
            { $0.eventFileCount = 0 },
            { $0.sizeLimit = ByteCount(4096) },
        ] as [@Sendable (inout HistorySettings) -> Void])
    func `settings out of range are refused`(change: @Sendable (inout HistorySettings) -> Void) throws {
        var settings = HistorySettings(directory: "/var/lib/tend")
        try settings.validate()
        change(&settings)
        let error = #expect(throws: TendError.self) { try settings.validate() }
        #expect(error?.code == .configuration)
    }
}
