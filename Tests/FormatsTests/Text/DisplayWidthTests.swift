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
}
