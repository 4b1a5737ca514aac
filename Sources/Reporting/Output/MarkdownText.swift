/// Markdown for issues, chats and notes: a table, or a heading where there is none, and the headline under it.
struct MarkdownText {
    func text(_ view: OutputView) -> String {
        var lines: [String]
        let columns = view.columns
        if !view.shown.isEmpty, !columns.isEmpty {
            lines = view.output.rows?.place == .whole ? sheet(columns) : table(columns, rows: view.shown.count)
        } else {
            lines = ["## \(Self.escaped(view.output.title))"]
        }
        lines += ["", Self.escaped(view.output.headline)]
        var isInList = false
        for note in view.output.paragraphs + view.output.notes {
            let item = Self.item(note)
            // The items of a list stand together.
            lines += (isInList && item != nil ? [] : [""]) + [item ?? Self.escaped(note)]
            isInList = item != nil
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// What is indented for people as an item of a list: four blanks and more would make it code.
    private static func item(_ note: String) -> String? {
        let text = note.drop { $0 == " " }
        let blanks = note.count - text.count
        guard blanks > 0, !text.isEmpty else { return nil }
        return String(repeating: "  ", count: (blanks - 1) / 2) + "- " + escaped(String(text))
    }

    private func table(_ columns: [TableColumn], rows: Int) -> [String] {
        [line(columns.map(\.heading)), line(columns.map { $0.isNumber ? "---:" : "---" }, escaping: false)]
            + (0..<rows).map { row in line(columns.map { $0.text(row) }) }
    }

    private func sheet(_ columns: [TableColumn]) -> [String] {
        [line(["FIELD", "VALUE"]), line(["---", "---"], escaping: false)]
            + columns.map { line([$0.heading, $0.text(0)]) }
    }

    private func line(_ cells: [String], escaping: Bool = true) -> String {
        "| " + cells.map { escaping ? Self.escaped($0) : $0 }.joined(separator: " | ") + " |"
    }

    /// Keeps foreign text from ending a cell, becoming a link or turning into formatting.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if #"\`*_[]<>|~&"#.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
