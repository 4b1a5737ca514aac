import Primitives
import TestSupport
import Testing

@testable import Formats

struct JSONParserTests {
    private static let values: [(String, JSONValue)] = [
        ("null", JSONValue.null),
        (" true ", true),
        ("\r\n\tfalse\n", false),
        ("0", 0),
        ("-0", 0),
        ("-7", -7),
        ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
        ("18446744073709551615", .unsigned(.max)),
        ("18446744073709551616", .number(18_446_744_073_709_551_616)),
        ("-9223372036854775808", .integer(.min)),
        ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
        ("1.5", 1.5),
        ("1.0", .number(1)),
        ("-2.5e-3", -0.0025),
        ("1E5", .number(100_000)),
        ("1e+2", .number(100)),
        ("0.1", 0.1),
        ("123456789012345678901234567890", .number(123456789012345677877719597056)),
        ("2.2250738585072014e-308", .number(.leastNormalMagnitude)),
        ("5e-324", .number(.leastNonzeroMagnitude)),
        ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
        ("1e-99999999999999999999", .number(0)),
        (#""""#, ""),
        (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{C}\n\r\t"),
        (#""\u00e9\u20AC\ud83d\ude00""#, "é€😀"),
        (#""é€😀""#, "é€😀"),
        ("[]", []),
        ("[1, [2,[ ]] ,3]", [1, [2, []], 3]),
        ("{}", [:]),
        (#"{"a":1,"b":{"c":[null]}}"#, ["a": 1, "b": ["c": [nil]]]),
    ]

    @Test(arguments: values)
    func `every kind of value is read`(text: String, expected: JSONValue) throws {
        #expect(try JSONParser.parse(text) == expected)
    }

    @Test(arguments: [
        ("", "line 1, column 1: unexpected end: expected a value"),
        ("  ", "line 1, column 3: unexpected end: expected a value"),
        ("{\n  \"a\": 1,\n  \"été\" 2\n}", "line 3, column 9: expected a colon after the key"),
        ("[1 2]", "line 1, column 4: expected a comma or ] after the element"),
        ("[1,]", "line 1, column 4: expected a value"),
        ("{\"a\":1,}", "line 1, column 8: expected a key in quotes"),
        ("{\"a\":1 \"b\"", "line 1, column 8: expected a comma or } after the member"),
        ("{a:1}", "line 1, column 2: expected a key in quotes"),
        ("01", "line 1, column 1: a number does not start with 0"),
        ("-", "line 1, column 2: expected a digit"),
        ("+1", "line 1, column 1: expected a value"),
        ("1.", "line 1, column 3: expected a digit"),
        (".5", "line 1, column 1: expected a value"),
        ("1e", "line 1, column 3: expected a digit"),
        ("1e400", "line 1, column 1: the number is too large"),
        ("NaN", "line 1, column 1: expected a value"),
        ("nul", "line 1, column 1: expected null"),
        ("\"abc", "line 1, column 1: unexpected end: the string is not closed"),
        ("\"a\nb\"", "line 1, column 3: a control character in a string must be escaped"),
        (#""\x""#, "line 1, column 2: unknown escape in a string"),
        (#""\u12g4""#, #"line 1, column 2: \u needs four hexadecimal digits"#),
        (#""\ud800""#, "line 1, column 2: half of a surrogate pair in a string"),
        (#""\udc00\ud800""#, "line 1, column 2: half of a surrogate pair in a string"),
        (#""\ud800\u0041""#, "line 1, column 2: half of a surrogate pair in a string"),
        ("1 2", "line 1, column 3: unexpected text after the end of the value"),
        ("// no\n1", "line 1, column 1: expected a value"),
        ("\u{FEFF}1", "line 1, column 1: expected a value"),
    ])
    func `a mistake is named with its line and column`(text: String, message: String) {
        let error = #expect(throws: TendError.self) { try JSONParser.parse(text) }
        #expect(error?.message == message)
        #expect(error?.qualifiedCode == "json.malformed_input")
    }

    @Test(
        arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
    func `a string that is not UTF-8 is an error`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: TendError.self) { try JSONParser.parse([quote] + bytes + [quote]) }
        #expect(throws: TendError.self) { try JSONParser.parse([quote] + bytes + Array(#"\n""#.utf8)) }
    }

    @Test func `nesting and size have limits`() throws {
        let limits = JSONLimits(depth: 3, bytes: 20)
        #expect(try JSONParser.parse("[[[]]]", limits: limits) == [[[]]])
        #expect(throws: TendError.self) { try JSONParser.parse("[[[{}]]]", limits: limits) }
        #expect(throws: TendError.self) { try JSONParser.parse("\"0123456789012345678\"", limits: limits) }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        let error = #expect(throws: TendError.self) { try JSONParser.parse(deep) }
        #expect(error?.message == "line 1, column 257: more than 256 levels deep")
    }

    @Test(arguments: [1, 15, 16, 40])
    func `the last of equal keys counts, or is an error where asked`(distinct: Int) throws {
        let members = (0..<distinct).map { "\"k\($0)\":\($0)" } + ["\"k0\":\"again\""]
        let text = "{\(members.joined(separator: ","))}"
        let object = try #require(try JSONParser.parse(text).object)
        #expect(object.members.map(\.key) == (0..<distinct).map { "k\($0)" })
        #expect(object["k0"] == "again")
        let strict = JSONLimits(rejectsDuplicateKeys: true)
        #expect(throws: TendError.self) { try JSONParser.parse(text, limits: strict) }
    }

    @Test(arguments: [0, 20])
    func `keys that only look alike are different`(others: Int) throws {
        let members = (0..<others).map { "\"k\($0)\":0" } + ["\"\u{E9}\":1", "\"e\u{301}\":2"]
        let strict = JSONLimits(rejectsDuplicateKeys: true)
        let value = try JSONParser.parse("{\(members.joined(separator: ","))}", limits: strict)
        #expect(value.object?.members.suffix(2).map(\.value) == [1, 2])
    }

    @Test func `lines are values of their own and errors name the line of the file`() throws {
        #expect(try JSONParser.parseLines(Array("1\n\n{\"a\":2}\r\n \"x\"".utf8)) == [1, ["a": 2], "x"])
        #expect(try JSONParser.parseLines([]) == [])
        let error = #expect(throws: TendError.self) { try JSONParser.parseLines(Array("1\n\n[2,\n3]\n".utf8)) }
        #expect(error?.message == "line 3, column 4: unexpected end: expected a value")
    }

    @Test func `no bytes whatever make it crash`() {
        var random = Chance(seed: 0x7E4D)
        let alphabet = Array("{}[]\",:\\ud83e0.-+tfn\n é".utf8) + [0xFF, 0x00]
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] }
            guard let value = try? JSONParser.parse(bytes) else { continue }  // Any refusal will do here.
            #expect(try! JSONParser.parse(value.bytes()) == value)
        }
    }

    @Test func `a document cut anywhere is an error`() {
        let document = Array(#"{"name":"caf\u00e9 \ud83d\ude00 é","list":[1,-2.5e3,true,null,{"x":[]}]}"#.utf8)
        for length in document.indices {
            #expect(throws: TendError.self) { try JSONParser.parse(Array(document[..<length])) }
        }
    }
}
