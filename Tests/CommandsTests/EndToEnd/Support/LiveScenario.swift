import Formats
import Primitives
import SystemCalls
import Testing

@testable import Runtime

/// A situation that a test starts on this machine, with what ought to become of each of its processes: a file of
/// `Scenarios/live`, whose form `Scenarios/README.md` tells.
struct LiveScenario {
    /// One process of it.
    struct Process {
        var name: String
        /// The name that the kernel has of it once it runs.
        var called: String
        var origin: Origin
        /// A shell command that succeeds once it is as it is to be judged.
        var ready: String?
        var verdict: Scenario.Verdict
        var because: String
        /// How old it is to look in a recording, such as `26h`.
        var age: String
    }

    /// How a process comes to be; the text is a shell's command or the name of another process.
    enum Origin {
        case child(String)
        case orphan(String)
        case window(String)
        case childOf(String)
        case parentOf(String)
    }

    let name: String
    /// Programs without which it cannot be started.
    var needs: [String]
    /// A shell command that runs to its end before anything else.
    var prepare: String?
    var files: [(name: String, text: String)]
    var processes: [Process]

    private static let directory = "\(Installation.root)/Scenarios/live"

    /// The files of the directory without their endings; empty where it cannot be read, which a test counts.
    static let names = ((try? FileSystem.names(in: directory)) ?? []).sorted().compactMap { file in
        file.hasSuffix(".toml") ? String(file.dropLast(5)) : nil
    }

    /// A failed test where something of the file is missing, unknown or of another kind.
    init(_ name: String) throws {
        self.name = name
        let file = "\(Self.directory)/\(name).toml"
        let table = try TOMLDocument.parse(FileSystem.read(file), file: file)
        try Self.expect(["about", "needs", "prepare", "files", "process"], in: table, of: name)
        _ = try #require(table["about"]?.string, "\(name) does not say what it is about")
        needs = try #require(table["needs"]?.array, "\(name) does not say what it needs").compactMap(\.string)
        prepare = table["prepare"]?.string
        files = try (table["files"]?.table?.members ?? []).map { ($0.key, try #require($0.value.string)) }
        processes = try #require(table["process"]?.array, "\(name) has no process").map { entry in
            try Process(try #require(entry.table), of: name)
        }
    }

    fileprivate static func expect(_ keys: Set<String>, in table: TOMLTable, of name: String) throws {
        let unknown = table.members.map(\.key).filter { !keys.contains($0) }
        try #require(unknown.isEmpty, "\(name) says \(unknown), which means nothing")
    }
}

extension LiveScenario.Process {
    fileprivate init(_ table: TOMLTable, of scenario: String) throws {
        let keys: Set = ["name", "called", "starts", "runs", "of", "above", "ready", "age", "verdict", "because"]
        try LiveScenario.expect(keys, in: table, of: scenario)
        func text(_ key: String) throws -> String {
            try #require(table[key]?.string, "a process of \(scenario) has no \(key)")
        }
        name = try text("name")
        called = try text("called")
        ready = table["ready"]?.string
        verdict = try #require(Scenario.Verdict(rawValue: text("verdict")), "\(scenario): \(name) has no known verdict")
        because = try text("because")
        age = try text("age")
        switch table["starts"]?.string {
        case "child": origin = .child(try text("runs"))
        case "orphan": origin = .orphan(try text("runs"))
        case "window": origin = .window(try text("runs"))
        case nil: origin = table["of"] == nil ? .parentOf(try text("above")) : .childOf(try text("of"))
        case let word?:
            Issue.record("\(scenario): \(name) starts as \(word), and no process does")
            origin = .child("false")
        }
    }
}
