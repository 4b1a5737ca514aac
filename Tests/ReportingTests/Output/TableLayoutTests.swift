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
