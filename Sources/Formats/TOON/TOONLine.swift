/// A line that means something: neither blank nor a comment.
struct TOONLine {
    /// From 1, as in the file.
    let number: Int
    let depth: Int
    /// Without the indentation and the end of the line.
    let content: ArraySlice<UInt8>
    /// Whether there was a blank line between the line before and this one.
    let followsBlank: Bool
}

/// What is wrong on which line.
struct TOONMistake: Error {
    let line: Int
    let message: String
}

extension [TOONLine] {
    init(of bytes: [UInt8], _ options: TOONOptions) throws(TOONMistake) {
        self = []
        var number = 0
        var followsBlank = false
        var start = 0
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            var line = bytes[start..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            start = end + 1
            let content = line.drop { $0 == UInt8(ascii: " ") }
            if content.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
                followsBlank = true
            } else if content.first != UInt8(ascii: "#") {
                let depth = try Self.depth(of: line.count - content.count, content, number, options)
                append(TOONLine(number: number, depth: depth, content: content, followsBlank: followsBlank))
                followsBlank = false
            }
        }
    }

    private static func depth(
        of spaces: Int, _ content: ArraySlice<UInt8>, _ number: Int, _ options: TOONOptions
    ) throws(TOONMistake) -> Int {
        guard content.first != UInt8(ascii: "\t") else {
            throw TOONMistake(line: number, message: "a tab in the indentation")
        }
        guard spaces.isMultiple(of: options.indentSize) || !options.isStrict else {
            throw TOONMistake(
                line: number, message: "\(spaces) spaces of indentation are no multiple of \(options.indentSize)")
        }
        return spaces / options.indentSize
    }
}
