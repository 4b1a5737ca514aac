// How many columns of a terminal a text takes, after Unicode's East Asian Width (UAX #11).

extension String {
    /// The columns that a terminal needs for it: two for East Asian wide characters and emoji, none for marks above or
    /// below others.
    package var columns: Int {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return utf8.count }
        return reduce(0) { $0 + $1.columns }
    }

    /// The text, or as much of its beginning as fits before a `…` that says that something is missing.
    package func clipped(toColumns limit: Int) -> String {
        guard columns > limit else { return self }
        guard limit > 0 else { return "" }
        return beginning(ofColumns: limit - 1) + "…"
    }

    /// The text broken at blanks into lines of at most so many columns, all but the first indented.
    ///
    /// A word that is wider than a line is broken where the line ends. Blanks in a row count as one. Beside its
    /// indentation a line has two columns at least, and one character however wide it is.
    ///
    /// - Returns: at least one line, without blanks at its end.
    package func wrapped(toColumns limit: Int, indentation: Int = 0) -> [String] {
        let limit = max(limit, indentation + 2)
        var lines: [String] = []
        var line = ""
        // Columns that are left; the indentation is put before a line when it is complete.
        var room = limit
        func endLine() {
            lines.append(line)
            line = ""
            room = limit - indentation
        }
        for word in split(separator: " ") {
            var rest = String(word)
            if !line.isEmpty, rest.columns + 1 > room { endLine() }
            while rest.columns > room {
                line = String(rest.prefix(max(rest.beginning(ofColumns: room).count, 1)))
                rest.removeFirst(line.count)
                endLine()
            }
            let piece = line.isEmpty ? rest : " \(rest)"
            line += piece
            room -= piece.columns
        }
        endLine()
        let margin = String(repeating: " ", count: indentation)
        return lines.enumerated().map { $0.offset == 0 ? $0.element : margin + $0.element }
    }

    /// As many of its first characters as fit.
    private func beginning(ofColumns limit: Int) -> Substring {
        var room = limit
        return prefix { character in
            room -= character.columns
            return room >= 0
        }
    }
}

extension Character {
    fileprivate var columns: Int {
        var total = 0
        var isJoined = false
        for scalar in unicodeScalars {
            // What is joined to the emoji before it shares its place; a selector or a skin colour changes its looks.
            if scalar.value == 0xFE0F { total = max(total, 2) }
            if !isJoined, !scalar.properties.isEmojiModifier || total == 0 { total += scalar.columns }
            isJoined = scalar.value == 0x200D
        }
        return total
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        guard value >= 0x300 else { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if 0x1160...0x11FF ~= value { return 0 }
        if 0x1F1E6...0x1F1FF ~= value { return 1 }
        return properties.isEmojiPresentation || Self.isWide(value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wideRanges.contains { $0 ~= value }
    }

    /// Wide and full-width characters other than emoji.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
