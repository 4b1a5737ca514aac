import Testing

@testable import Primitives

@Suite struct TextSearchTests {
    @Test(arguments: [
        ("a.b.c", ".", "_", "a_b_c"), ("aaa", "aa", "b", "ba"), ("", "x", "y", ""),
        ("tschüß ß", "ß", "ss", "tschüss ss"), ("abc", "abc", "", ""), ("ab", "abc", "x", "ab"),
    ])
    func `every occurrence is replaced, from left to right`(text: String, part: String, other: String, expected: String)
    {
        #expect(text.replacingEvery(part, with: other) == expected)
    }

    @Test func `a run is found where it first stands`() {
        #expect([1, 2, 1, 2, 3].firstPlace(of: [1, 2, 3]) == 2..<5)
        #expect([1, 2].firstPlace(of: [2, 1]) == nil)
        #expect([1, 2].contains([2]))
        #expect(![UInt8]("abc".utf8).contains(Array("bd".utf8)))
    }
}
