/// Markdown for issues, chats and notes: a table and the headline under it.
struct MarkdownText {
    func text(_ view: OutputView) -> String {
        var lines: [String] = []
        let columns = view.columns
        if view.count > 0, !columns.isEmpty {
            lines = view.output.rows?.place == .whole ? sheet(columns) : table(columns, rows: view.count)
            lines.append("")
        }
        lines.append(Self.escaped(view.output.headline))
        for note in view.output.paragraphs + view.output.notes { lines += ["", Self.escaped(note)] }
        return lines.map { $0 + "\n" }.joined()
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
