/// Lines of text within a width, as help is built from them.
struct TextPage {
    let width: Int
    private let style: TextStyle
    private var lines: [String] = []

    init(width: Int, style: TextStyle) {
        self.width = width
        self.style = style
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// A paragraph; every line after the first is indented by `hanging` more.
    mutating func add(_ spans: [TextSpan], indent: Int = 0, hanging: Int = 0) {
        for (number, line) in wrap(spans, width: width - indent, hanging: hanging).enumerated() {
            append(line, indent: indent + (number == 0 ? 0 : hanging))
        }
    }

    /// An empty line between sections, never at the top.
    mutating func skipLine() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    mutating func heading(_ title: String) {
        skipLine()
        append([TextSpan("\(title):", .heading)], indent: 0)
    }

    /// A label and its text beside it, or below it where the label is wider than the column.
    mutating func entry(_ label: [TextSpan], _ text: [TextSpan], column: Int) {
        let indent = 2
        let start = indent + column + 2
        let body = wrap(text, width: width - start, hanging: 0)
        guard label.width <= column, let first = body.first else {
            add(label, indent: indent, hanging: 4)
            return body.forEach { append($0, indent: start) }
        }
        append(label + [TextSpan(String(repeating: " ", count: column - label.width + 2))] + first, indent: indent)
        body.dropFirst().forEach { append($0, indent: start) }
    }

    /// The width of the column of labels: what most of them need, within two fifths of the page.
    func column(for labels: [[TextSpan]]) -> Int {
        let limit = width * 2 / 5
        return labels.map(\.width).filter { $0 <= limit }.max() ?? limit / 2
    }

    /// A command line, continued with a backslash where it is too long, so that it can still be pasted.
    mutating func commandLine(_ line: String, indent: Int) {
        let hanging = 8
        let room = width - indent - 2
        var rows: [String] = []
        for part in line.shellPhrases.flatMap({ $0.count > room - hanging ? $0.shellWords : [$0] }) {
            if let last = rows.last, last.count + 1 + part.count <= room - (rows.count > 1 ? hanging : 0) {
                rows[rows.count - 1] = "\(last) \(part)"
            } else {
                rows.append(part)
            }
        }
        for (number, row) in rows.enumerated() {
            let isLast = number == rows.count - 1
            append([TextSpan(isLast ? row : row + " \\", .literal)], indent: indent + (number == 0 ? 0 : hanging))
        }
    }

    private mutating func append(_ line: [TextSpan], indent: Int) {
        lines.append(String(repeating: " ", count: indent) + line.map { style.apply($0.role, to: $0.text) }.joined())
    }

    /// Greedy wrapping between words; a word longer than the line stays whole.
    private func wrap(_ spans: [TextSpan], width: Int, hanging: Int) -> [[TextSpan]] {
        var lines: [[TextSpan]] = []
        for span in spans {
            for word in span.text.split(whereSeparator: \.isWhitespace) {
                let room = width - (lines.count > 1 ? hanging : 0)
                if let last = lines.last, last.width + 1 + word.count <= room {
                    lines[lines.count - 1].append(TextSpan(" "))
                } else {
                    lines.append([])
                }
                lines[lines.count - 1].append(TextSpan(String(word), span.role))
            }
        }
        return lines
    }
}

extension String {
    /// The words of a command line with their quotes kept, so that a break between two of them changes nothing.
    var shellWords: [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in self {
            if character == " ", quote == nil {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
            }
            word.append(character)
        }
        return word.isEmpty ? words : words + [word]
    }

    /// As `shellWords`, with an option and the word after it kept together.
    var shellPhrases: [String] {
        shellWords.reduce(into: []) { phrases, word in
            guard let last = phrases.last, last.first == "-", !last.contains("="), !last.contains(" "),
                word.first != "-"
            else { return phrases.append(word) }
            phrases[phrases.count - 1] = "\(last) \(word)"
        }
    }

    /// The paragraphs of a discussion: parted by empty lines, with single line breaks dissolved.
    var paragraphs: [String] {
        split(separator: "\n", omittingEmptySubsequences: false).split(separator: "").map { $0.joined(separator: " ") }
    }
}
