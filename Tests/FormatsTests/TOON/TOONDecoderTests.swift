import Primitives
import TestSupport
import Testing

@testable import Formats

struct TOONDecoderTests {
    @Test(arguments: [
        ("a: 1\nb", "line 2: expected a key and a colon"),
        ("# note\n\na: 1\na: 2", "line 4: the key appears twice"),
        ("t[2]{a,b}:\n  1,2\n  3", "line 3: 2 columns, but 1 values"),
        ("t[2]{a,b}:\n  1,2", "line 1: 2 announced, 1 found"),
        ("a:\n  b: 1\n\tc: 2", "line 3: a tab in the indentation"),
        ("a:\n   b: 1", "line 2: 3 spaces of indentation are no multiple of 2"),
        ("a: 1\n  b: 2", "line 2: the line belongs to nothing: check its indentation"),
        ("a[2]:\n  - 1\n\n  - 2", "line 4: a blank line within an array"),
        ("a: \"x\\y\"", "line 1: unknown escape in a string"),
        ("a: \"x\" y", "line 1: unexpected text after the closing quote"),
        ("a[x]: 1", "line 1: malformed header"),
        (": 1", "line 1: expected a key before the colon"),
    ])
    func `a mistake is named with its line`(text: String, message: String) {
        let error = #expect(throws: TendError.self) { try TOONDecoder().decode(Array(text.utf8)) }
        #expect(error?.message == message)
        #expect(error?.qualifiedCode == "toon.malformed_input")
    }

    @Test func `nesting has a limit`() {
        let fields = String(repeating: "a{", count: 100_000)
        #expect(throws: TendError.self) { try TOONDecoder().decode(Array("t[1]{\(fields):".utf8)) }
        let lines = (0..<400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        let error = #expect(throws: TendError.self) {
            try TOONDecoder(options: TOONOptions(indentSize: 1)).decode(Array(lines.utf8))
        }
        #expect(error?.message == "line 257: nested too deep")
    }

    @Test(arguments: [true, false])
    func `no bytes whatever make it crash`(isStrict: Bool) {
        var random = Chance(seed: 0x700)
        let pieces = [
            "a", "[", "]", "{", "}", ":", ",", "- ", "-", "\n", "\n  ", "\n    ", "\"", "\\", "2", "0", "#", " ", "|",
        ]
        let decoder = TOONDecoder(options: TOONOptions(isStrict: isStrict))
        for _ in 0..<20_000 {
            let text = (0..<random.below(30)).map { _ in pieces[random.below(pieces.count)] }.joined()
            _ = try? decoder.decode(Array(text.utf8))  // Any refusal will do here.
        }
    }

    @Test(arguments: TOONDelimiter.allCases)
    func `any value survives writing and reading`(delimiter: TOONDelimiter) throws {
        var random = Chance(seed: 0x4711)
        let options = TOONOptions(delimiter: delimiter)
        for _ in 0..<3_000 {
            let value = anyValue(&random, levels: 4)
            let text = TOONEncoder(options: options).encode(value)
            #expect(try TOONDecoder(options: options).decode(Array(text.utf8)).isSame(as: value), "\(text)")
        }
    }

    private func anyValue(_ random: inout Chance, levels: Int) -> JSONValue {
        switch random.below(levels > 0 ? 9 : 5) {
        case 0: return .integer(Int64(truncatingIfNeeded: random.next()) >> random.below(64))
        case 1: return .number(Double(random.below(2_000_000) - 1_000_000) / 1024)
        case 2: return [true, false, nil][random.below(3)]
        case 3, 4: return .string(anyText(&random))
        case 5, 6: return .array((0..<random.below(4)).map { _ in anyValue(&random, levels: levels - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<random.below(4) { object[anyText(&random)] = anyValue(&random, levels: levels - 1) }
            return .object(object)
        }
    }

    private func anyText(_ random: inout Chance) -> String {
        let pieces = [
            "a", "b", " ", "-", "#", ":", ",", "|", "\t", "\n", "\"", "\\", "[", "]", "{", "1", "true", "é", "\u{0}",
        ]
        return (0..<random.below(4)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }
}
