import Formats
import Primitives
import Testing

@testable import Reporting

/// A row as commands have them: numbers, a group, an optional, a command.
struct SampleRow: Record, Equatable {
    var pid = 0
    var resident = ByteCount.zero
    var owner: String?
    var advice = "keep"
    var command = ""

    static let recordName = "row"
    static let fields: [Field<SampleRow>] = [
        Field("pid", \.pid, "Process id.", heading: "PID"),
        Field(group: "memory", "Memory use.", [Field("rss_bytes", \.resident, "Resident memory.", heading: "MEMORY")]),
        Field(optional: "owner", \.owner, "Owner.", heading: "OWNER"),
        Field("advice", \.advice, "What should happen.", heading: "ADVICE"),
        Field("command", \.command, "Its arguments.", heading: "COMMAND"),
    ]
}

/// A record with a list, as most commands return it.
struct SampleReport: Record {
    var scanned = 0
    var note: String?
    var rows: [SampleRow] = []

    static let recordName = "report"
    static let fields: [Field<SampleReport>] = [
        Field("scanned", \.scanned, "Processes seen."),
        Field("note", \.note, "A remark."),
        Field("rows", \.rows, "What was found."),
    ]
}

enum Sample {
    static let context = EnvelopeContext(
        version: "1.2.3", now: 1_700_000_000_123, hostID: "h-1", elapsed: .milliseconds(17))

    static let rows = [
        SampleRow(
            pid: 7, resident: .kibibytes(800), owner: "ada", advice: "stop", command: "node /srv/app/jest worker"),
        SampleRow(pid: 4242, resident: ByteCount(3_000_000_000), advice: "review", command: "vite | tee *log*"),
        SampleRow(pid: 99, resident: ByteCount(0), owner: "bob", advice: "keep", command: ""),
    ]

    static let columns: [ColumnChoice<SampleRow>] = [
        "pid", ColumnChoice("memory.rss_bytes", dropOrder: 1), ColumnChoice("owner", dropOrder: 2),
        ColumnChoice("advice", tone: { $0.advice == "stop" ? .danger : .plain }),
        ColumnChoice("command", isFlexible: true),
    ]

    static var report: Output {
        var output = Output(
            schema: "tend.sample.report.v2", record: SampleReport(scanned: 43, rows: rows), member: "rows", rows: rows,
            columns: columns, headline: "Scanned 43 processes, found 3.")
        output.warnings = ["two processes hid"]
        output.sessionID = "s-9"
        output.staleness = [("gpu", 180)]
        output.notes = ["Next: tend processes apply --session s-9 --all-recommended --some-more-words-that-are-long"]
        return output
    }

    static func render(
        _ format: OutputFormat, _ output: Output = report, style: Style = .plain, fields: [String]? = nil,
        limit: Int? = nil, compact: Bool = false
    ) throws -> String {
        let renderer = Renderer(format: format, style: style, fields: fields, limit: limit, compact: compact)
        return String(decoding: try renderer.render(output, context: context).standardOutput, as: UTF8.self)
    }
}
