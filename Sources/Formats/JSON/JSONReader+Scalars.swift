// Strings and numbers: the parts of JSON in which most of the bytes are.

extension JSONReader {
    /// Reads the string whose opening quote is at the position.
    mutating func readString() throws(JSONMistake) -> String {
        let opening = position
        position += 1
        let start = position
        let isASCII = skipPlainText()
        guard byte(at: position) == UInt8(ascii: "\"") else { return try readEscapedString(from: start, opening) }
        defer { position += 1 }
        // Most strings are ASCII, and validating is far slower than decoding what needs no validation.
        guard isASCII else { return try validated(bytes[start..<position], at: start) }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// - Returns: whether all of it was ASCII.
    @discardableResult
    private mutating func skipPlainText() -> Bool {
        var union: UInt8 = 0
        while position < end {
            let byte = bytes[position]
            guard byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 else { break }
            union |= byte
            position += 1
        }
        return union < 0x80
    }

    private mutating func readEscapedString(from start: Int, _ opening: Int) throws(JSONMistake) -> String {
        var text = Array(bytes[start..<position])
        while let byte = byte(at: position) {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try validated(text[...], at: start)
            case UInt8(ascii: "\\"):
                try readEscape(into: &text)
            case 0..<0x20:
                throw mistake("a control character in a string must be escaped")
            default:
                let run = position
                skipPlainText()
                text.append(contentsOf: bytes[run..<position])
            }
        }
        throw mistake("unexpected end: the string is not closed", at: opening)
    }

    private func validated(_ text: ArraySlice<UInt8>, at start: Int) throws(JSONMistake) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw mistake("the string is not valid UTF-8", at: start)
        }
        return string
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONMistake) {
        let start = position
        position += 2
        switch byte(at: start + 1) {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text.append(contentsOf: try readUnicodeEscape(start).utf8)
        case let byte? where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/"):
            text.append(byte)
        default: throw mistake("unknown escape in a string", at: start)
        }
    }

    /// Reads the digits of `\uXXXX`, and a second such escape where the first is one half of a pair.
    private mutating func readUnicodeEscape(_ start: Int) throws(JSONMistake) -> Unicode.Scalar {
        let first = try readFourDigits(start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, byte(at: position) == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "u")
        else { throw mistake("half of a surrogate pair in a string", at: start) }
        position += 2
        let second = try readFourDigits(start)
        guard 0xDC00..<0xE000 ~= second,
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw mistake("half of a surrogate pair in a string", at: start) }
        return scalar
    }

    private mutating func readFourDigits(_ start: Int) throws(JSONMistake) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = byte(at: position).flatMap(hexadecimalValue) else {
                throw mistake("\\u needs four hexadecimal digits", at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}

extension JSONReader {
    mutating func readNumber() throws(JSONMistake) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digits = position
        var number = DecimalNumber(isNegative: isNegative)
        let wholeDigits = readDigits(into: &number, isFraction: false)
        guard wholeDigits > 0 else { throw mistake("expected a digit") }
        guard wholeDigits == 1 || bytes[digits] != UInt8(ascii: "0") else {
            throw mistake("a number does not start with 0", at: start)
        }
        let isInteger = try !readFraction(into: &number)
        if isInteger, let value = number.integer { return value }
        if let value = number.exactDouble { return .number(value) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw mistake("the number is too large", at: start) }
        return .number(value)
    }

    private mutating func readDigits(into number: inout DecimalNumber, isFraction: Bool) -> Int {
        let start = position
        while let byte = byte(at: position), byte &- UInt8(ascii: "0") < 10 {
            number.append(digit: byte &- UInt8(ascii: "0"), isFraction: isFraction)
            position += 1
        }
        return position - start
    }

    /// - Returns: whether there was a fraction or an exponent.
    private mutating func readFraction(into number: inout DecimalNumber) throws(JSONMistake) -> Bool {
        var isPresent = false
        if byte(at: position) == UInt8(ascii: ".") {
            isPresent = true
            position += 1
            guard readDigits(into: &number, isFraction: true) > 0 else { throw mistake("expected a digit") }
        }
        guard let mark = byte(at: position), mark | 0x20 == UInt8(ascii: "e") else { return isPresent }
        position += 1
        let sign = byte(at: position)
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
        var exponent = DecimalNumber(isNegative: sign == UInt8(ascii: "-"))
        guard readDigits(into: &exponent, isFraction: false) > 0 else { throw mistake("expected a digit") }
        number.add(exponent: exponent)
        return true
    }
}

/// Decimal digits on their way to becoming a number.
private struct DecimalNumber {
    let isNegative: Bool
    private var digits: UInt64 = 0
    private var exponent = 0
    private var isOverflown = false

    init(isNegative: Bool) {
        self.isNegative = isNegative
    }

    mutating func append(digit: UInt8, isFraction: Bool) {
        let (product, tooLarge) = digits.multipliedReportingOverflow(by: 10)
        let (sum, stillTooLarge) = product.addingReportingOverflow(UInt64(digit))
        isOverflown = isOverflown || tooLarge || stillTooLarge
        digits = sum
        if isFraction { exponent &-= 1 }
    }

    mutating func add(exponent other: DecimalNumber) {
        guard !other.isOverflown, other.digits < 1_000_000 else { return isOverflown = true }
        exponent += other.isNegative ? -Int(other.digits) : Int(other.digits)
    }

    /// The whole number without rounding; absent beyond 64 bits.
    var integer: JSONValue? {
        guard !isOverflown else { return nil }
        guard isNegative else { return .whole(digits) }
        return digits <= UInt64(1) << 63 ? .integer(Int64(truncatingIfNeeded: 0 &- digits)) : nil
    }

    /// The number, where one division or multiplication of two exact doubles gives it correctly rounded.
    var exactDouble: Double? {
        guard !isOverflown, digits < 1 << 53, abs(exponent) < Self.exactPowersOfTen.count else { return nil }
        let power = Self.exactPowersOfTen[abs(exponent)]
        let magnitude = exponent < 0 ? Double(digits) / power : Double(digits) * power
        return isNegative ? -magnitude : magnitude
    }

    private static let exactPowersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

func hexadecimalValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
