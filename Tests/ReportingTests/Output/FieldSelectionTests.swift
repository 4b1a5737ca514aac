import Formats
import Primitives
import Testing

@testable import Reporting

struct FieldSelectionTests {
    @Test func `only the chosen fields of each row are kept, and everything beside the rows`() throws {
        let data = try JSONParser.parse(Sample.render(.json, fields: ["owner", "memory.rss_bytes"]))["data"]
        #expect(data?["scanned"]?.integer == 43)
        #expect(data?["rows"]?[0] == ["memory": ["rss_bytes": 819_200], "owner": "ada"])
        #expect(data?["rows"]?[1] == ["memory": ["rss_bytes": 3_000_000_000]])
    }

    @Test func `a table shows the chosen fields in the order asked for`() throws {
        let lines = try Sample.render(.table, fields: ["advice", "memory.rss_bytes", "memory"]).split(separator: "\n")
        #expect(lines[0] == "ADVICE   MEMORY  MEMORY")
        #expect(lines[1] == "stop    800 KiB  800 KiB")
    }

    @Test(arguments: [
        ("rss_bytes", "memory.rss_bytes"), ("comand", "command"), ("memory.rss_byte", "memory.rss_bytes"),
        ("owner.name", "owner"),
    ])
    func `an unknown field is a usage error with what was probably meant`(path: String, meant: String) throws {
        let error = try #require(throws: TendError.self) { try Sample.render(.json, fields: [path]) }
        #expect(error.code == .usage)
        #expect(error.message == "there is no field '\(path)'")
        #expect(error.hint?.contains(meant) == true)
        #expect(error.hint?.hasSuffix("the fields are pid, memory, owner, advice, command") == true)
    }

    @Test func `paths lead into records, lists and dictionaries`() {
        let shape = Shape.record(
            name: "row",
            properties: [
                .init(key: "gates", shape: .list(SampleRow.shape), summary: "", isOptional: false),
                .init(key: "weights", shape: .optional(.dictionary(.number)), summary: "", isOptional: false),
                .init(key: "free", shape: .anything, summary: "", isOptional: false),
            ])
        let known = ["gates.memory.rss_bytes", "gates.pid", "weights.any", "free.at.all"]
        #expect(known.allSatisfy { FieldPath($0).shape(in: shape) != nil })
        let unknown = ["", ".", "gates.", "gates.size", "weights.any.more", "pid"]
        #expect(unknown.allSatisfy { FieldPath($0).shape(in: shape) == nil })
        #expect(shape.paths.prefix(4) == ["gates", "gates.pid", "gates.memory", "gates.memory.rss_bytes"])
    }

    @Test(arguments: [
        (#"{"a":{"b":[{"c":1},{"c":2.5},{}]}}"#, "1, 2.50, -"), (#"{"a":{"b":[]}}"#, "-"), (#"{"a":null}"#, "-"),
        (#"{"a":{"b":{"c":true}}}"#, "yes"), (#"{"a":{"b":{"c":{"x":"y"}}}}"#, "x y"),
    ])
    func `what is no field has a text too`(json: String, text: String) {
        #expect(FieldPath("a.b.c").text(in: Array(json.utf8)) == text)
    }

    @Test func `a single record is a sheet, and its fields can be chosen`() throws {
        let output = Output(schema: "tend.sample.row.v1", record: Sample.rows[0], headline: "One.")
        let sheet = try Sample.render(.table, output, fields: ["pid", "command"])
        #expect(sheet == "PID      7\nCOMMAND  node /srv/app/jest worker\n\nOne.\n")
        let value = try JSONParser.parse(Sample.render(.json, output, fields: ["pid"], limit: 0))
        #expect(value["data"] == ["pid": 7])
        #expect(value["warnings"] == [])
        #expect(
            try Sample.render(.md, output, fields: ["pid"]) == "| FIELD | VALUE |\n| --- | --- |\n| PID | 7 |\n\nOne.\n"
        )
    }

    @Test func `the data may be the list itself`() throws {
        let output = Output(
            schema: "tend.sample.rows.v1", list: Sample.rows, columns: Sample.columns, headline: "Three.")
        let value = try JSONParser.parse(Sample.render(.json, output, fields: ["pid"], limit: 2))
        #expect(value["data"] == [["pid": 7], ["pid": 4242]])
    }
}
