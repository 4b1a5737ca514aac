internal import Primitives
internal import SystemCalls

/// Compares every entry with the signed statement of what stood there, and names each that differs.
struct AuditVerifier {
    private let database: Connection
    private let settings: HistorySettings
    /// The hash that was signed for each entry.
    private var signed: [Int64: [UInt8]] = [:]
    private var problems: [AuditProblem] = []
    /// Entries that stand where something else was signed, or nothing.
    private var suspects: [AuditEntry] = []
    private var entries = 0
    private var present: Set<Int64> = []

    /// How many missing entries are named one by one, and up to how many differing ones are told from moved ones.
    private static let detailLimit: Int64 = 500

    init(_ database: Connection, settings: HistorySettings) {
        self.database = database
        self.settings = settings
    }

    mutating func report() throws(TendError) -> AuditReport {
        try readHeads()
        try readEntries()
        let moved = nameSuspects()
        try nameMissing(moved: moved, fileHead: checkHeadFile())
        problems.sort { ($0.sequence, $0.kind.rawValue) < ($1.sequence, $1.kind.rawValue) }
        return AuditReport(entries: entries, problems: problems)
    }

    private mutating func readHeads() throws(TendError) {
        let ownKey = try ownKey()
        var foreignKey: [UInt8]?
        let heads = try database.rows("SELECT \(AuditHead.columns) FROM audit_heads ORDER BY seq") {
            AuditHead(stored: $0)
        }
        for head in heads {
            guard head.isSigned(for: .table) else {
                report(head.sequence, .badSignature, "the signature of entry \(head.sequence) does not fit it")
                continue
            }
            signed[head.sequence] = head.hash
            // A run of entries with a strange key is named once, at its first.
            if head.publicKey != ownKey, head.publicKey != foreignKey {
                report(
                    head.sequence, .badSignature,
                    "from entry \(head.sequence) on the log is signed with a key that audit.key does not hold")
            }
            foreignKey = head.publicKey == ownKey ? nil : head.publicKey
        }
    }

    private func ownKey() throws(TendError) -> [UInt8]? {
        do throws(SystemCallError) {
            guard let seed = try SecretFile.existing(settings.auditKeyPath),
                seed.count == Cryptography.SigningKey.seedSize
            else { return nil }
            return Cryptography.SigningKey(seed: seed).publicKey
        } catch {
            throw StoreFailure.from(error, path: settings.auditKeyPath)
        }
    }

    private mutating func readEntries() throws(TendError) {
        let signed = signed
        var suspects: [AuditEntry] = []
        var admitted: [AuditProblem] = []
        let numbers = try database.rows("SELECT \(AuditEntry.columns) FROM audit ORDER BY seq") { row in
            let entry = AuditEntry(stored: row)
            let isAsSigned = signed[entry.sequence] == entry.hash && entry.contentHash == entry.hash
            if !isAsSigned { suspects.append(entry) }
            if let problem = AuditVerifier.admission(entry) { admitted.append(problem) }
            return entry.sequence
        }
        entries = numbers.count
        present = Set(numbers)
        self.suspects = suspects
        problems += admitted
    }

    /// What the log recorded about its own gaps at the time.
    private static func admission(_ entry: AuditEntry) -> AuditProblem? {
        switch entry.kind {
        case AuditLog.Kind.gap:
            AuditProblem(
                entry.sequence, .truncated,
                "entry \(entry.sequence) records that the log had ended too early before it, or its head file was lost")
        case AuditLog.Kind.newKey:
            AuditProblem(
                entry.sequence, .badSignature, "entry \(entry.sequence) records that the signing key had been lost")
        default: nil
        }
    }

    /// Tells of each suspect whether it was moved, changed or inserted.
    ///
    /// - Returns: the places that moved entries come from.
    private mutating func nameSuspects() -> Set<Int64> {
        let places = Set(suspects.map(\.sequence))
        let unmatched = signed.keys.filter { places.contains($0) || !present.contains($0) }.sorted()
        var origins: Set<Int64> = []
        for entry in suspects {
            let sequence = entry.sequence
            if let origin = origin(of: entry, among: unmatched) {
                origins.insert(origin)
                report(sequence, .reordered, "entry \(sequence) holds what was recorded as entry \(origin)")
            } else if signed[sequence] != nil {
                report(sequence, .changed, "entry \(sequence) is not what was recorded")
            } else if problems.contains(where: { $0.sequence == sequence && $0.kind == .badSignature }) {
                continue
            } else if sequence > signed.keys.max() ?? 0 || !fits(entry) {
                report(sequence, .inserted, "entry \(sequence) was never recorded")
            } else {
                report(sequence, .badSignature, "the signature of entry \(sequence) was removed")
            }
        }
        for sequence in origins.isEmpty ? [] : unmatched where places.contains(sequence) && !origins.contains(sequence)
        {
            let isMoved = problems.contains { $0.sequence == sequence && $0.kind == .reordered }
            if isMoved { report(sequence, .removed, "what was recorded as entry \(sequence) is gone") }
        }
        return origins
    }

    /// Where the content of an entry was recorded; nil where it never was, or where it still stands.
    private func origin(of entry: AuditEntry, among unmatched: [Int64]) -> Int64? {
        guard Int64(unmatched.count) <= AuditVerifier.detailLimit else { return nil }
        return unmatched.first { place in
            guard place != entry.sequence, let before = place == 1 ? AuditChain.origin : signed[place - 1] else {
                return false
            }
            return entry.moved(to: place, after: before).hash == signed[place]
        }
    }

    /// Whether an entry without a signature follows from the one before it.
    private func fits(_ entry: AuditEntry) -> Bool {
        let before = entry.sequence == 1 ? AuditChain.origin : signed[entry.sequence - 1]
        return entry.hash == entry.contentHash && entry.previousHash == before
    }

    /// The head file, and what is wrong with it.
    private mutating func checkHeadFile() throws(TendError) -> AuditHead? {
        let last = present.max() ?? 0
        guard let head = try AuditLog.headFile(settings) else {
            guard last > 0 else { return nil }
            report(
                last + 1, .truncated,
                "audit.head is missing or unreadable: whether entries after \(last) were removed cannot be told")
            return nil
        }
        guard head.isSigned(for: .file) else {
            report(head.sequence, .badSignature, "the signature in audit.head does not fit")
            return nil
        }
        if let hash = signed[head.sequence], hash != head.hash {
            report(head.sequence, .changed, "entry \(head.sequence) is not the one that audit.head names")
        }
        return head
    }

    private mutating func nameMissing(moved: Set<Int64>, fileHead: AuditHead?) throws(TendError) {
        let last = present.max() ?? 0
        let highest = max(signed.keys.max() ?? 0, fileHead?.sequence ?? 0, last)
        guard highest > 0 else { return }
        var named: Int64 = 0
        for sequence in 1...highest where !present.contains(sequence) && !moved.contains(sequence) {
            named += 1
            guard named <= AuditVerifier.detailLimit else {
                return report(sequence, .removed, "more entries are missing from entry \(sequence) on")
            }
            let isEnd = sequence > last
            report(
                sequence, isEnd ? .truncated : .removed,
                isEnd
                    ? "entry \(sequence) was removed from the end of the log" : "entry \(sequence) was removed")
        }
    }

    private mutating func report(_ sequence: Int64, _ kind: AuditProblem.Kind, _ sentence: String) {
        problems.append(AuditProblem(sequence, kind, sentence))
    }
}
