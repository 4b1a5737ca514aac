import Formats
import Primitives
import Testing

@testable import Reporting

struct RendererTests {
    @Test func `a table in a pipe shows every column and clips nothing`() throws {
        let expected = """
             PID   MEMORY  OWNER  ADVICE  COMMAND
               7  800 KiB  ada    stop    node /srv/app/jest worker
            4242  2.8 GiB  -      review  vite | tee *log*
              99      0 B  bob    keep

            Scanned 43 processes, found 3.
            Next: tend processes apply --session s-9 --all-recommended --some-more-words-that-are-long

            """
        #expect(try Sample.render(.table) == expected)
    }

    @Test func `JSON is one indented envelope around the data`() throws {
        let text = try Sample.render(.json)
        #expect(text.hasPrefix("{\n  \"ok\": true,\n  \"schema\": \"tend.sample.report.v2\",\n"))
        #expect(text.hasSuffix("\n}\n"))
        let value = try JSONParser.parse(text)
        #expect(value["schema_version"]?.integer == 2)
        #expect(value["generated_at"]?.string == "2023-11-14T22:13:20.123Z")
        #expect(value["now"]?.integer == 1_700_000_000_123)
        #expect(value["elapsed_ms"]?.integer == 17)
        #expect(value["session_id"]?.string == "s-9")
        #expect(value["staleness"]?["gpu"]?.double == 180)
        #expect(value["warnings"] == ["two processes hid"])
        #expect(value["data"]?["rows"]?[1]?["memory"]?["rss_bytes"]?.integer == 3_000_000_000)
    }

    @Test func `compact JSON is one line without empty members in its data`() throws {
        let text = try Sample.render(.json, compact: true)
        #expect(text.filter { $0 == "\n" }.count == 1)
        let data = try JSONParser.parse(text)["data"]
        #expect(data?["note"] == nil)
        #expect(data?["rows"]?[2] == ["pid": 99, "memory": ["rss_bytes": 0], "owner": "bob", "advice": "keep"])
    }

    @Test func `lines begin with the envelope and go on with one row each`() throws {
        let lines = try JSONParser.parseLines(Array(Sample.render(.jsonl, fields: ["pid"]).utf8))
        #expect(lines.count == 4)
        #expect(lines[0]["ok"]?.bool == true)
        #expect(lines[0]["data"] == nil)
        #expect(lines[1...] == [["pid": 7], ["pid": 4242], ["pid": 99]])
    }

    @Test func `lines of an output without rows are the envelope alone`() throws {
        var output = Sample.report
        output.rows = nil
        let lines = try JSONParser.parseLines(Array(Sample.render(.jsonl, output).utf8))
        #expect(lines.map { $0["data"]?["scanned"]?.integer } == [43])
    }

    @Test func `TOON carries the same value as JSON`() throws {
        let toon = try TOONDecoder().decode(Array(Sample.render(.toon).utf8))
        #expect(toon["data"] == (try JSONParser.parse(Sample.render(.json)))["data"])
    }

    @Test func `Markdown keeps foreign text inside its cell`() throws {
        let lines = try Sample.render(.md).split(separator: "\n")
        #expect(lines[0] == "| PID | MEMORY | OWNER | ADVICE | COMMAND |")
        #expect(lines[1] == "| ---: | ---: | --- | --- | --- |")
        #expect(lines[3] == #"| 4242 | 2.8 GiB | - | review | vite \| tee \*log\* |"#)
        #expect(lines[5] == "Scanned 43 processes, found 3.")
    }

    @Test func `a summary is the headline and an exit code is silent`() throws {
        #expect(try Sample.render(.summary) == "Scanned 43 processes, found 3.\n")
        #expect(try Sample.render(.exitcode) == "")
    }

