package import Formats

/// The rows of an output without their type: texts for tables, JSON for lines.
package struct TableSource: Sendable {
    /// Where the rows stand within `data`.
    package enum Place: Sendable, Equatable {
        /// `data` is the one row, shown as a sheet of headings and values.
        case whole
        /// `data` is the list of rows.
        case list
        /// The members of these names are the lists of rows, one after the other.
        case members([String])

        /// The member of that name is the list of rows.
        package static func member(_ key: String) -> Place { .members([key]) }
    }

    package var place: Place
    package var count: Int
    /// What one row looks like.
    package var shape: Shape
    package var columns: [TableColumn]
    /// The column for a dotted path that exists in `shape`, for `--fields`.
    package var column: @Sendable (_ path: String) -> TableColumn
    package var write: @Sendable (_ row: Int, inout JSONWriter) -> Void
    /// Rows that tell people nothing new: tables leave them out, programs get them.
    package var isHidden: @Sendable (_ row: Int) -> Bool = { _ in false }

    package init(
        place: Place, count: Int, shape: Shape, columns: [TableColumn],
        column: @escaping @Sendable (_ path: String) -> TableColumn,
        write: @escaping @Sendable (_ row: Int, inout JSONWriter) -> Void
    ) {
        self.place = place
        self.count = count
        self.shape = shape
        self.columns = columns
        self.column = column
        self.write = write
    }
}

/// One column of a table.
package struct TableColumn: Sendable {
    package var heading: String
    /// Numbers stand to the right.
    package var isNumber: Bool
    /// Gives up width first, and is clipped; for commands and paths, best as the last column.
    package var isFlexible: Bool
    /// Gives up width as well, and goes on in further lines; for sentences.
    package var isWrapped: Bool
    /// When the terminal is too narrow, higher numbers are left out first; 0 stays.
    package var dropOrder: Int
    /// The cell's text, already safe to print.
    package var text: @Sendable (_ row: Int) -> String
    package var tone: @Sendable (_ row: Int) -> Tone

    package init(
        heading: String, isNumber: Bool = false, isFlexible: Bool = false, isWrapped: Bool = false,
        dropOrder: Int = 0,
        tone: @escaping @Sendable (_ row: Int) -> Tone = { _ in .plain },
        text: @escaping @Sendable (_ row: Int) -> String
    ) {
        self.heading = heading
        self.isNumber = isNumber
        self.isFlexible = isFlexible || isWrapped
        self.isWrapped = isWrapped
        self.dropOrder = dropOrder
        self.tone = tone
        self.text = text
    }
}

extension TableColumn {
    /// The column of some of its rows, in their order.
    func keeping(_ rows: [Int]) -> TableColumn {
        var column = self
        column.text = { [text] in text(rows[$0]) }
        column.tone = { [tone] in tone(rows[$0]) }
        return column
    }
}

/// Which field stands in a column, and how it behaves where there is little room.
package struct ColumnChoice<Row>: Sendable, ExpressibleByStringLiteral {
    /// The field's key; dotted into groups and records: `memory.rss_bytes`.
    package var path: String
    package var dropOrder: Int
    package var isFlexible: Bool
    package var isWrapped: Bool
    package var tone: (@Sendable (Row) -> Tone)?

    package init(
        _ path: String, dropOrder: Int = 0, isFlexible: Bool = false, isWrapped: Bool = false,
        tone: (@Sendable (Row) -> Tone)? = nil
    ) {
        self.path = path
        self.dropOrder = dropOrder
        self.isFlexible = isFlexible || isWrapped
        self.isWrapped = isWrapped
        self.tone = tone
    }

    package init(stringLiteral path: String) {
        self.init(path)
    }
}
