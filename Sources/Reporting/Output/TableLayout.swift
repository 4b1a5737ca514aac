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
    /// A sentence in less becomes a tower of words.
    private static let leastWrapped = 24
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

    /// The heading and one line a row, more where a column wraps; none wider than the style.
    package var lines: [String] {
        let heading = line(columns.map { (style.clip($0.source.heading, to: $0.width), .strong) })
        return [heading] + (0..<rows).flatMap(block)
    }

    /// The lines of one row.
    private func block(_ row: Int) -> [String] {
        let cells = columns.map { column in
            column.source.isWrapped && style.breaksLines
                ? column.cells[row].wrapped(toColumns: column.width) : [style.clip(column.cells[row], to: column.width)]
        }
        let height = cells.reduce(1) { max($0, $1.count) }
        return (0..<height).map { place in
            line(zip(columns, cells).map { ($1.indices.contains(place) ? $1[place] : "", $0.source.tone(row)) })
        }
    }

    private func line(_ cells: [(text: String, tone: Tone)]) -> String {
        var line = ""
        var pending = 0
        for (column, (text, tone)) in zip(columns, cells) {
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
        narrow(into: width, to: Self.least) { $0.isFlexible }
        narrow(into: width, to: { _ in Self.leastText }) { !$0.isNumber }
        while columns.count > 1, overflow(width) > 0 { columns.removeLast() }
        if columns.count == 1 { columns[0].width = min(columns[0].width, width) }
    }

    private func overflow(_ width: Int) -> Int { max(total - width, 0) }

    /// What the flexible columns can still give.
    private var flexibleSlack: Int {
        columns.filter(\.source.isFlexible).reduce(0) { $0 + max($1.width - Self.least($1.source), 0) }
    }

    private static func least(_ column: TableColumn) -> Int { column.isWrapped ? leastWrapped : leastFlexible }

    private var nextToDrop: Int? {
        guard let index = columns.indices.max(by: { columns[$0].source.dropOrder < columns[$1].source.dropOrder }),
            columns[index].source.dropOrder > 0
        else { return nil }
        return index
    }

    private mutating func narrow(
        into width: Int, to least: (TableColumn) -> Int, where matches: (TableColumn) -> Bool
    ) {
        while overflow(width) > 0 {
            let candidates = columns.indices.filter {
                matches(columns[$0].source) && columns[$0].width > least(columns[$0].source)
            }
            guard let widest = candidates.max(by: { columns[$0].width < columns[$1].width }) else { return }
            // Down to the next widest, so that columns of one kind end up alike.
            let least = least(columns[widest].source)
            let others = candidates.filter { $0 != widest }.map { columns[$0].width }.max() ?? least
            let step = max(1, min(overflow(width), columns[widest].width - max(others, least)))
            columns[widest].width -= step
        }
    }
}
