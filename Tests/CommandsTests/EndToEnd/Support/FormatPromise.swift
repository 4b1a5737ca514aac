import Formats
import TestSupport
import Testing

@testable import Commands
@testable import Reporting

/// What each format promises of every answer, whichever command gives it.
enum FormatPromise {
    /// What is wrong with an answer, beside the same one as JSON; nothing where it keeps the promise.
    ///
    /// Where nothing has changed between both, their data have to be the same.
    static func complaints(_ format: OutputFormat, _ answer: Answer, json: JSONValue, isSame: Bool) -> [String] {
        do {
            return switch format {
            case .json: try schema(json)
            case .jsonl: try lines(answer, json, isSame)
            case .toon: try toon(answer, json, isSame)
            case .md: markdown(answer.text)
            case .summary: summary(answer.text)
            case .metrics: PrometheusReader.complaints(answer.text)
            case .slack: slack(answer.text)
            case .exitcode: answer.output.isEmpty ? [] : ["prints \(answer.text.prefix(80))"]
            case .table: table(answer.errorText, json)
            }
        } catch {
            return ["\(error)"]
        }
    }

    /// Nothing on the other stream, except why a goal is out of reach.
    private static func table(_ errorText: String, _ json: JSONValue) -> [String] {
        let isUnreached = json["data"]?["goal"]?["achievable"] == false
        return errorText.hasPrefix("tend: the goal cannot be reached") == isUnreached
            && errorText.isEmpty != isUnreached ? [] : ["says on the other stream: \(errorText.prefix(200))"]
    }

    private static func schema(_ envelope: JSONValue) throws -> [String] {
        let name = try #require(envelope["schema"]?.string)
        return SchemaValidator(try Schemas.catalogue.schemaDocument(name)).complaints(about: envelope)
    }

    /// The envelope, then as many rows as the document has; or one line with all of it where it has none.
    private static func lines(_ answer: Answer, _ json: JSONValue, _ isSame: Bool) throws -> [String] {
        let lines = try JSONParser.parseLines(answer.output)
        guard let head = lines.first else { return ["has no line"] }
        guard head["data"] == nil else { return try schema(head) }
        if head["schema"] != json["schema"] { return ["is \(head["schema"]?.text() ?? "nothing")"] }
        if head["ok"] != json["ok"] { return ["is not as well as JSON"] }
        guard isSame, let data = json["data"] else { return [] }
        let rows = Array(lines.dropFirst())
        return candidates(data).contains { JSONDifference.all(.array($0), .array(rows)).isEmpty }
            ? [] : ["has rows that are not in the document: \(rows.first?.text().prefix(200) ?? "none")"]
    }

    /// What the rows of an answer can be: the list that it is, itself, or its lists of objects, one of them or all.
    private static func candidates(_ data: JSONValue) -> [[JSONValue]] {
        if let list = data.array { return [list] }
        let lists = (data.object?.members ?? []).compactMap(\.value.array)
        return [[data], lists.filter { $0.allSatisfy { $0.object != nil } }.flatMap { $0 }] + lists
    }

    private static func toon(_ answer: Answer, _ json: JSONValue, _ isSame: Bool) throws -> [String] {
        let value = try TOONDecoder().decode(answer.output)
        guard isSame, let left = json["data"] else { return try schema(value) }
        return JSONDifference.all(left, value["data"] ?? .null).map(\.description)
    }

    /// A table whose rows all have the cells of its heading, or a heading.
    private static func markdown(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first?.hasPrefix("| ") == true else {
            return lines.first?.hasPrefix("## ") == true ? [] : ["has neither table nor heading: \(text.prefix(80))"]
        }
        func cells(_ line: Substring) -> Int {
            line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" } - 1
        }
        let table = lines.prefix { $0.hasPrefix("|") }
        guard table.count > 2, table[1].allSatisfy("|-: ".contains) else { return ["has no table"] }
        return table.filter { cells($0) != cells(table[0]) }.map { "has other cells: \($0.prefix(120))" }
    }

    private static func summary(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 2, lines.last == "", !lines[0].isEmpty else { return ["is no one line: \(text)"] }
        return text.count <= 600 ? [] : ["has \(text.count) characters"]
    }

    /// Slack's limit of a message, and what it would read as a command or a link.
    private static func slack(_ text: String) -> [String] {
        var complaints: [String] = []
        if text.unicodeScalars.count > 4000 { complaints.append("has \(text.unicodeScalars.count) characters") }
        if text.split(separator: "\n").count < 2 { complaints.append("says nothing: \(text)") }
        if !text.hasPrefix("*") { complaints.append("has no title") }
        let rest = ["&amp;", "&lt;", "&gt;"].reduce(text) { $0.replacing($1, with: "") }
        if rest.contains(where: "&<>".contains) { complaints.append("is not escaped: \(text.prefix(400))") }
        return complaints
    }
}
