package import Primitives
internal import SystemCalls

/// The durable record: sessions, decisions, intents, outcomes and the audit chain, in one SQLite database.
///
/// One connection for the life of the process, used from one thread. Every text in it went through a `Redactor`.
package final class Store {
    package let settings: HistorySettings
    package let isReadOnly: Bool
    /// Whether what others write from now on is seen; not where nothing may be written, not even beside the database.
    package var seesWrites: Bool { database.access != .immutable }
    let database: Connection
    let audit: AuditLog
    /// Which file the connection reads and writes; nil where it could not be asked.
    private let identity: FileIdentity?
    private var isWriting = false
    /// What could not be done beside the database, in words: event lines, the head file, wide permissions.
    package private(set) var warnings: [String]

    private init(
        _ database: Connection, _ identity: FileIdentity?, settings: HistorySettings, isReadOnly: Bool,
        random: @escaping (Int) -> [UInt8], warnings: [String]
    ) {
        self.database = database
        self.identity = identity
        self.settings = settings
        self.isReadOnly = isReadOnly
        self.warnings = warnings
        audit = AuditLog(database, settings: settings, random: random)
    }

    /// Opens the record, makes it where there is none, and brings it to the newest schema.
    ///
    /// The time (milliseconds since 1970 UTC) is recorded with schema changes; the random bytes make the signing key.
    /// - Throws: `TendError` of area `store`; a damaged or newer store is left as it is.
    package static func open(
        _ settings: HistorySettings, now: Int64 = Clocks.wallMilliseconds(),
        random: @escaping (Int) -> [UInt8] = Host.randomBytes
    ) throws(TendError) -> Store {
        try settings.validate()
        let warnings = try prepareDirectory(settings)
        // Before the connection: what is put in its place in between counts as replaced, and is opened anew.
        let identity = fileIdentity(settings)
        let database = try Connection(
            path: settings.databasePath, access: .readWrite, busyTimeout: settings.busyMilliseconds)
        try configure(database, settings)
        try Migrator().migrate(database, now: now)
        return Store(
            database, identity, settings: settings, isReadOnly: false, random: random, warnings: warnings)
    }

    /// Opens the record for looking only, also where nothing may be written.
    ///
    /// - Throws: `TendError`; `not_found` where nothing was ever recorded.
    package static func openReadOnly(_ settings: HistorySettings) throws(TendError) -> Store {
        try settings.validate()
        try requireDatabase(settings)
        let identity = fileIdentity(settings)
        let database = try readableDatabase(settings)
        guard try Migrator().pending(database).isEmpty else {
            throw TendError(
                .storeReadOnly, "\(settings.databasePath) has an older schema and cannot be brought up to date here",
                area: "store", hint: "run any recording command once where it can be written")
        }
        return Store(
            database, identity, settings: settings, isReadOnly: true, random: { _ in [] }, warnings: [])
    }

    /// Whether the path leads to another file by now, or to none: nobody else sees what this connection writes.
    ///
    /// One stat(2).
    package var isReplaced: Bool { identity == nil || Store.fileIdentity(settings) != identity }

    private static func fileIdentity(_ settings: HistorySettings) -> FileIdentity? {
        (try? FileSystem.metadata(settings.databasePath))?.identity
    }

    /// Commits all that a body writes at once, safe from a power cut, or nothing of it.
    package func together(_ body: () throws(TendError) -> Void) throws(TendError) {
        try write(.full, body)
    }

    /// Runs a body that writes and may append to the audit log: all of it is committed, or none.
    ///
    /// Within another it is a part of that.
    func write<Value>(
        _ durability: Connection.Durability, _ body: () throws(TendError) -> Value
    ) throws(TendError) -> Value {
        guard !isReadOnly else { throw StoreFailure.readOnly(settings.databasePath, cause: nil) }
        guard !isWriting else { return try body() }
        guard !isReplaced else { throw StoreFailure.replaced(settings.databasePath) }
        isWriting = true
        defer { isWriting = false }
        let value: Value
        do throws(TendError) {
            value = try database.transaction(durability, body)
        } catch {
            audit.discard()
            throw error
        }
        for warning in audit.publish() where !warnings.contains(warning) { warnings.append(warning) }
        return value
    }

    /// Makes the directory (0700) and the database file (0600, which SQLite gives to the files beside it too).
    ///
    /// A database that is there is never opened here: closing any descriptor of it drops the POSIX locks of every
    /// connection of this process, and another process would take the log from under them.
    /// - Returns: a warning where others can read the directory.
    private static func prepareDirectory(_ settings: HistorySettings) throws(TendError) -> [String] {
        do throws(SystemCallError) {
            try FileSystem.makeDirectories(settings.directory)
            if try FileSystem.metadata(settings.databasePath, ifPresent: true) == nil {
                _ = try FileSystem.create(settings.databasePath, with: [])
            }
            try FileSystem.requireWritable(settings.databasePath)
            guard let mode = try FileSystem.metadata(settings.directory)?.permissions, mode & 0o077 != 0 else {
                return []
            }
            return ["others can look into \(settings.directory): chmod 700 it"]
        } catch {
            throw StoreFailure.from(error, path: settings.directory)
        }
    }

    private static func configure(_ database: Connection, _ settings: HistorySettings) throws(TendError) {
        try database.script("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF")
        if let limit = settings.sizeLimit {
            try database.script("PRAGMA max_page_count=\(limit.bytes / 4096)")
        }
        // Two processes that make the store at once collide here, where SQLite itself does not wait.
        let deadline = Deadline.after(settings.busyTimeout)
        while true {
            do throws(TendError) {
                return try database.script("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=4194304")
            } catch {
                guard error.code == .locked, !deadline.hasPassed else { throw error }
                Clocks.sleep(seconds: 0.01)
            }
        }
    }

    /// A store that may not be looked at is not one that was never made.
    private static func requireDatabase(_ settings: HistorySettings) throws(TendError) {
        do throws(SystemCallError) {
            guard try FileSystem.metadata(settings.databasePath, ifPresent: true) == nil else { return }
        } catch {
            throw StoreFailure.from(error, path: settings.databasePath)
        }
        throw TendError(
            .notFound, "nothing was recorded yet in \(settings.directory)", area: "store",
            hint: "`tend processes plan` records a session")
    }

    /// A connection that reads: with the others' recent writes where SQLite can share memory, else without.
    private static func readableDatabase(_ settings: HistorySettings) throws(TendError) -> Connection {
        do throws(TendError) {
            return try probed(settings, .readOnly)
        } catch {
            guard error.code == .cannotCreate || error.code == .storeReadOnly else { throw error }
            return try probed(settings, .immutable)
        }
    }

    private static func probed(
        _ settings: HistorySettings, _ access: Connection.Access
    ) throws(TendError) -> Connection {
        let database = try Connection(
            path: settings.databasePath, access: access, busyTimeout: settings.busyMilliseconds)
        _ = try database.rows("SELECT count(*) FROM sqlite_schema") { $0.integer(0) }
        return database
    }
}
