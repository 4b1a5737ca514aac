import Formats
import Primitives
import Testing

@testable import Reporting

struct TableLayoutTests {
    private let rows = TableSource(records: Sample.rows, at: .list, columns: Sample.columns)

    private func lines(_ style: Style) -> [String] {
        TableLayout(rows.columns, rows: rows.count, style: style).lines
    }

    @Test(arguments: [1, 5, 12, 20, 30, 40, 50, 60, 80, 120, 300], [true, false])
    func `no line is wider than the terminal`(width: Int, unicode: Bool) {
        for line in lines(Style(color: false, unicode: unicode, width: width)) { #expect(line.columns <= width) }
    }

    @Test func `the command gives way first, then columns go in the stated order`() {
        let style = Style(color: false, unicode: true, width: 48)
        #expect(lines(style)[1] == "   7  800 KiB  ada    stop    node /srv/app/jes…")
        #expect(
            lines(Style(color: false, unicode: true, width: 45))[1] == "   7  800 KiB  stop    node /srv/app/jest wo…")
        #expect(lines(Style(color: false, unicode: true, width: 30))[1] == "   7  stop    node /srv/app/j…")
        #expect(lines(Style(color: false, unicode: false, width: 30))[1] == "   7  stop    node /srv/app...")
    }

    /// Two rows with a sentence each, in a column that wraps between a number and a command.
    private static let sentences = [
        "Its closed terminal leads nowhere any more, and init has adopted it. It has run for 19h 59m.", "停止した 端末。",
    ]

    private func wrapped(_ width: Int) -> [String] {
        let commands = ["node /srv/app/node_modules/.bin/vite --port 3000 --strictPort", "b"]
        let columns = [
            TableColumn(heading: "PID", isNumber: true) { ["7", "4242"][$0] },
            TableColumn(heading: "WHY", isWrapped: true, tone: { _ in .plain }) { Self.sentences[$0] },
            TableColumn(heading: "COMMAND", isFlexible: true) { commands[$0] },
        ]
        return TableLayout(columns, rows: 2, style: Style(color: false, unicode: true, width: width)).lines
    }

    @Test(arguments: [60, 80, 118, 200])
    func `a sentence goes on in further lines, and nothing of it is lost`(width: Int) throws {
        let lines = wrapped(width)
        #expect(lines.allSatisfy { $0.columns <= width && !$0.hasSuffix(" ") })
        let command = try #require(lines[0].firstRange(of: "COMMAND")).lowerBound
        let place = lines[0].distance(from: lines[0].startIndex, to: command)
        let first = lines.dropFirst().prefix { !$0.hasPrefix("4242") }
        let sentence = first.map { $0.dropFirst(6).prefix(place - 6).split(separator: " ").joined(separator: " ") }
        #expect(sentence.joined(separator: " ") == Self.sentences[0])
        #expect(lines.contains { $0.hasPrefix("4242  停止した 端末。") && $0.hasSuffix(" b") })
    }

    @Test func `only the first line of a row has what does not wrap`() {
        #expect(
            wrapped(60) == [
                " PID  WHY                         COMMAND",
                "   7  Its closed terminal leads   node /srv/app/node_module…",
                "      nowhere any more, and init",
                "      has adopted it. It has run",
                "      for 19h 59m.",
                "4242  停止した 端末。             b",
            ])
    }

    @Test func `colours stand around the text and never alone`() {
        let coloured = lines(Style(color: true, unicode: true, width: nil))
        #expect(coloured[0].contains("\u{1B}[1mPID\u{1B}[0m"))
        #expect(coloured[1].contains("\u{1B}[31mstop\u{1B}[0m"))
        #expect(!coloured[2].contains("\u{1B}"))
    }

    @Test func `wide characters take two columns`() {
        let wide = [SampleRow(pid: 1, advice: "停止", command: "a"), SampleRow(pid: 2, advice: "keep", command: "b")]
        let source = TableSource(records: wide, at: .list, columns: ["advice", "command"])
        let lines = TableLayout(source.columns, rows: 2, style: .plain).lines
        #expect(lines == ["ADVICE  COMMAND", "停止    a", "keep    b"])
    }

    @Test func `an empty table is its headline alone`() throws {
        let output = Output(
            schema: "tend.sample.rows.v1", list: [SampleRow](), columns: Sample.columns, headline: "Nothing found.")
        #expect(try Sample.render(.table, output) == "Nothing found.\n")
    }

    @Test func `headlines break at blanks`() throws {
        let output = Output(
            schema: "tend.sample.rows.v1", list: [SampleRow](), columns: Sample.columns,
            headline: "Scanned 1,024 processes and found nothing at all.")
        let text = try Sample.render(.table, output, style: Style(color: false, unicode: false, width: 24))
        #expect(text == "Scanned 1,024 processes\nand found nothing at\nall.\n")
    }
}
