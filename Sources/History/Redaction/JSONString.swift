/// The strings of JSON as bytes: reading escapes and writing them.
enum JSONString {
    /// Appends a string with its quotes.
    static func write(_ text: [UInt8], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0x0A: output += "\\n".utf8
            case 0x09: output += "\\t".utf8
            case 0x0D: output += "\\r".utf8
            case ..<0x20: output += "\\u00\(hexadecimal([byte]))".utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// What a string between its quotes means; escapes that are none stand for themselves.
    static func read(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(UInt8(ascii: "\\")) else { return Array(text) }
        var result: [UInt8] = []
        var units: [UInt16] = []
        var index = text.startIndex
        while index < text.endIndex {
            if let unit = codeUnit(text[index...]) {
                units.append(unit)
                index += 6
                continue
            }
            flush(&units, to: &result)
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.endIndex {
                result.append(meaning(text[index + 1]))
                index += 2
            } else {
                result.append(text[index])
                index += 1
            }
        }
        flush(&units, to: &result)
        return result
    }

    private static func meaning(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: letter
        }
    }

    private static func codeUnit(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard text.count >= 6, text.starts(with: "\\u".utf8) else { return nil }
        return UInt16(String(decoding: text.dropFirst(2).prefix(4), as: UTF8.self), radix: 16)
    }

    /// Surrogates come in pairs, so code units are turned into text together.
    private static func flush(_ units: inout [UInt16], to result: inout [UInt8]) {
        guard !units.isEmpty else { return }
        result += String(decoding: units, as: UTF16.self).utf8
        units = []
    }
}
