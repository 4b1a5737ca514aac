/// Values and keys as TOML writes them, on one line.
package enum TOMLText {
    package static func value(_ kind: TOMLValue.Kind) -> String {
        switch kind {
        case .string(let text): quoted(text)
        case .integer(let value): String(value)
        case .double(let value): number(value)
        case .bool(let value): value ? "true" : "false"
        case .date(let text): text
        case .array(let elements): "[\(elements.map { value($0.kind) }.joined(separator: ", "))]"
        case .table(let table) where table.members.isEmpty: "{}"
        case .table(let table):
            "{ \(table.members.map { "\(key($0.key)) = \(value($0.value.kind))" }.joined(separator: ", ")) }"
        }
    }

    static func key(_ name: String) -> String {
        let isBare = name.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        return isBare && !name.isEmpty ? name : quoted(name)
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        return value.description
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
