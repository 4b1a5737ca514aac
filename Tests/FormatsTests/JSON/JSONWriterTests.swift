import TestSupport
import Testing

@testable import Formats

struct JSONWriterTests {
    private func written(indent: Int = 0, _ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(indent: indent)
        write(&writer)
        return writer.text
    }

    private func sample(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string("tend")
        writer.key("list")
        writer.beginArray()
        writer.integer(1)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.endArray()
        writer.key("raw")
        writer.raw(Array("[1,2]".utf8))
        writer.key("none")
        writer.null()
        writer.endObject()
    }

    @Test func `commas and colons are placed by the writer`() {
        #expect(written(sample) == #"{"name":"tend","list":[1,{},[]],"raw":[1,2],"none":null}"#)
    }

    @Test func `an indentation puts each member on a line of its own`() {
        let expected = """
            {
              "name": "tend",
              "list": [
                1,
                {},
                []
              ],
              "raw": [1,2],
              "none": null
            }
            """
        #expect(written(indent: 2, sample) == expected)
    }

    @Test(arguments: [
        ("", #""""#),
        ("plain", #""plain""#),
        ("exactly eight bytes!!!!!", #""exactly eight bytes!!!!!""#),
        ("quote \" backslash \\", #""quote \" backslash \\""#),
        ("\n\r\t\u{0}\u{8}\u{1F}", #""\n\r\t\u0000\u0008\u001f""#),
        ("\u{7F}é\u{2028}😀", "\"\u{7F}é\u{2028}😀\""),
        ("0123456789\"0123456789", #""0123456789\"0123456789""#),
    ])
    func `text is escaped where it must be and nowhere else`(text: String, expected: String) {
        #expect(written { $0.string(text) } == expected)
        #expect(written { $0.string(utf8: Array(text.utf8)) } == expected)
        #expect(written { $0.key(text) } == expected + ":")
    }

    @Test func `every byte is escaped alike at every place of a long text`() throws {
        for byte in UInt8(0)..<0x80 {
            for place in 0..<18 {
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: 18)
                text[place] = byte
                let string = String(decoding: text, as: UTF8.self)
                #expect(try JSONParser.parse(written { $0.string(string) }) == .string(string))
            }
        }
    }

    @Test func `foreign bytes that are not UTF-8 are replaced`() {
        #expect(written { $0.string(utf8: [0x61, 0xFF, 0x22]) } == "\"a\u{FFFD}\\\"\"")
    }

    private static let numbers: [(Double, String)] = [
        (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-3, "-3.0"), (0.1, "0.1"),
        (0.30000000000000004, "0.30000000000000004"),
        (999_999_999_999_999, "999999999999999.0"), (1e15, "1000000000000000.0"), (1e22, "1e+22"),
        (.leastNonzeroMagnitude, "5e-324"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
    ]

    @Test(arguments: numbers)
    func `numbers are as short as they can be read back`(number: Double, expected: String) {
        #expect(written { $0.number(number) } == expected)
    }

    @Test func `every finite number is read back as itself`() throws {
        var random = Chance(seed: 11)
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            #expect(try JSONParser.parse(written { $0.number(number) }) == .number(number))
        }
    }

    @Test func `integers keep all their digits`() {
        let text = written {
            $0.beginArray()
            $0.integer(0)
            $0.integer(Int64.min)
            $0.integer(Int64.max)
            $0.integer(UInt64.max)
            $0.integer(Int32(-10))
            $0.integer(UInt8(255))
            $0.endArray()
        }
        #expect(text == "[0,-9223372036854775808,9223372036854775807,18446744073709551615,-10,255]")
    }

    @Test func `documents can follow each other on lines`() {
        let text = written {
            $0.beginObject()
            $0.endObject()
            $0.endLine()
            $0.bool(true)
            $0.endLine()
        }
        #expect(text == "{}\ntrue\n")
        var writer = JSONWriter()
        writer.integer(1)
        writer.removeAll()
        writer.integer(2)
        #expect(writer.text == "2")
    }

    @Test func `a value is written as it was read`() throws {
        let text = #"{"a":[1,2.5,"x",null,true,{"b":18446744073709551615}],"c":{}}"#
        #expect(try JSONParser.parse(text).text() == text)
    }
}