    @Test func `a chat message calls nobody and has signs only where they can be shown`() throws {
        var output = Sample.report
        output.narrative = Narrative(
            title: "Process triage (box)",
            paragraphs: [
                Narrative.Paragraph("Scanned 43 processes."),
                Narrative.Paragraph("Stopped 1:", mark: .done, items: ["<!channel> & co (4h)"]),
            ])
        let plain = "*Process triage (box)*\nScanned 43 processes.\nStopped 1:\n- &lt;!channel&gt; &amp; co (4h)\n"
        #expect(try Sample.render(.slack, output) == plain)
        let signs = try Sample.render(.slack, output, style: Style(color: false, unicode: true, width: nil))
        #expect(signs.hasSuffix("✅ Stopped 1:\n• &lt;!channel&gt; &amp; co (4h)\n"))
    }

    @Test func `metrics of one family stand together`() throws {
        var output = Sample.report
        output.metrics = [
            Metric("processes_candidates", "Candidates.", 2, labels: [("advice", "stop")]),
            Metric("processes_scanned", "Seen.", 43),
            Metric("processes_candidates", "Candidates.", 1, labels: [("advice", "review")]),
        ]
        let expected = """
            # HELP tend_processes_candidates Candidates.
            # TYPE tend_processes_candidates gauge
            tend_processes_candidates{advice="stop"} 2
            tend_processes_candidates{advice="review"} 1
            # HELP tend_processes_scanned Seen.
            # TYPE tend_processes_scanned gauge
            tend_processes_scanned 43

            """
        #expect(try Sample.render(.metrics, output) == expected)
    }

    @Test func `metrics of a command without any are the numbers of its data`() throws {
        let expected = """
            # HELP tend_sample_report_scanned Processes seen.
            # TYPE tend_sample_report_scanned gauge
            tend_sample_report_scanned 43
            # HELP tend_sample_report_rows_entries How many there are. What was found.
            # TYPE tend_sample_report_rows_entries gauge
            tend_sample_report_rows_entries 3

            """
        #expect(try Sample.render(.metrics) == expected)
    }

    @Test func `a chat message is no longer than a chat takes, and says what is missing`() throws {
        var output = Sample.report
        output.paragraphs = (1...500).map { "Line \($0) & more." } + [String(repeating: "x", count: 10_000)]
        let text = try Sample.render(.slack, output)
        #expect(text.count <= ChatText.mostCharacters && text.count > 3900)
        let lines = text.split(separator: "\n")
        #expect(lines.last == "... and \(504 - lines.count + 1) more lines")
        #expect(lines.dropLast().last?.hasSuffix("&amp; more.") == true)
    }

    @Test func `Markdown without a table has a heading, and what is indented is a list`() throws {
        var output = Sample.report
        output.rows = nil
        output.paragraphs = ["A tree:", "  1 init", "    2 sh", "After it."]
        let expected = """
            ## tend sample report

            Scanned 43 processes, found 3.

            A tree:

            - 1 init
              - 2 sh

            After it.

            """
        #expect(try Sample.render(.md, output).hasPrefix(expected))
    }

    @Test func `rows that tell people nothing are hidden from them and not from programs`() throws {
        var output = Sample.report
        output.rows?.isHidden = { $0 == 0 }
        let table = try Sample.render(.table, output)
        #expect(!table.contains("ada") && table.contains("4242") && table.contains("bob"))
        #expect(try !Sample.render(.md, output).contains("ada"))
        #expect(try Sample.render(.jsonl, output).split(separator: "\n").count == 4)
        #expect(try JSONParser.parse(Sample.render(.json, output, fields: ["pid"]))["data"]?["rows"]?.array?.count == 3)
    }

    @Test func `rows of several lists are one table, and a limit counts them together`() throws {
        var output = Sample.report
        output.rows?.place = .members(["first", "second"])
        output.write = { writer in
            writer.beginObject()
            for (key, rows) in [("first", Sample.rows.prefix(1)), ("second", Sample.rows.dropFirst())] {
                writer.key(key)
                Array(rows).write(to: &writer)
            }
            writer.endObject()
        }
        let data = try JSONParser.parse(Sample.render(.json, output, fields: ["pid"], limit: 2))["data"]
        #expect(data == ["first": [["pid": 7]], "second": [["pid": 4242]]])
        #expect(try Sample.render(.table, output).split(separator: "\n").count == 6)
    }

