internal import Primitives
internal import SystemCalls

/// Appends to the audit chain; what it says is true only together with the commit that carries it.
final class AuditLog {
    /// Kinds that the log itself records about its own state.
    enum Kind {
        /// The head file says that entries were here which are not any more.
        static let gap = "audit.gap"
        /// A new signing key was made though there were entries already.
        static let newKey = "audit.new_key"
    }

    private let database: Connection
    private let settings: HistorySettings
    private let random: (Int) -> [UInt8]
    private let events: EventFile
    private var key: Cryptography.SigningKey?
    /// Appended in the present transaction.
    private var uncommitted: [AuditEntry] = []

    init(_ database: Connection, settings: HistorySettings, random: @escaping (Int) -> [UInt8]) {
        self.database = database
        self.settings = settings
        self.random = random
        events = EventFile(path: settings.eventsPath, size: settings.eventFileSize, count: settings.eventFileCount)
    }

    /// Appends one entry; to be called inside a transaction of full durability.
    func append(_ kind: String, session: SessionID?, body: RedactedJSON, at now: Int64) throws(TendError) {
        let key = try signingKey(at: now)
        if uncommitted.isEmpty { try admitGap(key: key, at: now) }
        try insert(kind, session: session, body: body, at: now, key: key)
    }

    /// Forgets what a failed transaction would have appended.
    func discard() {
        uncommitted = []
    }

    /// Writes the head file and the event lines of what has just been committed.
    ///
    /// - Returns: what could not be written, in words; the database holds it all the same.
    func publish() -> [String] {
        defer { uncommitted = [] }
        guard let last = uncommitted.last, let key else { return [] }
        var warnings: [String] = []
        let head = AuditHead(of: last, place: .file, key: key)
        do throws(SystemCallError) {
            try FileSystem.replace(settings.auditHeadPath, with: head.fileText)
        } catch {
            warnings.append("the head of the audit log could not be written: \(error)")
        }
        do throws(SystemCallError) {
            try events.append(uncommitted.flatMap(\.line))
        } catch {
            warnings.append("events could not be appended: \(error)")
        }
        return warnings
    }

    private func insert(
        _ kind: String, session: SessionID?, body: RedactedJSON, at now: Int64, key: Cryptography.SigningKey
    ) throws(TendError) {
        let last = try last()
        let entry = AuditEntry(
            sequence: (last?.sequence ?? 0) + 1, at: now, kind: kind, session: session, body: body,
            previousHash: last?.hash ?? AuditChain.origin)
        let head = AuditHead(of: entry, place: .table, key: key)
        try database.run(
            "INSERT INTO audit (\(AuditEntry.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(entry.sequence), .integer(entry.at), .text(entry.kind), .optional(entry.session?.text),
                .utf8(entry.body.bytes), .blob(entry.previousHash), .blob(entry.hash),
            ])
        try database.run(
            "INSERT INTO audit_heads (\(AuditHead.columns)) VALUES (?, ?, ?, ?)",
            [.integer(head.sequence), .blob(head.hash), .blob(head.publicKey), .blob(head.signature)])
        uncommitted.append(entry)
    }

    private func last() throws(TendError) -> AuditEntry? {
        try database.rows("SELECT \(AuditEntry.columns) FROM audit ORDER BY seq DESC LIMIT 1") {
            AuditEntry(stored: $0)
        }
        .first
    }

    /// The pair of `audit.key`, made at first use.
    private func signingKey(at now: Int64) throws(TendError) -> Cryptography.SigningKey {
        if let key { return key }
        let seed = try SecretFile.load(
            settings.auditKeyPath, size: Cryptography.SigningKey.seedSize, random: random)
        let key = Cryptography.SigningKey(seed: seed.bytes)
        if seed.origin == .made, let last = try last() {
            try insert(
                Kind.newKey, session: nil, body: RedactedJSON(["after_seq": .number(last.sequence)]), at: now, key: key)
        }
        self.key = key
        return key
    }

    /// Before the head file is written over, records for good that it named entries which are gone.
    private func admitGap(key: Cryptography.SigningKey, at now: Int64) throws(TendError) {
        let found = try last()?.sequence ?? 0
        var expected = try AuditLog.headFile(settings)
        if expected == nil, found > 0 {
            // Another process may have committed the first entry this instant and not yet written its head.
            Clocks.sleep(seconds: 0.05)
            expected = try AuditLog.headFile(settings)
        }
        guard (expected?.sequence ?? (found > 0 ? .max : 0)) > found else { return }
        let body = RedactedJSON([
            "found_seq": .number(found), "expected_seq": expected.map { .number($0.sequence) } ?? .absent,
            "expected_hash": expected.map { .word(hexadecimal($0.hash)) } ?? .absent,
        ])
        try insert(Kind.gap, session: nil, body: body, at: now, key: key)
    }

    /// What the head file says; nil where there is none or it cannot be understood.
    static func headFile(_ settings: HistorySettings) throws(TendError) -> AuditHead? {
        do throws(SystemCallError) {
            return try SecretFile.existing(settings.auditHeadPath).flatMap { AuditHead(fileText: $0) }
        } catch {
            throw StoreFailure.from(error, path: settings.auditHeadPath)
        }
    }
}
