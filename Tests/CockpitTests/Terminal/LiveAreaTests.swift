import Testing

@testable import Cockpit

struct LiveAreaTests {
    @Test func `drawing again begins where the last drawing began`() {
        var area = LiveArea()
        #expect(area.draw(["a", "b"], width: 80) == "a\r\nb")
        #expect(area.draw(["c"], width: 80) == "\r\u{1B}[1A\u{1B}[Jc")
        #expect(area.draw(["d"], width: 80) == "\r\u{1B}[Jd")
        #expect(area.clear(width: 80) == "\r\u{1B}[J")
        #expect(area.clear(width: 80) == "")
    }

    @Test func `lines that a narrower terminal has broken are counted`() {
        var area = LiveArea()
        _ = area.draw([String(repeating: "x", count: 80), "\u{1B}[1my\u{1B}[0m", ""], width: 80)
        #expect(area.clear(width: 40) == "\r\u{1B}[3A\u{1B}[J")
    }

    @Test(arguments: [("abc", 3), ("\u{1B}[31mstop\u{1B}[0m", 4), ("停止", 4), ("", 0)])
    func `colours take no columns`(text: String, columns: Int) {
        #expect(text.columnsWithoutColours == columns)
    }
}
