import Primitives
import Testing

@testable import Arguments

struct ParsedCommandTests {
    private func plan(_ words: String) throws -> ParsedCommand<String> {
        try #require(try SampleProgram.command("processes plan \(words)"))
    }

    @Test func `an option that was not given has neither value nor default`() throws {
        let command = try plan("")
        #expect(!command.has("min-age"))
        #expect(command.string("min-age") == nil)
        #expect(try command.integer("limit") == nil)
        #expect(command.strings("uid") == [])
    }

    @Test func `numbers are read within their range`() throws {
        #expect(try plan("--limit 5").integer("limit", in: 1...10) == 5)
        #expect(try plan("--limit -5").integer("limit") == -5)
        #expect(try plan("--limit 2.5").number("limit") == 2.5)
    }

    @Test(arguments: [
        ("five", "--limit: 'five' is not a whole number from 1 to 10"),
        ("11", "--limit: '11' is not a whole number from 1 to 10"),
        ("99999999999999999999", "--limit: '99999999999999999999' is not a whole number from 1 to 10"),
        ("=", "--limit: '=' is not a whole number from 1 to 10"),
    ])
    func `a number out of range is an error with the range`(value: String, message: String) throws {
        let command = try plan("--limit \(value)")
        let error = #expect(throws: TendError.self) { try command.integer("limit", in: 1...10) }
        #expect(error?.message == message)
        #expect(error?.hint == "'tend processes plan --help' explains --limit")
    }

    @Test(arguments: ["nan", "inf", "x", "-1"])
    func `a number must be finite`(value: String) throws {
        let command = try plan("--limit \(value)")
        let error = #expect(throws: TendError.self) { try command.number("limit", in: 0...Double.infinity) }
        #expect(error?.message == "--limit: '\(value)' is not a number of at least 0.0")
    }

    @Test func `other forms of values are the caller's`() throws {
        let minutes = { (text: String) in text.hasSuffix("m") ? Int(text.dropLast()) : nil }
        #expect(try plan("-a 5m").value("min-age", as: "minutes such as 5m", parse: minutes) == 5)
        let command = try plan("-a 5h")
        let error = #expect(throws: TendError.self) {
            try command.value("min-age", as: "minutes such as 5m", parse: minutes)
        }
        #expect(error?.message == "--min-age: '5h' is not minutes such as 5m")
    }

    @Test func `operands are found by name`() throws {
        let set = try #require(try SampleProgram.command("config set key value"))
        #expect(set.operands("KEY") == ["key"])
        #expect(set.operands("VALUE") == ["value"])
        #expect(try plan("1 2 3").operands("PID", as: "a PID", parse: { Int32($0) }) == [1, 2, 3])
        let command = try plan("1 two")
        let error = #expect(throws: TendError.self) {
            try command.operands("PID", as: "a PID", parse: { Int32($0) })
        }
        #expect(error?.message == "PID: 'two' is not a PID")
    }
}
