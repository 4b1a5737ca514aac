internal import Primitives
internal import Reporting
internal import SystemCalls

/// Rows that become known one after the other while a command runs.
///
/// Sentences and JSON lines are printed at once; every other format is one document and is printed at the end.
struct RowStream<Row: Record> {
    private let invocation: Invocation
    private let schema: String
    private let sessionID: String?
    private var rows: [(row: Row, sentence: String)] = []
    private var left: Int
    /// Whether somebody still reads, and wants more rows.
    private(set) var isOpen: Bool

    /// Begins to tell; an endless stream is one of which nobody has said when it ends.
    init(_ invocation: Invocation, schema: String, sessionID: String? = nil, isEndless: Bool) {
        self.invocation = invocation
        self.schema = schema
        self.sessionID = sessionID
        left = invocation.renderer.limit ?? .max
        isOpen = left > 0
        switch invocation.renderer.format {
        case .table: break
        case .jsonl: print(invocation.renderer.opening(schema, sessionID: sessionID, context: invocation.context()))
        case let format where isEndless:
            invocation.tell("--format \(format.rawValue) answers at the end; --format jsonl tells at once")
        default: break
        }
    }

    /// - Throws: `TendError` (`cli.usage`) for an unknown field.
    mutating func tell(_ row: Row, _ sentence: String) throws(TendError) {
        guard isOpen else { return }
        left -= 1
        isOpen = left > 0
        switch invocation.renderer.format {
        case .table: print(Array("\(sentence)\n".utf8))
        case .jsonl: print(try invocation.renderer.line(row))
        default: rows.append((row, sentence))
        }
    }

    /// The document, where one is due.
    func answer(
        columns: [ColumnChoice<Row>], headline: String, metrics: [Metric] = [], warnings: [String] = []
    ) -> Answer {
        guard ![.table, .jsonl].contains(invocation.renderer.format) else {
            for warning in warnings { invocation.tell("warning: \(warning)") }
            return .verbatim([])
        }
        var output = Output(schema: schema, list: rows.map(\.row), columns: columns, headline: headline)
        output.sessionID = sessionID
        output.metrics = metrics
        output.warnings = warnings
        output.narrative = Narrative(
            title: output.title, paragraphs: [Narrative.Paragraph(headline, items: rows.map(\.sentence))])
        return .output(output)
    }

    private mutating func print(_ bytes: [UInt8]) {
        do throws(SystemCallError) {
            try writeAll(bytes, to: 1)
        } catch {
            // A reader that has gone away is no error of ours.
            isOpen = false
        }
    }
}
