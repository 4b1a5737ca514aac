import Testing

@testable import Cockpit

struct KeyParserTests {
    @Test(
        arguments: [
            ("jk ", [.character("j"), .character("k"), .character(" ")]), ("\r\n", [.enter, .enter]),
            ("\u{1B}[A\u{1B}[B\u{1B}OA", [.up, .down, .up]), ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
            ("\u{1B}[H\u{1B}[4~", [.home, .end]), ("é界", [.character("é"), .character("界")]),
            ("\u{04}", [.endOfInput]), ("\u{1B}[1;5Aj", [.character("j")]), ("\u{1B}x", [.escape, .character("x")]),
            ("\u{1B}\u{1B}[A", [.escape, .up]), ("\u{01}j", [.character("j")]),
            ("\u{1A}\u{1C}", [.suspend, .escape]),
        ] as [(String, [Key])])
    func `bytes become keys, in one piece or many`(bytes: String, keys: [Key]) {
        var parser = KeyParser()
        #expect(parser.feed(Array(bytes.utf8)) == keys)
        #expect(!parser.isUnfinished)
        #expect(bytes.utf8.flatMap { parser.feed([$0]) } == keys)
    }

    @Test func `an escape that nothing follows is the escape key`() {
        var parser = KeyParser()
        #expect(parser.feed([0x1B]) == [])
        #expect(parser.isUnfinished)
        #expect(parser.flush() == [.escape])
        #expect(parser.flush() == [])
    }

    @Test func `noise is dropped`() {
        var parser = KeyParser()
        #expect(parser.feed([0xFF, 0x80, 0xC3, 0x28, UInt8(ascii: "j")]).last == .character("j"))
        #expect(parser.feed([0x1B] + Array("[".utf8) + [UInt8](repeating: 0x30, count: 100)) == [])
        #expect(!parser.isUnfinished)
    }
}
