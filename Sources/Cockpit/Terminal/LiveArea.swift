internal import Formats

/// Lines at the bottom of a terminal that are drawn again and again in the same place.
///
/// Without the alternate screen: what was there before stays readable above, and after `clear` nothing is left over.
struct LiveArea {
    /// Columns of each line that stands there now.
    private var drawn: [Int] = []

    /// What to send to the terminal to replace what is there.
    ///
    /// Where the terminal has become narrower, it has broken the old lines; they are counted as it shows them now.
    mutating func draw(_ lines: [String], width: Int) -> String {
        let text = returnToStart(width) + lines.joined(separator: "\r\n")
        drawn = lines.map(\.columnsWithoutColours)
        return text
    }

    /// What to send to leave no trace.
    mutating func clear(width: Int) -> String {
        defer { drawn = [] }
        return returnToStart(width)
    }

    private func returnToStart(_ width: Int) -> String {
        guard !drawn.isEmpty else { return "" }
        let rows = drawn.reduce(0) { $0 + max(1, ($1 + width - 1) / max(width, 1)) }
        return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "") + "\u{1B}[J"
    }
}

extension String {
    var columnsWithoutColours: Int {
        guard utf8.contains(0x1B) else { return columns }
        var plain = ""
        var isWithinCode = false
        for scalar in unicodeScalars {
            if isWithinCode {
                isWithinCode = scalar != "m"
            } else if scalar == "\u{1B}" {
                isWithinCode = true
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain.columns
    }
}
