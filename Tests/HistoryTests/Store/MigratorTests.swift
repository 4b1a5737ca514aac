import Primitives
import SystemCalls
import Testing

@testable import History

@Suite struct MigratorTests {
    private func store(_ scratch: Scratch, schema: Int) throws {
        try FileSystem.makeDirectories(scratch.settings.directory)
        try Migrator(migrations: Array(Schema.migrations.prefix(schema))).migrate(scratch.raw(), now: 7)
    }

    @Test(arguments: 0...Schema.migrations.count)
    func `a store of every older schema is brought up to date and keeps what it holds`(schema: Int) throws {
        let scratch = try Scratch()
        try store(scratch, schema: schema)
        let session = scratch.session()
        if schema > 0 {
            try scratch.raw().script(
                """
                INSERT INTO sessions VALUES ('\(session.id)', 'processes', 'processes plan', 'planned', 1000, 1000,
                    'host', 'boot', '0.1', 'observe', 'core 1', 'standard/1', NULL)
                """)
        }
        let store = try scratch.open()
        #expect(try store.sessions(limit: 9) == (schema > 0 ? [session] : []))
        let applied = try store.database.rows("SELECT number FROM schema_migrations ORDER BY 1") { $0.integer(0) }
        #expect(applied == Schema.migrations.map(\.number))
        #expect(try Migrator().pending(store.database).isEmpty)
    }

    @Test func `what was released is never edited`() {
        #expect(
            Schema.migrations.map { "\($0.number) \($0.name) \($0.checksum.prefix(16))" } == [
                "1 base 2d66b9cb41f1b52d", "2 look-ups 6b08498d7ac1c000", "3 last events 147bf56681053aa7",
                "4 scans b1a0f21b346dd2d7", "5 declarations 67878a55f770b7fc",
                "6 labels 8391292bb80278e2",
                "7 error budgets 26ad6eea8867887e",
                "8 judgements a5bd99f30b74e5d4",
                "9 baselines fd98e434b09a3c1b",
                "10 volumes 7cc8547b9cc82f05",
                "11 disk events 184a60f1d2a3ea3b",
            ])
    }

    @Test func `a newer store is refused and left as it is`() throws {
        let scratch = try Scratch()
        _ = try scratch.open()
        try scratch.raw().run("INSERT INTO schema_migrations VALUES (99, 'future', 'x', 9)")
        for open in [{ try Store.open($0) }, { try Store.openReadOnly($0) }] as [(HistorySettings) throws -> Store] {
            let error = try #require(throws: TendError.self) { try open(scratch.settings) }
            #expect(error.qualifiedCode == "store.unsupported_version")
        }
    }

    @Test func `a migration that was applied differently is named`() throws {
        let scratch = try Scratch()
        _ = try scratch.open()
        try scratch.raw().run("UPDATE schema_migrations SET checksum = 'other' WHERE number = 2")
        let error = try #require(throws: TendError.self) { try scratch.open() }
        #expect(error.message.contains("migration 2 (look-ups)"))
    }

    @Test func `a migration that fails leaves the schema as it was`() throws {
        let scratch = try Scratch()
        try store(scratch, schema: 1)
        let broken =
            Schema.migrations[0...0] + [Migration(number: 2, name: "broken", sql: "CREATE TABLE x (a); NONSENSE")]
        let database = try scratch.raw()
        #expect(throws: TendError.self) { try Migrator(migrations: Array(broken)).migrate(database, now: 1) }
        #expect(try database.rows("SELECT 1 FROM sqlite_schema WHERE name = 'x'") { _ in 1 }.isEmpty)
        #expect(try Migrator(migrations: Array(broken)).pending(database).count == 1)
    }

    @Test func `an older store cannot be read where it cannot be brought up to date`() throws {
        let scratch = try Scratch()
        try store(scratch, schema: 1)
        let error = #expect(throws: TendError.self) { try Store.openReadOnly(scratch.settings) }
        #expect(error?.code == .storeReadOnly)
    }
}
