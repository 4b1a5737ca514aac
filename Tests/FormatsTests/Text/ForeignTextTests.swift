import Primitives
import TestSupport
import Testing

@testable import Formats

struct ForeignTextTests {
    private static let displays: [([UInt8], String)] = [
        ([], ""),
        (Array("plain text ~".utf8), "plain text ~"),
        (Array("café 漢字 👍🏽 ❤️".utf8), "café 漢字 👍🏽 ❤️"),
        (Array("a\u{1B}[31m\n\t\0\u{7F}".utf8), #"a\x1b[31m\x0a\x09\x00\x7f"#),
        (Array("\u{9B}31m\u{85}".utf8), #"\u{009B}31m\u{0085}"#),
        (Array("a\u{202E}b\u{2066}c\u{2028}d\u{2029}".utf8), #"a\u{202E}b\u{2066}c\u{2028}d\u{2029}"#),
        (Array("a\u{200B}\u{200D}\u{FEFF}\u{E0041}\u{AD}".utf8), #"a\u{200B}\u{200D}\u{FEFF}\u{E0041}\u{00AD}"#),
        ([0x61, 0xFF, 0xC0, 0xAF, 0xE2, 0x82], #"a\xff\xc0\xaf\xe2\x82"#),
        ([0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80], #"\xed\xa0\x80\xf4\x90\x80\x80"#),
        (Array(#"C:\x41"#.utf8), #"C:\x41"#),
    ]

    @Test(arguments: displays)
    func `nothing that could drive a terminal is shown`(bytes: [UInt8], shown: String) {
        #expect(ForeignText(bytes).sanitised == shown)
    }

    private static let escapes: [([UInt8], String)] = [
        (Array("a\\b\0\n".utf8), #"a\\b\0\x0a"#),
        (Array("é\u{85}\u{202E}".utf8), #"é\xc2\x85\xe2\x80\xae"#),
        ([0xFF, 0x30], #"\xff0"#),
        (Array(#"\x41"#.utf8), #"\\x41"#),
    ]

    @Test(arguments: escapes)
    func `escapes can be read by people and reversed`(bytes: [UInt8], escaped: String) {
        #expect(ForeignText(bytes).escaped == escaped)
        #expect(ForeignText(escaped: escaped)?.bytes == bytes)
    }

    @Test(arguments: [#"\"#, #"\x"#, #"\x1"#, #"\xg1"#, #"\n"#, #"\1"#])
    func `a broken escape is refused`(text: String) {
        #expect(ForeignText(escaped: text) == nil)
    }

    @Test func `any bytes survive escaping, and nothing unprintable is left`() {
        var random = Chance(seed: 42)
        for round in 0..<5_000 {
            var bytes = random.bytes(upTo: 24)
            // Half of the rounds with mostly text, so that long sequences occur whole, cut and mixed.
            if round.isMultiple(of: 2) { bytes = Array("é漢\\👍\u{202E}".utf8).shuffledInPlaces(&random) + bytes }
            let text = ForeignText(bytes)
            #expect(ForeignText(escaped: text.escaped) == text)
            #expect(text.escaped.unicodeScalars.allSatisfy { $0.isPrintable })
            #expect(text.sanitised.unicodeScalars.allSatisfy { $0.isPrintable })
        }
    }
}

extension [UInt8] {
    /// The bytes with a few of them exchanged.
    fileprivate func shuffledInPlaces(_ random: inout Chance) -> [UInt8] {
        var bytes = self
        for _ in 0..<random.below(3) { bytes.swapAt(random.below(count), random.below(count)) }
        return bytes
    }
}
