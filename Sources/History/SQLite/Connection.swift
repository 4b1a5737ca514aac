internal import CSQLite
internal import Primitives

/// One connection to one SQLite database, used from one thread; the only file that knows SQLite's interface.
final class Connection {
    enum Access {
        case readWrite
        case readOnly
        /// Read-only, and nobody else writes: needs no shared memory file beside the database.
        case immutable
    }

    /// How much of a commit has reached the disk when it returns.
    enum Durability: String {
        /// The next checkpoint brings it there; a power cut may lose it, never tear it.
        case normal = "NORMAL"
        /// All of it.
        case full = "FULL"
    }

    let path: String
    let access: Access
    private let handle: OpaquePointer
    private var prepared: [String: OpaquePointer] = [:]
    private var durability = Durability.full

    init(path: String, access: Access, busyTimeout: Int) throws(TendError) {
        var opened: OpaquePointer?
        let flags = access == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let code = sqlite3_open_v2(
            Connection.uri(path, access), &opened, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else {
            throw SQLiteFailure(kind: .other, code: code, message: "out of memory").error(path: path)
        }
        handle = opened
        self.path = path
        self.access = access
        sqlite3_extended_result_codes(handle, 1)
        guard code == SQLITE_OK else { throw failure(code).error(path: path) }
        sqlite3_busy_timeout(handle, Int32(clamping: busyTimeout))
    }

    deinit {
        for statement in prepared.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
    var changedRows: Int { Int(sqlite3_changes(handle)) }

    /// Runs one statement for its effect.
    func run(_ sql: String, _ values: [SQLValue] = []) throws(TendError) {
        let statement = try prepare(sql)
        defer { reset(statement) }
        try bind(values, to: statement)
        while try step(statement) {}
    }

    /// Runs one statement and turns every row into a value.
    func rows<Value>(
        _ sql: String, _ values: [SQLValue] = [], _ transform: (Row) throws(TendError) -> Value
    ) throws(TendError) -> [Value] {
        let statement = try prepare(sql)
        defer { reset(statement) }
        try bind(values, to: statement)
        var results: [Value] = []
        while try step(statement) { results.append(try transform(Row(statement: statement))) }
        return results
    }

    /// Runs several statements without parameters, as schemas and pragmas need.
    func script(_ sql: String) throws(TendError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code).error(path: path) }
    }

    /// Runs a body that writes: all of it is committed, or none.
    ///
    /// The write lock is taken at the start, so waiting for another writer happens before anything is read.
    func transaction<Value>(
        _ wanted: Durability, _ body: () throws(TendError) -> Value
    ) throws(TendError) -> Value {
        if wanted != durability {
            try script("PRAGMA synchronous=\(wanted.rawValue)")
            durability = wanted
        }
        try run("BEGIN IMMEDIATE")
        do throws(TendError) {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // A full disk makes SQLite roll back by itself; then there is nothing left to undo.
            if sqlite3_get_autocommit(handle) == 0 { try script("ROLLBACK") }
            throw error
        }
    }

    private func prepare(_ sql: String) throws(TendError) -> OpaquePointer {
        if let known = prepared[sql] { return known }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code).error(path: path) }
        prepared[sql] = statement
        return statement
    }

    private func reset(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func step(_ statement: OpaquePointer) throws(TendError) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code).error(path: path)
        }
    }

    private func bind(_ values: [SQLValue], to statement: OpaquePointer) throws(TendError) {
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1), to: statement)
            guard code == SQLITE_OK else { throw failure(code).error(path: path) }
        }
    }

    /// An empty buffer has no address, and SQLite takes a missing address for NULL: hence the literals.
    private func bind(_ value: SQLValue, at index: Int32, to statement: OpaquePointer) -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(statement, index)
        case .integer(let number):
            return sqlite3_bind_int64(statement, index, number)
        case .double(let number):
            return sqlite3_bind_double(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bindText(UnsafeRawBufferPointer($0), at: index, to: statement) }
        case .utf8(let bytes):
            return bytes.withUnsafeBytes { bindText($0, at: index, to: statement) }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                tend_sqlite_bind_blob(statement, index, $0.baseAddress, sqlite3_uint64($0.count))
            }
        }
    }

    private func bindText(_ text: UnsafeRawBufferPointer, at index: Int32, to statement: OpaquePointer) -> Int32 {
        guard let start = text.baseAddress, !text.isEmpty else { return tend_sqlite_bind_text(statement, index, "", 0) }
        return tend_sqlite_bind_text(
            statement, index, start.assumingMemoryBound(to: CChar.self), sqlite3_uint64(text.count))
    }

    private func failure(_ code: Int32) -> SQLiteFailure {
        let kind: SQLiteFailure.Kind =
            switch code & 0xFF {
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_READONLY: .readOnly
            case SQLITE_FULL: .full
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_CANTOPEN: .cannotOpen
            case SQLITE_PERM, SQLITE_AUTH: .notPermitted
            case SQLITE_IOERR: .inputOutput
            case SQLITE_CONSTRAINT: .constraint
            default: .other
            }
        return SQLiteFailure(kind: kind, code: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    /// The path as a URI, so that `immutable` can be asked for; what a URI reads otherwise is escaped.
    private static func uri(_ path: String, _ access: Access) -> String {
        var uri = "file:"
        for character in path.unicodeScalars {
            switch character {
            case "%": uri += "%25"
            case "?": uri += "%3f"
            case "#": uri += "%23"
            default: uri.unicodeScalars.append(character)
            }
        }
        return access == .immutable ? uri + "?immutable=1" : uri
    }
}

/// One row of a result, valid inside the closure that receives it.
struct Row {
    fileprivate let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
    func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }
    func text(_ column: Int32) -> String { String(decoding: utf8(column), as: UTF8.self) }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Text as its bytes; empty for NULL.
    func utf8(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_text(statement, column) else { return [] }
        return Array(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// A blob; empty for NULL.
    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
