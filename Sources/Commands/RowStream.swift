internal import Primitives
internal import Reporting
internal import SystemCalls

/// Rows that become known one after the other while a command runs.
///
/// Sentences and JSON lines are printed at once; every other format is one document and is printed at the end. Rows of an endless
/// stream that cannot be printed, or that nobody reads within a second, are left out, and that is said.
struct RowStream<Row: Record> {
    private let invocation: Invocation
    private let schema: String
    private let sessionID: String?
    private var rows: NewestRows<(row: Row, sentence: String)>
    private var printer: RowPrinter
    private var hasComplained = false
    private var left: Int
    /// Whether somebody still reads, and wants more rows.
    private(set) var isOpen: Bool

    /// Rows of an endless stream that a document has at most.
    private static var keptRows: Int { 10_000 }
    private static var patience: Duration { .seconds(1) }

    /// Begins to tell; an endless stream is one of which nobody has said when it ends.
    init(_ invocation: Invocation, schema: String, sessionID: String? = nil, isEndless: Bool) {
        self.invocation = invocation
        self.schema = schema
        self.sessionID = sessionID
        rows = NewestRows(limit: isEndless ? Self.keptRows : .max)
        let deadline = invocation.deadline
        printer = RowPrinter(1, patience: isEndless ? Self.patience : nil) {
            Interruption.hasOccurred || deadline.hasPassed
        }
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
        if hasComplained, printer.unprinted > 0 { say("rows that were not printed: \(printer.unprinted)") }
        guard ![.table, .jsonl].contains(invocation.renderer.format) else {
            for warning in warnings { say("warning: \(warning)") }
            return .verbatim([])
        }
        var output = Output(schema: schema, list: rows.elements.map(\.row), columns: columns, headline: headline)
        output.sessionID = sessionID
        output.metrics = metrics
        output.warnings = warnings
        if rows.leftOut > 0 { output.warnings.append("rows before these that were left out: \(rows.leftOut)") }
        output.narrative = Narrative(
            title: output.title,
            paragraphs: [Narrative.Paragraph(headline, items: rows.elements.map(\.sentence))])
        return .output(output)
    }

    private mutating func print(_ bytes: [UInt8]) {
        switch printer.print(bytes) {
        case .printed: break
        // A reader that has gone away is no error of ours.
        case .readerGone: isOpen = false
        case .notTaken: complain("nobody reads standard output: what is not read within a second is not printed")
        case .failed(let error): complain("standard output takes no rows, and it goes on without: \(error)")
        }
    }

    private mutating func complain(_ text: String) {
        if !hasComplained { say(text) }
        hasComplained = true
    }

    /// Says it where nobody is held up: standard error may be the pipe that nobody reads.
    private func say(_ text: String) {
        guard PollRequest(descriptor: 2, events: .writable).wait(timeout: .zero) == .writable else { return }
        invocation.tell(text)
    }
}
