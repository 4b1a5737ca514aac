package import Formats
package import Primitives

/// What a command returns; how it looks is the renderer's business.
package struct Output: Sendable {
    /// Name and version of the schema of `data`: `tend.processes.plan.v1`.
    package var schema: String
    /// What `data` looks like; the JSON Schema is made from it.
    package var shape: Shape
    /// Writes `data`: exactly one JSON value.
    package var write: @Sendable (inout JSONWriter) -> Void
    /// The part of `data` that people read as a table and programs as lines; absent where there is none.
    package var rows: TableSource?
    /// One or two sentences: the table ends with them, and `summary` prints nothing else.
    package var headline: String
    /// For a chat message; without it the headline, paragraphs and notes make one.
    package var narrative: Narrative?
    /// Numbers for monitoring; without any, those of `data` are shown.
    package var metrics: [Metric] = []
    /// Paragraphs for people under the headline, broken to the terminal's width.
    package var paragraphs: [String] = []
    /// Lines for people after them, such as the command to run next; never broken, for they are to be copied.
    package var notes: [String] = []
    package var sessionID: String?
    package var warnings: [String] = []
    /// Seconds since each source was read, where it was not read just now.
    package var staleness: [(source: String, seconds: Double)] = []
    package var exit: ExitCode = .clean
    /// Why it is no success although there is data: an apply that was blocked.
    package var failure: TendError?

    package init(
        schema: String, shape: Shape, rows: TableSource? = nil, headline: String, exit: ExitCode = .clean,
        write: @escaping @Sendable (inout JSONWriter) -> Void
    ) {
        self.schema = schema
        self.shape = shape
        self.rows = rows
        self.headline = headline
        self.exit = exit
        self.write = write
    }

    /// What stands over an answer: what the command itself calls it, else the words of its schema.
    package var title: String {
        guard let narrative else {
            return schema.split(separator: ".").prefix { $0.first != "v" || Int($0.dropFirst()) == nil }
                .joined(separator: " ")
        }
        return narrative.title
    }

    /// How the command ends: a failure decides, unless something more telling was set.
    package var exitCode: ExitCode {
        guard let failure, exit == .clean else { return exit }
        return failure.exitCode
    }
}

/// A number for a monitoring system.
package struct Metric: Sendable {
    /// Without the prefix `tend_`, with its base unit: `processes_resident_bytes`.
    package var name: String
    package var help: String
    package var kind: PrometheusText.Kind
    package var value: Double
    package var labels: [(name: String, value: String)]

    /// - Precondition: no label is a PID: every process would begin a new series that never ends.
    package init(
        _ name: String, _ help: String, _ value: Double, kind: PrometheusText.Kind = .gauge,
        labels: [(name: String, value: String)] = []
    ) {
        precondition(!labels.contains { $0.name == "pid" }, "a PID is no label of a metric")
        self.name = name
        self.help = help
        self.kind = kind
        self.value = value
        self.labels = labels
    }
}

/// A few lines for a chat: what was seen, what was done, what it brought.
package struct Narrative: Sendable {
    /// What a paragraph is about; shown as a sign where the terminal has more than ASCII.
    package enum Mark: Sendable {
        case none, done, attention, blocked, numbers
    }

    package struct Paragraph: Sendable {
        package var mark: Mark
        package var sentence: String
        package var items: [String]

        package init(_ sentence: String, mark: Mark = .none, items: [String] = []) {
            self.sentence = sentence
            self.mark = mark
            self.items = items
        }
    }

    package var title: String
    package var paragraphs: [Paragraph]

    package init(title: String, paragraphs: [Paragraph]) {
        self.title = title
        self.paragraphs = paragraphs
    }
}
