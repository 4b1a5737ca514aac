/// One event of the record that is never changed and never removed.
package struct AuditEntry: Sendable, Equatable {
    /// Counted from 1 without gaps.
    package var sequence: Int64
    package var at: Int64
    /// tend's own word: `session`, `intent`, `outcome`, `retention`….
    package var kind: String
    /// Absent for events that belong to no session.
    package var session: SessionID?
    package var body: RedactedJSON
    var previousHash: [UInt8]
    var hash: [UInt8]

    init(
        sequence: Int64, at: Int64, kind: String, session: SessionID?, body: RedactedJSON, previousHash: [UInt8]
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.session = session
        self.body = body
        self.previousHash = previousHash
        hash = []
        hash = contentHash
    }

    static let columns = "seq, at_ms, kind, session, body, previous_hash, hash"

    init(stored row: Row) {
        sequence = row.integer(0)
        at = row.integer(1)
        kind = row.text(2)
        session = row.optionalText(3).flatMap { SessionID($0) }
        body = RedactedJSON(stored: row, 4)
        previousHash = row.blob(5)
        hash = row.blob(6)
    }

    /// BLAKE2b-256 of all fields, each behind its length, so that no two entries can read alike.
    var contentHash: [UInt8] {
        var bytes: [UInt8] = []
        for field in [
            previousHash, AuditChain.bytes(sequence), AuditChain.bytes(at), Array(kind.utf8),
            Array((session?.text ?? "").utf8), body.bytes,
        ] {
            bytes += AuditChain.bytes(Int64(field.count))
            bytes += field
        }
        return Cryptography.hash(bytes)
    }

    /// The same content as if it had been recorded at another place.
    func moved(to sequence: Int64, after previousHash: [UInt8]) -> AuditEntry {
        AuditEntry(
            sequence: sequence, at: at, kind: kind, session: session, body: body, previousHash: previousHash)
    }

    /// The entry as a line of `events.jsonl`.
    var line: [UInt8] {
        RedactedJSON([
            "seq": .number(sequence), "at": .number(at), "kind": .word(kind),
            "session_id": session.map { .word($0.text) } ?? .absent, "body": .json(body),
            "hash": .word(hexadecimal(hash)),
        ]).bytes + [0x0A]
    }
}

enum AuditChain {
    /// What the first entry follows.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// Eight bytes, the least significant first.
    static func bytes(_ number: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
