import Primitives
import Testing

@testable import Formats

struct TOMLDocumentTests {
    private func parse(_ text: String) throws -> TOMLTable {
        try TOMLDocument.parse(Array(text.utf8), file: "config.toml")
    }

    @Test func `every kind of value is read`() throws {
        let table = try parse(
            """
            text = "caf\\u00e9"
            raw = 'C:\\temp'
            whole = -42
            hex = 0xff
            part = 2.5
            yes = true
            list = [1, "two", [3]]
            inline = { a = 1, b.c = 2 }
            day = 2026-11-20
            moment = 2026-11-20T13:31:21Z
            clock = 13:31:21
            """)
        #expect(table["text"]?.string == "café")
        #expect(table["raw"]?.string == "C:\\temp")
        #expect(table["whole"]?.integer == -42)
        #expect(table["hex"]?.integer == 255)
        #expect(table["part"]?.double == 2.5)
        #expect(table["whole"]?.double == -42)
        #expect(table["yes"]?.bool == true)
        #expect(table["list"]?.array?.count == 3)
        #expect(table["list"]?[1]?.string == "two")
        #expect(table["list"]?[2]?[0]?.integer == 3)
        #expect(table["inline"]?["b"]?["c"]?.integer == 2)
        #expect(table["day"]?.date == "2026-11-20")
        #expect(table["moment"]?.date == "2026-11-20T13:31:21Z")
        #expect(table["clock"]?.date == "13:31:21")
        #expect(table["none"] == nil)
    }

    @Test func `members keep the order and the places of the file`() throws {
        let table = try parse(
            "zeta = 1\nalpha = 'é'\n\n[mid]\n  y = 1\n  x = [\n    2,\n  ]\n[[row]]\na = 1\n[[row]]\na = 2\n")
        #expect(table.members.map(\.key) == ["zeta", "alpha", "mid", "row"])
        #expect(table.members.map(\.line) == [1, 2, 4, 9])
        let inner = try #require(table["mid"]?.table)
        #expect(inner.members.map(\.key) == ["y", "x"])
        #expect(inner["y"]?.line == 5)
        #expect(inner["y"]?.column == 7)
        #expect(inner["x"]?[0]?.line == 7)
        #expect(table["row"]?.array?.compactMap { $0["a"]?.integer } == [1, 2])
    }

    @Test(arguments: [
        ("a = \n", "config.toml:1:5: "),
        ("a = 1\nb = 'x\n", "config.toml:2:7: "),
        ("a = 1\na = 2\n", "config.toml:2:"),
        ("[a\n", "config.toml:1:3: "),
        ("a = \"\u{1}\"\n", "config.toml:1:6: "),
    ])
    func `a mistake is named with its file, line and column`(text: String, beginning: String) {
        let error = #expect(throws: TendError.self) { try parse(text) }
        #expect(error?.message.hasPrefix(beginning) == true, "\(error?.message ?? "")")
        #expect(error?.qualifiedCode == "config.configuration")
    }

    @Test func `an empty file is an empty table`() throws {
        #expect(try parse("") == TOMLTable())
        #expect(try parse("# nothing\n") == TOMLTable())
    }

    @Test(arguments: [
        String(repeating: "a.", count: 200_000) + "a = 1",
        "[" + String(repeating: "a.", count: 300) + "a]",
        "a = " + String(repeating: "[", count: 100_000),
    ])
    func `endless nesting is refused`(text: String) {
        #expect(throws: TendError.self) { try parse(text) }
    }
}
