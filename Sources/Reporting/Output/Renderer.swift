internal import Formats
package import Primitives

/// What goes to standard output, and what is said beside it on standard error.
package struct Rendering: Sendable, Equatable {
    package var standardOutput: [UInt8]
    package var standardError: String

    package init(standardOutput: [UInt8] = [], standardError: String = "") {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }
}

/// Turns what a command returns into bytes.
package struct Renderer: Sendable {
    package var format: OutputFormat
    package var style: Style
    /// Dotted paths of the fields that each row keeps; nil keeps all.
    package var fields: [String]?
    /// At most so many rows.
    package var limit: Int?
    /// JSON on one line, and in `data` no members that are null or empty.
    package var compact: Bool

    package init(
        format: OutputFormat, style: Style, fields: [String]? = nil, limit: Int? = nil, compact: Bool = false
    ) {
        self.format = format
        self.style = style
        self.fields = fields
        self.limit = limit
        self.compact = compact
    }

    /// - Throws: `TendError` (`cli.usage`) for an unknown field.
    package func render(_ output: Output, context: EnvelopeContext) throws(TendError) -> Rendering {
        let view = try OutputView(output, fields: fields, limit: limit, dropsEmpty: compact)
        let envelope = Envelope(output, warnings: view.warnings, context: context)
        switch format {
        case .json: return Rendering(standardOutput: json(view, envelope))
        case .jsonl: return Rendering(standardOutput: lines(view, envelope))
        case .toon: return Rendering(standardOutput: try toon(view, envelope))
        default: return Rendering(standardOutput: try bytes(forPeople: view), standardError: talk(view))
        }
    }

    /// What stands before rows that are told one by one: for programs the envelope without data, for people nothing.
    package func opening(_ schema: String, sessionID: String?, context: EnvelopeContext) -> [UInt8] {
        guard format.isEnvelope else { return [] }
        var output = Output(schema: schema, shape: .anything, headline: "") { $0.null() }
        output.sessionID = sessionID
        var writer = JSONWriter()
        Envelope(output, warnings: [], context: context).write(to: &writer)
        writer.endLine()
        return writer.bytes
    }

    /// One row on a line of its own, with the fields that were asked for.
    ///
    /// - Throws: `TendError` (`cli.usage`) for an unknown field.
    package func line<Row: Record>(_ row: Row) throws(TendError) -> [UInt8] {
        let output = Output(schema: "", list: [row], columns: [], headline: "")
        let view = try OutputView(output, fields: fields, limit: nil, dropsEmpty: compact)
        var writer = JSONWriter()
        view.writeRow(0, to: &writer)
        writer.endLine()
        return writer.bytes
    }

    /// An error instead of an output: an envelope where a program reads, a sentence on standard error for people.
    package func render(error: TendError, context: EnvelopeContext) -> Rendering {
        guard format.isEnvelope else { return Rendering(standardError: Self.text(of: error)) }
        let envelope = Envelope(error: error, context: context)
        var writer = JSONWriter(indent: format == .json && !compact ? 2 : 0)
        envelope.write(to: &writer)
        writer.endLine()
        // Our own writer's bytes parse; were they not to, JSON is better than nothing.
        guard format == .toon, let value = try? JSONParser.parse(writer.bytes) else {
            return Rendering(standardOutput: writer.bytes)
        }
        return Rendering(standardOutput: Array((TOONEncoder().encode(value) + "\n").utf8))
    }

    /// What failed, why, and what to try.
    package static func text(of error: TendError) -> String {
        var lines = ["tend: \(error.message)"]
        if let cause = error.cause { lines.append("  because: \(cause)") }
        if let hint = error.hint { lines.append("  try: \(hint)") }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension Renderer {
    private func json(_ view: OutputView, _ envelope: Envelope) -> [UInt8] {
        var writer = JSONWriter(indent: compact ? 0 : 2)
        envelope.write(to: &writer) { view.writeData(to: &$0) }
        writer.endLine()
        return writer.bytes
    }

    private func lines(_ view: OutputView, _ envelope: Envelope) -> [UInt8] {
        var writer = JSONWriter()
        guard view.hasRows else {
            envelope.write(to: &writer) { view.writeData(to: &$0) }
            writer.endLine()
            return writer.bytes
        }
        envelope.write(to: &writer)
        writer.endLine()
        for row in 0..<view.count {
            view.writeRow(row, to: &writer)
            writer.endLine()
        }
        return writer.bytes
    }

    private func toon(_ view: OutputView, _ envelope: Envelope) throws(TendError) -> [UInt8] {
        var writer = JSONWriter()
        envelope.write(to: &writer) { view.writeData(to: &$0) }
        return Array((TOONEncoder().encode(try JSONParser.parse(writer.bytes)) + "\n").utf8)
    }

    private func bytes(forPeople view: OutputView) throws(TendError) -> [UInt8] {
        let text: String
        switch format {
        case .table: text = TableText(style: style).text(view)
        case .md: text = MarkdownText().text(view)
        case .summary: text = view.output.headline + "\n"
        case .slack: text = ChatText(unicode: style.unicode).text(view.output)
        case .metrics: text = try MetricsText().text(view.output)
        case .exitcode, .json, .jsonl, .toon: text = ""
        }
        return Array(text.utf8)
    }

    private func talk(_ view: OutputView) -> String {
        let warnings = format == .exitcode ? [] : view.warnings
        let stale = view.output.staleness.map { entry in
            "\(entry.source) was read \(HumanDuration.text(seconds: entry.seconds)) ago"
        }
        let failure = view.output.failure.map(Self.text) ?? ""
        return (warnings + (format == .exitcode ? [] : stale)).map { "tend: warning: \($0)\n" }.joined() + failure
    }
}
