internal import Formats

extension Output {
    /// An output whose `data` is one record: people see a sheet of its fields.
    ///
    /// The sheet has the fields named, or all of them.
    package init<Row: Record>(
        schema: String, record: Row, fields: [ColumnChoice<Row>] = [], headline: String
    ) {
        let choices = fields.isEmpty ? Row.fields.map { ColumnChoice($0.key) } : fields
        self.init(
            schema: schema, shape: Row.shape, rows: TableSource(records: [record], at: .whole, columns: choices),
            headline: headline
        ) { record.write(to: &$0) }
    }

    /// An output whose `data` is the list of records itself.
    package init<Row: Record>(schema: String, list: [Row], columns: [ColumnChoice<Row>], headline: String) {
        self.init(
            schema: schema, shape: .list(Row.shape), rows: TableSource(records: list, at: .list, columns: columns),
            headline: headline
        ) { list.write(to: &$0) }
    }

    /// An output whose `data` is a record with a list of others that people read as a table.
    ///
    /// `member` is the JSON key of the list within the record.
    package init<Whole: Record, Row: Record>(
        schema: String, record: Whole, member: String, rows: [Row], columns: [ColumnChoice<Row>], headline: String
    ) {
        self.init(
            schema: schema, shape: Whole.shape,
            rows: TableSource(records: rows, at: .member(member), columns: columns), headline: headline
        ) { record.write(to: &$0) }
    }
}

extension TableSource {
    package init<Row: Record>(records: [Row], at place: Place, columns: [ColumnChoice<Row>]) {
        self.init(
            place: place, count: records.count, shape: Row.shape,
            columns: columns.map { TableColumn($0, of: records) },
            column: { path in
                let choice = columns.first { $0.path == path } ?? ColumnChoice(path)
                return TableColumn(choice, of: records)
            },
            write: { row, writer in records[row].write(to: &writer) })
    }
}

extension TableColumn {
    fileprivate init<Row: Record>(_ choice: ColumnChoice<Row>, of records: [Row]) {
        let path = FieldPath(choice.path)
        let field = path.field(in: Row.fields)
        self.init(
            heading: field?.heading ?? choice.path.uppercased(),
            isNumber: field?.isNumber ?? path.shape(in: Row.shape)?.isNumber ?? false,
            isFlexible: choice.isFlexible, isWrapped: choice.isWrapped, dropOrder: choice.dropOrder
        ) { row in
            field?.text(records[row]) ?? path.text(in: records[row].json)
        }
        if let tone = choice.tone { self.tone = { tone(records[$0]) } }
    }
}
