internal import Primitives

/// One step from a schema to the next.
struct Migration {
    var number: Int64
    var name: String
    var sql: String

    /// BLAKE2b-256 of the SQL: a step that was applied must never read differently later.
    var checksum: String { hexadecimal(Cryptography.hash(Array(sql.utf8))) }
}

/// Brings a database to the newest schema, or says why it cannot.
struct Migrator {
    var migrations = Schema.migrations

    /// Compares what was applied with what is known, and applies the rest in one transaction.
    ///
    /// The time (milliseconds since 1970 UTC) is recorded with each step.
    func migrate(_ database: Connection, now: Int64) throws(TendError) {
        guard try pending(database).count > 0 else { return }
        try database.transaction(.full) { () throws(TendError) in
            try database.script(Migrator.table)
            // Another process may have been quicker: what is pending is asked again under the write lock.
            for migration in try pending(database) {
                try database.script(migration.sql)
                try database.run(
                    "INSERT INTO schema_migrations (number, name, checksum, applied_ms) VALUES (?, ?, ?, ?)",
                    [
                        .integer(migration.number), .text(migration.name), .text(migration.checksum), .integer(now),
                    ])
            }
        }
    }

    /// The steps that are still to be applied.
    ///
    /// - Throws: `unsupported_version` for a newer store, `store_corrupt` where an applied step was another one.
    func pending(_ database: Connection) throws(TendError) -> ArraySlice<Migration> {
        let applied = try applied(database)
        guard applied.count <= migrations.count else {
            throw TendError(
                .unsupportedVersion,
                "\(database.path) has schema \(applied.count) and this tend knows \(migrations.count)", area: "store",
                hint: "use the tend that wrote it, or a newer one")
        }
        for (migration, row) in zip(migrations, applied) {
            guard migration.number == row.number, migration.checksum == row.checksum else {
                throw TendError(
                    .storeCorrupt,
                    "migration \(row.number) (\(row.name)) of \(database.path) is not the one this tend knows",
                    area: "store", hint: "another program or a changed tend wrote it: move its directory aside")
            }
        }
        return migrations[applied.count...]
    }

    private func applied(
        _ database: Connection
    ) throws(TendError) -> [(number: Int64, name: String, checksum: String)] {
        let tables = try database.rows("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'") { _ in true }
        guard !tables.isEmpty else { return [] }
        return try database.rows("SELECT number, name, checksum FROM schema_migrations ORDER BY number") {
            (number: $0.integer(0), name: $0.text(1), checksum: $0.text(2))
        }
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_ms INTEGER NOT NULL
        ) STRICT
        """
}
