import Arguments
import Reporting
import Testing

@testable import Commands

struct RootCommandTests {
    /// What prints something other than an envelope, and why it has no schema.
    private static let withoutSchema = [
        "tend convert": "prints a document of the user's own",
        "tend completions": "prints a script",
        "tend manual": "prints a page",
        "tend processes watch": "prints one event after the other",
        "tend processes agent watch": "prints one event after the other",
        "tend processes agent tail": "prints one action after the other",
    ]

    private static let tree = CommandPath(root: RootCommand.spec).visibleTree

    @Test(arguments: ["tend", "pt", "sbh"])
    func `the definition has no defects`(program: String) throws {
        #expect(try TendProgram.root(program).defects == [])
    }

    @Test(arguments: tree.map(\.text))
    func `every command shows how it is used`(path: String) throws {
        #expect(try Self.command(path).examples.isEmpty == false)
    }

    @Test(arguments: tree.map(\.text))
    func `every command that does something says what it prints and how it ends`(path: String) throws {
        let command = try Self.command(path)
        guard command.action != nil else { return }
        if let schema = command.output {
            #expect(Schemas.catalogue.names.contains(schema))
        } else {
            #expect(Self.withoutSchema[path] != nil)
        }
        #expect(!command.exitCodes.isEmpty)
    }

    @Test func `every schema is some command's`() {
        let printed = Set(Self.tree.compactMap(\.command.output))
        #expect(Schemas.shapes.map(\.key).filter { !printed.contains($0) } == [])
    }

    @Test(arguments: tree.flatMap { $0.command.examples.map(\.commandLine) })
    func `every example is understood`(line: String) throws {
        let words = Self.words(line)
        #expect(words.first == "tend")
        guard case .run = try CommandParser(root: RootCommand.spec).parse(Array(words.dropFirst())) else {
            Issue.record("\(line) runs nothing")
            return
        }
    }

    @Test func `a domain's own name has what the program says about itself`() throws {
        let root = try TendProgram.root("pt")
        let names = root.subcommands.map(\.name)
        #expect(names.contains("plan") && names.contains("completions") && names.contains("manual"))
        let examples = CommandPath(root: root).visibleTree.flatMap(\.command.examples).map(\.commandLine)
        #expect(examples.contains("pt schema"))
    }

    private static func command(_ path: String) throws -> Command {
        try #require(tree.first { $0.text == path }).command
    }

    /// The words of a line as a shell makes them, up to where its output leads.
    private static func words(_ line: String) -> [String] {
        var words = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "'": isQuoted.toggle()
            case " " where !isQuoted: words.append("")
            case "<" where !isQuoted, ">" where !isQuoted, "|" where !isQuoted: return words.filter { !$0.isEmpty }
            default: words[words.count - 1].append(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }

    @Test(arguments: [
        ("tend", ["--goal", "free 4GB RAM"], true), ("tend", ["--json", "--goal=free port 3000"], true),
        ("tend", ["processes", "--goal", "x"], false), ("tend", ["config", "--goal", "x"], false), ("tend", [], false),
        ("tend", ["--", "--goal"], false), ("pt", ["--goal", "free 4GB RAM"], false),
    ])
    func `a goal without a domain is one of processes`(called: String, words: [String], isCompleted: Bool) {
        #expect(TendProgram.withDomain(words, called) == (isCompleted ? ["processes"] : []) + words)
    }
}
