// The inner loops of `JSONWriter`: whatever every member of every record passes through.

extension JSONWriter {
    mutating func append(_ ascii: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: ascii.utf8Start, count: ascii.utf8CodeUnitCount))
    }

    mutating func appendDigits(_ value: UInt64) {
        guard value > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var start = 20
        var rest = value
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        digits.span.withUnsafeBufferPointer { bytes.append(contentsOf: $0[start...]) }
    }

    mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// - Returns: false, with nothing written, where the text is not plain ASCII.
    mutating func appendQuotedASCII(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { text in
            guard isASCII(text) else { return false }
            bytes.append(UInt8(ascii: "\""))
            appendEscaped(text)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
    }

    /// Copies whole runs of bytes that need no escape, which is nearly always the whole text.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            let end = endOfPlainRun(in: text, from: start)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { return }
            appendEscape(text[end])
            start = end + 1
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append("\\u00")
            bytes.append(hexadecimalDigit(byte >> 4))
            bytes.append(hexadecimalDigit(byte & 15))
        }
    }
}

/// Looks at eight bytes at a time: a byte needs an escape if it is below 0x20, a quote or a backslash.
private func endOfPlainRun(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    /// A high bit is set where a byte of the word is zero (or, harmlessly, above such a byte).
    func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }
    let raw = UnsafeRawBufferPointer(text)
    var index = start
    while index + 8 <= text.count {
        let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let quotes = zeroBytes(word ^ (ones &* 0x22))
        let backslashes = zeroBytes(word ^ (ones &* 0x5C))
        let controls = zeroBytes(word & (ones &* 0xE0))
        guard quotes | backslashes | controls == 0 else { break }
        index += 8
    }
    while index < text.count, text[index] >= 0x20, text[index] != 0x22, text[index] != 0x5C { index += 1 }
    return index
}

private func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.reduce(0, |) < 0x80
}

func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
