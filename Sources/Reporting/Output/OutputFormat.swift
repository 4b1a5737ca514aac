/// How results are written; the raw values are those of `--format`.
package enum OutputFormat: String, Sendable, CaseIterable {
    /// For people; also in a pipe.
    case table
    /// One envelope.
    case json
    /// The envelope without `data` on the first line, then one row a line; without rows the envelope alone, with `data`.
    case jsonl
    /// The envelope as TOON.
    case toon
    /// A Markdown table.
    case md
    /// One or two sentences.
    case summary
    /// The text format of Prometheus.
    case metrics
    /// A chat message in Slack's notation.
    case slack
    /// Nothing: the exit code says it.
    case exitcode

    /// Whether a program reads it, so that errors and warnings belong into it rather than on standard error.
    package var isEnvelope: Bool {
        switch self {
        case .json, .jsonl, .toon: true
        case .table, .md, .summary, .metrics, .slack, .exitcode: false
        }
    }
}
