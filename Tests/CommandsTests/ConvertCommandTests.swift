import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Commands

struct ConvertCommandTests {
    private static let reference = "\(Installation.root)/../shared/reference/toon"
    private static let isPresent = FileSystem.exists(reference)
    private static let reason: Comment = "the cases of the specification lie beside the checkout"

    private func cases(_ file: String) throws -> [JSONValue] {
        let document = try JSONParser.parse(try FileSystem.read("\(Self.reference)/\(file).json"))
        return try #require(document["tests"]?.array)
    }

    /// The options of a case as a command line has them.
    private func options(_ example: JSONValue) throws -> [String] {
        try (example["options"]?.object?.members ?? []).flatMap { member in
            switch member.key {
            case "delimiter": ["--delimiter", member.value == "\t" ? "tab" : member.value == "|" ? "pipe" : ","]
            case "indentSize": ["--indent-size", try #require(member.value.integer).description]
            default: [member.value == false ? "--no-strict" : "--strict"]
            }
        }
    }

    @Test(
        .enabled(if: isPresent, reason),
        arguments: ["encode/delimiters", "encode/arrays-objects", "encode/whitespace"])
    func `JSON becomes the TOON that the specification shows`(file: String) throws {
        let trial = try Trial()
        for example in try cases(file) {
            let input = try #require(example["input"]).text()
            let run = try trial.run(["convert", "--from", "json", "--to", "toon"] + options(example), input: input)
            #expect(run.exited(.clean))
            #expect(run.text == "\(try #require(example["expected"]?.string))\n", "\(example["name"]?.string ?? "")")
        }
    }

    @Test(
        .enabled(if: isPresent, reason),
        arguments: ["decode/objects", "decode/arrays-tabular", "decode/indentation-errors", "decode/blank-lines"])
    func `TOON becomes the JSON that the specification shows`(file: String) throws {
        let trial = try Trial()
        for example in try cases(file) {
            let input = try #require(example["input"]?.string)
            let run = try trial.run(["convert", "--from", "toon", "--to", "json"] + options(example), input: input)
            guard example["shouldError"]?.bool != true else {
                #expect(run.exited(.badData))
                #expect(run.errorText.hasPrefix("tend: line "))
                continue
            }
            #expect(run.exited(.clean))
            #expect(try JSONParser.parse(run.output) == example["expected"], "\(example["name"]?.string ?? "")")
        }
    }

    @Test(arguments: [
        ("--from json", #"{"a":[1,2]}"#, "a[2]: 1,2\n"),
        ("--to json", "a[2]: 1,2", "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n"),
        ("--to json --compact", "a[2]: 1,2", "{\"a\":[1,2]}\n"),
        ("--from json --to json --compact", "{ \"a\" : 1 }", "{\"a\":1}\n"),
        ("--from json --to json --indent-size 1", "{\"a\":1}", "{\n \"a\": 1\n}\n"),
        ("--from toon --to toon --delimiter pipe", "a[2]: 1,2", "a[2|]: 1|2\n"),
        ("--from json --json", "{\"a\":1}", "a: 1\n"),
    ])
    func `one language suffices, and the answer is no envelope`(options: String, input: String, output: String) throws {
        let trial = try Trial()
        #expect(try trial.run("convert \(options)", input: input).text == output)
    }

    @Test(arguments: [
        ("", "{}", ExitCode.usage, "convert needs to know what it reads"), ("--from json", "{", ExitCode.badData, ""),
        ("--from yaml", "", ExitCode.usage, "yaml"),
        ("--from json --indent-size 0", "{}", ExitCode.usage, "from 1 to 16"),
        ("--from toon", "a[3]: 1,2", ExitCode.badData, "line 1"),
    ])
    func `what cannot be translated is refused`(options: String, input: String, exit: ExitCode, message: String) throws
    {
        let run = try Trial().run("convert \(options)", input: input)
        #expect(run.exited(exit))
        #expect(run.output.isEmpty)
        #expect(message.isEmpty || run.errorText.contains(message))
    }

    @Test func `standard input may be a socket`() throws {
        let pair = try DescriptorPair.socketPair()
        try writeAll(Array("a: 1".utf8), to: pair.first)
        pair.closeFirst()
        let run = try Trial().begin(["convert", "--to", "json", "--compact"], input: .descriptor(pair.second)).finish()
        #expect(run.text == "{\"a\":1}\n")
    }

    @Test func `a failure is an envelope where one was asked for`() throws {
        let run = try Trial().run("convert --from json --format json", input: "{")
        #expect(run.exited(.badData))
        #expect(try run.envelope()["ok"] == false)
    }
}
