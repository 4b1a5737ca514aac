package import Primitives

extension ForeignText {
    private static let escapeMark = Unicode.Scalar(UInt8(ascii: "\\"))

    /// The text as a screen may show it: whatever could drive a terminal or mislead the eye is written out.
    ///
    /// Control characters and bytes that are not UTF-8 become `\xHH`; characters that turn text round, break lines or
    /// take no room become `\u{HHHH}`. A backslash stays one, so this is for reading; `escaped` can be reversed.
    package var sanitised: String {
        guard !bytes.allSatisfy({ 0x20..<0x7F ~= $0 }) else { return String(decoding: bytes, as: UTF8.self) }
        var result = String.UnicodeScalarView()
        for piece in UTF8Pieces(bytes) {
            switch piece {
            case .scalar(let scalar) where scalar.isPrintable: result.append(scalar)
            case .scalar(let scalar) where scalar.isASCII: result.append(contentsOf: hexadecimal(scalar.utf8))
            case .scalar(let scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - digits.count))
                result.append(contentsOf: "\\u{\(padding)\(digits)}".unicodeScalars)
            case .invalid(let byte): result.append(contentsOf: hexadecimal(CollectionOfOne(byte)))
            }
        }
        return String(result)
    }

    /// The text in a form from which `init(escaped:)` makes exactly the same bytes again.
    ///
    /// A backslash becomes `\\`, a zero byte `\0`, and every byte of what is not printable `\xHH`.
    package var escaped: String { String(decoding: escapedBytes, as: UTF8.self) }

    /// The bytes of `escaped`, without a text between: recordings are full of them.
    package var escapedBytes: [UInt8] {
        guard !bytes.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\\") }) else { return bytes }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return Array(escapedScalars.utf8) }
        var ascii: [UInt8] = []
        ascii.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"):
                ascii.append(byte)
                ascii.append(byte)
            case 0:
                ascii.append(UInt8(ascii: "\\"))
                ascii.append(UInt8(ascii: "0"))
            case 0x20..<0x7F: ascii.append(byte)
            default:
                ascii.append(UInt8(ascii: "\\"))
                ascii.append(UInt8(ascii: "x"))
                ascii.append(hexadecimalDigit(byte >> 4))
                ascii.append(hexadecimalDigit(byte & 15))
            }
        }
        return ascii
    }

    private var escapedScalars: String {
        var result = String.UnicodeScalarView()
        for piece in UTF8Pieces(bytes) {
            switch piece {
            case .scalar(Self.escapeMark): result.append(contentsOf: "\\\\".unicodeScalars)
            case .scalar("\0"): result.append(contentsOf: "\\0".unicodeScalars)
            case .scalar(let scalar) where scalar.isPrintable: result.append(scalar)
            case .scalar(let scalar): result.append(contentsOf: hexadecimal(scalar.utf8))
            case .invalid(let byte): result.append(contentsOf: hexadecimal(CollectionOfOne(byte)))
            }
        }
        return String(result)
    }

    /// Absent where a backslash is followed by none of `\`, `0` and `xHH`.
    package init?(escaped text: String) {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "\\"): bytes.append(byte)
            case UInt8(ascii: "0"): bytes.append(0)
            case UInt8(ascii: "x"):
                guard let high = rest.popFirst().flatMap(hexadecimalValue),
                    let low = rest.popFirst().flatMap(hexadecimalValue)
                else { return nil }
                bytes.append(high << 4 | low)
            default: return nil
            }
        }
        self.init(bytes)
    }

    private func hexadecimal(_ bytes: some Sequence<UInt8>) -> String.UnicodeScalarView {
        var result = String.UnicodeScalarView()
        for byte in bytes {
            result.append(contentsOf: "\\x".unicodeScalars)
            result.append(Unicode.Scalar(hexadecimalDigit(byte >> 4)))
            result.append(Unicode.Scalar(hexadecimalDigit(byte & 15)))
        }
        return result
    }
}
