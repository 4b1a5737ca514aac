/// A place in a text as editors count it: both numbers from 1, columns in characters of Unicode (scalars).
struct TextPlace: Equatable, CustomStringConvertible {
    var line: Int
    var column: Int

    init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        let newline = UInt8(ascii: "\n")
        line = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    }

    var description: String { "line \(line), column \(column)" }
}