    @Test func `rows told one by one are lines as those of an answer`() throws {
        let renderer = Renderer(format: .jsonl, style: .plain, fields: ["pid"])
        let opening = renderer.opening("tend.sample.report.v2", sessionID: "s-9", context: Sample.context)
        let lines = try Sample.rows.map { try renderer.line($0) }
        var output = Sample.report
        output.warnings = []
        output.staleness = []
        let whole = try renderer.render(output, context: Sample.context).standardOutput
        #expect(opening + lines.flatMap { $0 } == whole)
        #expect(throws: TendError.self) {
            try Renderer(format: .jsonl, style: .plain, fields: ["nothing"]).line(Sample.rows[0])
        }
    }

    @Test(arguments: [(2, 2, true), (3, 3, false), (100, 3, false), (0, 0, true), (-1, 0, true)])
    func `a limit cuts rows and says so`(limit: Int, shown: Int, says: Bool) throws {
        let value = try JSONParser.parse(Sample.render(.json, limit: limit))
        #expect(value["data"]?["rows"]?.array?.count == shown)
        #expect(value["data"]?["scanned"]?.integer == 43)
        #expect(value["warnings"]?.array?.contains(.string("showing \(shown) of 3")) == says)
        let lines = try Sample.render(.jsonl, limit: limit).split(separator: "\n")
        #expect(lines.count == shown + 1)
    }

    @Test func `people read warnings, stale sources and failures on standard error`() throws {
        var output = Sample.report
        output.failure = TendError(.blocked, "nothing may be stopped", area: "processes", hint: "ask a person")
        let renderer = Renderer(format: .table, style: .plain, limit: 1)
        let said = try renderer.render(output, context: Sample.context).standardError
        #expect(
            said == """
                tend: warning: two processes hid
                tend: warning: showing 1 of 3
                tend: warning: gpu was read 3m ago
                tend: nothing may be stopped
                  try: ask a person

                """)
        #expect(output.exitCode == .blocked)
        let machine = try Renderer(format: .json, style: .plain).render(output, context: Sample.context)
        #expect(machine.standardError == "")
        let value = try JSONParser.parse(machine.standardOutput)
        #expect(value["ok"]?.bool == false)
        #expect(value["error_code"]?.string == "processes.blocked")
        #expect(value["data"]?["scanned"]?.integer == 43)
    }

    @Test(arguments: [OutputFormat.json, .jsonl, .toon])
    func `programs read an error in an envelope`(format: OutputFormat) throws {
        let error = TendError(.timedOut, "too slow", area: "gpu", cause: ErrorStub(), isRetryable: true)
        let rendering = Renderer(format: format, style: .plain).render(error: error, context: Sample.context)
        #expect(rendering.standardError == "")
        let text = String(decoding: rendering.standardOutput, as: UTF8.self)
        let value = try format == .toon ? TOONDecoder().decode(Array(text.utf8)) : JSONParser.parse(text)
        #expect(value["ok"]?.bool == false)
        #expect(value["error"]?.string == "too slow")
        #expect(value["error_code"]?.string == "gpu.timed_out")
        #expect(value["cause"]?.string == "the bus is dead")
        #expect(value["hint"]?.isNull == true)
        #expect(value["retryable"]?.bool == true)
        #expect(value["schema"]?.string == "tend.error.v1")
    }

    @Test(arguments: [OutputFormat.table, .md, .summary, .metrics, .slack, .exitcode])
    func `people read an error on standard error`(format: OutputFormat) {
        let error = TendError(.inputOutput, "cannot read X", hint: "look again", cause: ErrorStub())
        let rendering = Renderer(format: format, style: .plain).render(error: error, context: Sample.context)
        #expect(rendering.standardOutput == [])
        #expect(rendering.standardError == "tend: cannot read X\n  because: the bus is dead\n  try: look again\n")
    }
}

private struct ErrorStub: Error, CustomStringConvertible {
    var description: String { "the bus is dead" }
}
