/// How single values and keys look in TOON.
struct TOONText {
    let delimiter: TOONDelimiter

    /// The text of a value that is neither array nor object.
    func scalar(_ value: JSONValue) -> String {
        switch value {
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .unsigned(let value): String(value)
        case .number(let value): Self.number(value)
        case .string(let text): needsQuotes(text) ? Self.quoted(text) : text
        case .null, .array, .object: "null"
        }
    }

    static func key(_ name: String) -> String {
        let isPlain = name.utf8.enumerated().allSatisfy { index, byte in
            isLetter(byte) || byte == UInt8(ascii: "_")
                || index > 0 && (isDigit(byte) || byte == UInt8(ascii: "."))
        }
        return isPlain && !name.isEmpty ? name : quoted(name)
    }

    /// Whether a reader would take the bare text for something else.
    private func needsQuotes(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        let space = UInt8(ascii: " ")
        return first == space || last == space || first == UInt8(ascii: "-") || first == UInt8(ascii: "#")
            || text == "true" || text == "false" || text == "null"
            || text.utf8.contains { $0 < 0x20 || $0 == delimiter.rawValue || Self.structural.contains($0) }
            || Self.looksNumeric(text)
    }

    private static let structural = Array(":\"\\[]{}".utf8)

    /// Whether it reads like a number, in a wider sense than TOON's own: leading zeros and a plus count too.
    private static func looksNumeric(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        func skipDigits() -> Bool {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            return !digits.isEmpty
        }
        func skipSign() {
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        }
        skipSign()
        guard skipDigits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard skipDigits() else { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            skipSign()
            guard skipDigits() else { return false }
        }
        return rest.isEmpty
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The shortest exact digits without an exponent; what JSON cannot say becomes `null`.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        let sign = value < 0 ? "-" : ""
        let parts = abs(value).description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return sign + placingPoint(in: mantissa[0] + fraction, after: mantissa[0].count + exponent)
    }

    private static func placingPoint(in digits: String, after count: Int) -> String {
        if count <= 0 { return "0." + String(repeating: "0", count: -count) + digits }
        if count >= digits.count { return digits + String(repeating: "0", count: count - digits.count) }
        return digits.prefix(count) + "." + digits.dropFirst(count)
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
