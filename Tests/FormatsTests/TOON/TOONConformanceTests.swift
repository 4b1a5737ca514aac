import Primitives
import Testing

@testable import Formats

/// The cases that the specification 4.0 comes with.
struct TOONConformanceTests {
    private static let files = [
        "decode/arrays-nested", "decode/arrays-primitive", "decode/arrays-tabular", "decode/blank-lines",
        "decode/comments", "decode/delimiters", "decode/indentation-errors", "decode/numbers", "decode/objects-keyed",
        "decode/objects", "decode/primitives", "decode/root-form", "decode/validation-errors", "decode/whitespace",
        "encode/arrays-nested", "encode/arrays-objects", "encode/arrays-primitive", "encode/arrays-tabular",
        "encode/delimiters", "encode/objects-keyed", "encode/objects", "encode/primitives", "encode/whitespace",
    ]

    private static func cases(_ file: String) throws -> [JSONValue] {
        try #require(try ReferenceData.json("toon/\(file).json")["tests"]?.array)
    }

    @Test func `there are 516 cases`() throws {
        #expect(try Self.files.reduce(0) { try $0 + Self.cases($1).count } == 516)
    }

    @Test(arguments: files)
    func `every case comes out as it should`(file: String) throws {
        for example in try Self.cases(file) {
            let name = try #require(example["name"]?.string)
            let input = try #require(example["input"])
            let options = try options(example["options"])
            let isEncoding = file.hasPrefix("encode")
            if example["shouldError"]?.bool == true {
                let text = try #require(input.string)
                let error = #expect(throws: TendError.self, "\(name)") {
                    try TOONDecoder(options: options).decode(Array(text.utf8))
                }
                #expect(error?.message.hasPrefix("line ") ?? false)
            } else if isEncoding {
                #expect(TOONEncoder(options: options).encode(input) == example["expected"]?.string, "\(name)")
            } else {
                let expected = try #require(example["expected"])
                let value = try TOONDecoder(options: options).decode(Array(#require(input.string).utf8))
                #expect(value.isSame(as: expected, inOrder: true), "\(name): \(value.text())")
            }
        }
    }

    @Test(arguments: files.filter { $0.hasPrefix("encode") }, TOONDelimiter.allCases)
    func `what was written is read back`(file: String, delimiter: TOONDelimiter) throws {
        let options = TOONOptions(delimiter: delimiter, indentSize: 3)
        for example in try Self.cases(file) {
            let input = try #require(example["input"])
            let text = TOONEncoder(options: options).encode(input)
            let value = try TOONDecoder(options: options).decode(Array(text.utf8))
            #expect(value.isSame(as: input), "\(text)")
        }
    }

    private func options(_ value: JSONValue?) throws -> TOONOptions {
        var options = TOONOptions()
        for member in value?.object?.members ?? [] {
            switch member.key {
            case "delimiter":
                let byte = try #require(member.value.string?.utf8.first)
                options.delimiter = try #require(TOONDelimiter(rawValue: byte))
            case "indentSize": options.indentSize = Int(try #require(member.value.integer))
            case "strict": options.isStrict = member.value != false
            default: Issue.record("unknown option \(member.key)")
            }
        }
        return options
    }
}
