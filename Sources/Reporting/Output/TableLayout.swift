internal import Formats

/// Columns with their texts, fitted into a width.
package struct TableLayout {
    private struct Column {
        let source: TableColumn
        let cells: [String]
        var width: Int

        init(_ source: TableColumn, rows: Int) {
            self.source = source
            cells = (0..<rows).map(source.text)
            width = cells.reduce(source.heading.columns) { max($0, $1.columns) }
        }
    }

    private static let gap = 2
    /// A command or a path says too little in less.
    private static let leastFlexible = 16
    private static let leastText = 6

    private let style: Style
    private let rows: Int
    private var columns: [Column]

    package init(_ columns: [TableColumn], rows: Int, style: Style) {
        self.style = style
        self.rows = rows
        self.columns = columns.map { Column($0, rows: rows) }
        if let width = style.width { fit(into: width) }
    }

    /// The heading and one line a row; none wider than the style.
    package var lines: [String] {
        let heading = line { column in (column.source.heading, .strong) }
        return [heading] + (0..<rows).map { row in line { ($0.cells[row], $0.source.tone(row)) } }
    }

    private func line(_ cell: (Column) -> (text: String, tone: Tone)) -> String {
        var line = ""
        var pending = 0
        for column in columns {
            let (full, tone) = cell(column)
            let text = style.clip(full, to: column.width)
            let blanks = column.width - text.columns
            let before = column.source.isNumber ? blanks : 0
            if !text.isEmpty { line += String(repeating: " ", count: pending + before) + style.apply(tone, to: text) }
            // Blanks wait until something follows them, so that no line ends in any.
            pending = text.isEmpty ? pending + column.width + Self.gap : blanks - before + Self.gap
        }
        return line
    }

    private var total: Int {
        columns.reduce(0) { $0 + $1.width } + Self.gap * max(columns.count - 1, 0)
    }

    /// Leaves out what may be left out, then narrows what may be narrowed, and as a last resort cuts from the right.
    private mutating func fit(into width: Int) {
        while overflow(width) > flexibleSlack, let index = nextToDrop { columns.remove(at: index) }
        narrow(into: width, to: Self.leastFlexible) { $0.isFlexible }
        narrow(into: width, to: Self.leastText) { !$0.isNumber }
        while columns.count > 1, overflow(width) > 0 { columns.removeLast() }
        if columns.count == 1 { columns[0].width = min(columns[0].width, width) }
    }

    private func overflow(_ width: Int) -> Int { max(total - width, 0) }

    /// What the flexible columns can still give.
    private var flexibleSlack: Int {
        columns.filter(\.source.isFlexible).reduce(0) { $0 + max($1.width - Self.leastFlexible, 0) }
    }

    private var nextToDrop: Int? {
        guard let index = columns.indices.max(by: { columns[$0].source.dropOrder < columns[$1].source.dropOrder }),
            columns[index].source.dropOrder > 0
        else { return nil }
        return index
    }

    private mutating func narrow(into width: Int, to least: Int, where matches: (TableColumn) -> Bool) {
        while overflow(width) > 0 {
            let candidates = columns.indices.filter { matches(columns[$0].source) && columns[$0].width > least }
            guard let widest = candidates.max(by: { columns[$0].width < columns[$1].width }) else { return }
            // Down to the next widest, so that columns of one kind end up alike.
            let others = candidates.filter { $0 != widest }.map { columns[$0].width }.max() ?? least
            let step = max(1, min(overflow(width), columns[widest].width - max(others, least)))
            columns[widest].width -= step
        }
    }
}
