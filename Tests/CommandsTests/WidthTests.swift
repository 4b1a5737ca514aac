import Formats
import Testing

@testable import Commands

/// What people read is as wide as their terminal, and all of it is there.
struct WidthTests {
    private static let recording = "\(Installation.root)/Scenarios/processes/closed-terminals/recording.jsonl"
    private let trial: Trial

    init() throws { trial = try Trial() }

    private func run(_ words: String, width: Int?) throws -> String {
        trial.environment.removeAll { $0.name == "COLUMNS" }
        if let width { trial.environment.append(("COLUMNS", "\(width)")) }
        return try trial.run("\(words) --from \(Self.recording)").text
    }

    private func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }

    @Test(arguments: [60, 80, 118, 200])
    func `an explanation is broken to the width`(width: Int) throws {
        let whole = try run("processes explain 698", width: nil)
        #expect(whole.split(separator: "\n").map(String.init).contains { $0.columns > 160 })
        let text = try run("processes explain 698", width: width)
        #expect(text.split(separator: "\n").map(String.init).allSatisfy { $0.columns <= width }, "\(text)")
        #expect(words(text) == words(whole))
    }

    @Test func `in a pipe a row and a paragraph are one line each`() throws {
        let plan = try run("processes plan", width: nil).split(separator: "\n").map(String.init)
        #expect(plan.count == 1 + 13 + 1 && plan.allSatisfy { $0.columns <= 160 }, "\(plan)")
        let explanation = try run("processes explain 698", width: nil).split(separator: "\n")
        // Only lists are indented: no reason goes on in a second line.
        let listed = explanation.drop { !$0.hasPrefix("What would") }
        #expect(!listed.isEmpty)
        #expect(explanation.dropLast(listed.count).allSatisfy { !$0.hasPrefix(" ") })
    }

    @Test(arguments: [60, 80, 118, 200])
    func `a plan gives every reason in full, whatever the width`(width: Int) throws {
        let candidates = try #require(
            try trial.run("processes plan --json --from \(Self.recording)").data()["candidates"])
        let text = try run("processes plan", width: width)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.columns <= width }, "\(text)")
        let why = try #require(lines[0].firstRange(of: "WHY")).lowerBound
        let place = lines[0].distance(from: lines[0].startIndex, to: why)
        let end = lines[0].firstRange(of: "COMMAND").map {
            lines[0].distance(from: lines[0].startIndex, to: $0.lowerBound)
        }
        let column = lines.dropFirst().map { line in
            String(line.prefix(end ?? line.count).dropFirst(place))
        }.joined(separator: " ")
        let reasons = try #require(candidates.array).compactMap { $0["why"]?.string }
        #expect(reasons.count == 13)
        #expect(words(column).starts(with: words(reasons.joined(separator: " "))), "\(text)")
    }
}
