internal import Primitives
internal import SystemCalls

/// The signed statement that the chain reached an entry with this hash.
struct AuditHead: Equatable {
    /// Where a head stands; a signature made for one place is worth nothing in the other.
    ///
    /// Else the last rows could be removed and an older row's signature be put into the file.
    enum Place: String {
        case table = "tend audit entry"
        case file = "tend audit head"
    }

    var sequence: Int64
    var hash: [UInt8]
    var publicKey: [UInt8]
    var signature: [UInt8]

    init(of entry: AuditEntry, place: Place, key: Cryptography.SigningKey) {
        sequence = entry.sequence
        hash = entry.hash
        publicKey = key.publicKey
        signature = key.sign(AuditHead.message(entry.sequence, entry.hash, place))
    }

    static let columns = "seq, hash, public_key, signature"

    init(stored row: Row) {
        sequence = row.integer(0)
        hash = row.blob(1)
        publicKey = row.blob(2)
        signature = row.blob(3)
    }

    /// - Returns: nil where the text is not what `fileText` writes.
    init?(fileText: [UInt8]) {
        let fields = String(decoding: fileText, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard fields.count == 4, let sequence = Int64(fields[0]), sequence > 0, let hash = octets(fields[1]),
            let publicKey = octets(fields[2]), let signature = octets(fields[3])
        else { return nil }
        self.sequence = sequence
        self.hash = hash
        self.publicKey = publicKey
        self.signature = signature
    }

    var fileText: [UInt8] {
        Array("\(sequence) \(hexadecimal(hash)) \(hexadecimal(publicKey)) \(hexadecimal(signature))\n".utf8)
    }

    func isSigned(for place: Place) -> Bool {
        Cryptography.verify(signature, of: AuditHead.message(sequence, hash, place), by: publicKey)
    }

    private static func message(_ sequence: Int64, _ hash: [UInt8], _ place: Place) -> [UInt8] {
        Array(place.rawValue.utf8) + [0] + AuditChain.bytes(sequence) + hash
    }
}

/// The bytes that hexadecimal digits stand for; nil where they stand for none.
private func octets(_ text: Substring) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard digits[index].isHexadecimalDigit, digits[index + 1].isHexadecimalDigit,
            let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(byte)
    }
    return bytes
}
