/// The classes of bytes that redaction tells apart.
extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isUpperCase: Bool { self &- 0x41 < 26 }
    var isLowerCase: Bool { self &- 0x61 < 26 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isAlphanumeric: Bool { isDigit || isLetter }
    var isHexadecimalDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    /// Letters, digits and `_ - .`: what names of settings and most tokens are made of.
    var isNameByte: Bool {
        isAlphanumeric || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
    /// Space, tab and line ends, and the zero byte between arguments.
    var isBoundary: Bool { self == 0 || isBlank || self == 0x0A || self == 0x0D }
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
    var lowerCased: UInt8 { isUpperCase ? self | 0x20 : self }
}
