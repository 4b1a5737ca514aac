import Primitives
import TestSupport
import Testing

@testable import Formats

struct TOMLEditTests {
    private let text = """
        # top
        name = "é" # who

        [disk] # the disk
          reserve = 5 # percent
          list = [ 1, # one
            2 ]

        [panes.rules]
        deep.er = true
        inline = { a = 1, z = 2 }

        [[host]]
        name = "x"
        """

    private func edited(_ text: String, _ change: (inout TOMLEdit) throws -> Void) throws -> String {
        var edit = try TOMLEdit(Array(text.utf8), file: "config.toml")
        try change(&edit)
        return String(decoding: edit.bytes, as: UTF8.self)
    }

    private static let replacements: [([String], TOMLValue.Kind, String, String)] = [
        (["name"], .string("a\"b"), "\"é\" # who", "\"a\\\"b\" # who"),
        (["disk", "reserve"], .double(2.5), "= 5 #", "= 2.5 #"),
        (["disk", "list"], .array([TOMLValue(.bool(true))]), "[ 1, # one\n    2 ]", "[true]"),
        (["panes", "rules", "deep", "er"], .bool(false), "deep.er = true", "deep.er = false"),
        (["panes", "rules", "inline", "a"], .integer(-2), "{ a = 1, z = 2 }", "{ a = -2, z = 2 }"),
    ]

    @Test(arguments: replacements)
    func `a value is replaced and all else kept`(
        path: [String], value: TOMLValue.Kind, old: String, new: String
    ) throws {
        let expected = text.replacing(old, with: new)
        #expect(expected != text)
        #expect(try edited(text) { try $0.set(path, to: value) } == expected)
    }

    private static let additions: [([String], String, String)] = [
        (["port"], "# who\n", "# who\nport = 1\n"),
        (["disk", "new key"], "    2 ]\n", "    2 ]\n  \"new key\" = 1\n"),
        (["panes", "rules", "other"], "inline = { a = 1, z = 2 }\n", "inline = { a = 1, z = 2 }\nother = 1\n"),
        (["panes", "rules", "deep", "ly"], "deep.er = true\n", "deep.er = true\ndeep.ly = 1\n"),
        (["panes", "top"], "name = \"x\"", "name = \"x\"\n\n[panes]\ntop = 1\n"),
        (["fresh", "key"], "name = \"x\"", "name = \"x\"\n\n[fresh]\nkey = 1\n"),
    ]

    @Test(arguments: additions)
    func `a new key goes to its section`(path: [String], old: String, new: String) throws {
        #expect(try edited(text) { try $0.set(path, to: .integer(1)) } == text.replacing(old, with: new))
    }

    @Test(arguments: [
        ("", "[a]\nb = 1\n"), ("[a]", "[a]\nb = 1\n"), ("[a] # x\n[c]\n", "[a] # x\nb = 1\n[c]\n"),
        ("[a]\r\nc = 1\r\n", "[a]\r\nc = 1\r\nb = 1\n"), ("\u{FEFF}c = 1\n", "\u{FEFF}c = 1\n\n[a]\nb = 1\n"),
        ("a.c = 2\n", "a.c = 2\na.b = 1\n"),
    ])
    func `a section is found or made`(text: String, expected: String) throws {
        #expect(try edited(text) { try $0.set(["a", "b"], to: .integer(1)) } == expected)
    }

    @Test func `a key is removed with its lines`() throws {
        #expect(try edited(text) { try $0.remove(["name"]) } == text.replacing("name = \"é\" # who\n", with: ""))
        let withoutList = text.replacing("  list = [ 1, # one\n    2 ]\n", with: "")
        #expect(try edited(text) { try $0.remove(["disk", "list"]) } == withoutList)
        #expect(try edited(text) { try $0.remove(["disk", "none"]) } == text)
    }

    @Test(arguments: [
        ["disk"], ["host"], ["host", "name"], ["panes", "rules", "inline", "b"], ["name", "x"], ["disk", "list", "x"],
    ])
    func `what cannot be set without harm is refused`(path: [String]) throws {
        let error = #expect(throws: TendError.self) { try edited(text) { try $0.set(path, to: .integer(1)) } }
        #expect(error?.hint == "edit the file by hand")
    }

    @Test(arguments: [["disk"], ["panes", "rules", "inline", "a"]])
    func `what cannot be removed without harm is refused`(path: [String]) {
        #expect(throws: TendError.self) { try edited(text) { try $0.remove(path) } }
    }

    @Test func `any text is written so that it is read back`() throws {
        var random = Chance(seed: 3)
        let pieces = ["a", "\"", "\\", "\n", "\t", "\u{0}", "\u{7F}", "'", "é", "#", "]"]
        for _ in 0..<500 {
            let word = (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined()
            let text = try edited("[s]\n") { try $0.set(["s", word], to: .string(word)) }
            #expect(try TOMLDocument.parse(Array(text.utf8), file: "f")["s"]?[word]?.string == word)
        }
    }
}
