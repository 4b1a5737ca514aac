import Testing

@testable import Formats

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("plain", 5), ("café", 4), ("cafe\u{301}", 4), ("漢字", 4), ("ｱ", 1), ("Ａ", 2), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👍🏽", 2), ("👩\u{200D}💻", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("❤", 1),
        ("…", 1), ("│─┼", 3), ("и", 1), ("क्षि", 3), ("𠮷", 2),
    ])
    func `the width is that of a terminal`(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test(arguments: [
        ("plain", 5, "plain"), ("plain", 4, "pla…"), ("plain", 1, "…"), ("plain", 0, ""), ("漢字", 4, "漢字"),
        ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("a漢字", 3, "a…"), ("cafe\u{301}s", 4, "caf…"), ("", 0, ""),
    ])
    func `what is too long ends with an ellipsis and fits`(text: String, limit: Int, expected: String) {
        #expect(text.clipped(toColumns: limit) == expected)
        #expect(text.clipped(toColumns: limit).columns <= limit)
    }

    @Test(arguments: [
        ("", 10, 0, [""]), ("one two", 7, 0, ["one two"]), ("one two", 6, 0, ["one", "two"]),
        ("  one   two  ", 20, 0, ["one two"]), ("one two three", 9, 2, ["one two", "  three"]),
        ("a verylongword b", 6, 0, ["a", "verylo", "ngword", "b"]), ("verylongword b", 8, 2, ["verylong", "  word b"]),
        ("漢字漢字", 5, 0, ["漢字", "漢字"]), ("ab 漢字 cd", 7, 0, ["ab 漢字", "cd"]), ("漢字", 1, 0, ["漢", "字"]),
    ])
    func `a text is broken at blanks, and within words that are wider than a line`(
        text: String, limit: Int, indentation: Int, expected: [String]
    ) {
        #expect(text.wrapped(toColumns: limit, indentation: indentation) == expected)
    }

    @Test func `a character that is wider than a line has one of its own`() {
        let tower = "e" + String(repeating: "\u{903}", count: 9)
        #expect(tower.columns == 10)
        #expect("\(tower)\(tower) a".wrapped(toColumns: 4) == [tower, tower, "a"])
    }
}
