/// Which session: 26 characters that sort by time, milliseconds first and then chance (Crockford's base 32).
package struct SessionID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    /// The shortest prefix that stands for an id; it tells about a second.
    package static let shortestPrefix = 8
    static let length = 26
    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// An id in full, in either case; O, I and L are read as the digits that they resemble.
    package init?(_ text: String) {
        guard let text = SessionID.canonical(text), text.utf8.count == SessionID.length else { return nil }
        self.text = text
    }

    private init(canonical text: String) {
        self.text = text
    }

    /// A new id from the time (milliseconds since 1970 UTC) and as many random bytes as are asked for.
    package static func make(now: Int64, random: (Int) -> [UInt8]) -> SessionID {
        var characters: [UInt8] = []
        let time = UInt64(clamping: now) & (1 << 48 - 1)
        for shift in stride(from: UInt64(45), through: 0, by: -5) { characters.append(digits[Int(time >> shift & 31)]) }
        characters += random(16).map { digits[Int($0 & 31)] }
        return SessionID(canonical: String(decoding: characters, as: UTF8.self))
    }

    /// An id or the beginning of one in upper case with unambiguous digits; nil where it cannot be one.
    static func canonical(_ text: String) -> String? {
        var characters: [UInt8] = []
        for byte in text.uppercased().utf8 {
            switch byte {
            case UInt8(ascii: "O"): characters.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): characters.append(UInt8(ascii: "1"))
            case let byte where digits.contains(byte): characters.append(byte)
            default: return nil
            }
        }
        return characters.count <= length ? String(decoding: characters, as: UTF8.self) : nil
    }

    package var description: String { text }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.text < right.text }
}

/// Which decision: its session and its place in it, written `SESSION.7`.
package struct DecisionID: Hashable, Sendable, CustomStringConvertible {
    package let session: SessionID
    /// Counted from 1 within the session.
    package let ordinal: Int

    package init(session: SessionID, ordinal: Int) {
        self.session = session
        self.ordinal = ordinal
    }

    package init?(_ text: String) {
        guard let parts = DecisionID.parts(text), let session = SessionID(parts.session) else { return nil }
        self.init(session: session, ordinal: parts.ordinal)
    }

    /// The session, which may be shortened, and the ordinal of a written id.
    static func parts(_ text: String) -> (session: String, ordinal: Int)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let ordinal = Int(parts[1]), ordinal > 0 else { return nil }
        return (String(parts[0]), ordinal)
    }

    package var description: String { "\(session.text).\(ordinal)" }
}
