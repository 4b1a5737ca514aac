/// A position in text that the kernel wrote; every step is checked, for the text may be cut off.
struct KernelText {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte here; 0 at the end.
    var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

    mutating func advance() {
        position += 1
    }

    mutating func skip(while matches: (UInt8) -> Bool) {
        while position < bytes.count, matches(bytes[position]) { position += 1 }
    }

    mutating func skipBlanks() {
        skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    mutating func skipLine() {
        skip { $0 != UInt8(ascii: "\n") }
        position += 1
    }

    /// A number without a sign in a base up to 10; nil where there is none here or it does not fit.
    mutating func number(base: UInt64 = 10) -> UInt64? {
        let start = position
        var value: UInt64 = 0
        while position < bytes.count {
            let digit = UInt64(bytes[position] &- UInt8(ascii: "0"))
            guard digit < base else { break }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: base)
            let (sum, carry) = scaled.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    /// Whether the text goes on with a word; moves behind it if so.
    mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return false }
        position += count
        return true
    }

    /// The number behind `key` at the start of a line (`rchar: 12`); nil where no line starts so.
    static func value(
        of key: StaticString, in bytes: UnsafeBufferPointer<UInt8>, base: UInt64 = 10
    ) -> UInt64? {
        var text = KernelText(bytes)
        while !text.isAtEnd {
            if text.take(key) {
                text.skipBlanks()
                return text.number(base: base)
            }
            text.skipLine()
        }
        return nil
    }

    /// All numbers on the line that starts with `key` (`NSpid:  412  7`).
    static func values(of key: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> [UInt64] {
        var text = KernelText(bytes)
        var values: [UInt64] = []
        while !text.isAtEnd {
            if text.take(key) {
                text.skipBlanks()
                while let value = text.number() {
                    values.append(value)
                    text.skipBlanks()
                }
                return values
            }
            text.skipLine()
        }
        return values
    }
}
