internal import Formats

/// Tables for people: as wide as the terminal, never wider.
struct TableText {
    let style: Style

    private static let indentation = 2

    /// The table, then the headline, then paragraphs and notes.
    func text(_ view: OutputView) -> String {
        let columns = view.columns
        var lines: [String] = []
        if !view.shown.isEmpty {
            lines =
                view.output.rows?.place == .whole
                ? sheet(columns) : TableLayout(columns, rows: view.shown.count, style: style).lines
        }
        if !view.output.headline.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines += style.wrap(view.output.headline)
        }
        lines += view.output.paragraphs.flatMap { style.wrap($0, indentation: Self.indentation) } + view.output.notes
        return lines.map { $0 + "\n" }.joined()
    }

    /// The first row as headings and values, one a line.
    private func sheet(_ columns: [TableColumn]) -> [String] {
        let margin = (columns.map(\.heading.columns).max() ?? 0) + 2
        var narrower = style
        narrower.width = style.width.map { max($0 - margin, 20) }
        return columns.flatMap { column in
            narrower.wrap(column.text(0)).enumerated().map { index, line in
                let heading = index == 0 ? column.heading : ""
                let gap = String(repeating: " ", count: margin - heading.columns)
                return style.apply(.strong, to: heading) + gap + style.apply(column.tone(0), to: line)
            }
        }
    }
}
