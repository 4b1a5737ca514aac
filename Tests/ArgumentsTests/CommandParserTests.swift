import Primitives
import Testing

@testable import Arguments

struct CommandParserTests {
    @Test func `the sample definition has no defects`() {
        #expect(SampleProgram.root.defects == [])
    }

    @Test(arguments: [
        ("processes", "tend processes", []),
        ("processes plan", "tend processes plan", []),
        ("ps plan", "tend processes plan", []),
        ("processes plan 1 2", "tend processes plan", ["1", "2"]),
        ("-q processes plan 1", "tend processes plan", ["1"]),
        ("processes plan 1 -q 2", "tend processes plan", ["1", "2"]),
        ("processes plan -- --quiet -h", "tend processes plan", ["--quiet", "-h"]),
        ("processes plan -- --", "tend processes plan", ["--"]),
        ("processes plan -", "tend processes plan", ["-"]),
        ("processes plan -5 -0.5 -1e3 -.5", "tend processes plan", ["-5", "-0.5", "-1e3", "-.5"]),
        ("config set limit -5", "tend config set", ["limit", "-5"]),
        ("explain abc", "tend explain", ["abc"]),
        ("explain last", "tend explain last", []),
        ("explain -- last", "tend explain", ["last"]),
        ("completions zsh", "tend completions", ["zsh"]),
    ])
    func `verbs lead to a command and other words are its operands`(
        line: String, path: String, operands: [String]
    ) throws {
        let command = try #require(try SampleProgram.command(line))
        #expect(command.path.text == path)
        #expect(command.operands == operands)
        #expect(command.action == command.spec.name)
    }

    @Test(arguments: [
        "--format json processes plan", "processes --format json plan", "processes plan --format json",
        "processes plan --format=json", "processes plan -f json", "processes plan -fjson", "processes plan -f=json",
        "processes plan -qfjson", "processes plan -qf json", "processes plan 7 --format json",
    ])
    func `an inherited option is accepted anywhere and in every spelling`(line: String) throws {
        #expect(try SampleProgram.command(line)?.string("format") == "json")
    }

    @Test(arguments: [
        ("--out=--json", "--json"), ("--out=-5", "-5"), ("--out -5", "-5"), ("--out -", "-"), ("--out=", ""),
        ("--out=a=b", "a=b"), ("-o=", ""), ("-o-x", "-x"), ("-o -2.5", "-2.5"), ("--out=\u{301}x", "\u{301}x"),
    ])
    func `a value may look odd where it cannot be mistaken`(words: String, value: String) throws {
        #expect(try SampleProgram.command("processes plan \(words)")?.string("out") == value)
    }

    @Test func `flags may be bundled, repeated and negated`() throws {
        let command = try #require(try SampleProgram.command("processes plan -qv --quiet --color --no-color"))
        #expect(command.flag("quiet") == true)
        #expect(command.flag("verbose") == true)
        #expect(command.flag("color") == false)
        #expect(try SampleProgram.command("processes plan")?.flag("color") == nil)
    }

    @Test func `repeated options collect their values and lists are taken apart`() throws {
        let command = try #require(
            try SampleProgram.command("processes plan --uid 1,2 --uid=3 --match a,b --match c"))
        #expect(command.strings("uid") == ["1", "2", "3"])
        #expect(command.strings("match") == ["a,b", "c"])
    }

    @Test(arguments: [
        ("-h", "tend"), ("--help", "tend"), ("help", "tend"), ("help help", "tend"),
        ("help processes plan", "tend processes plan"), ("processes help plan", "tend processes plan"),
        ("processes plan --help", "tend processes plan"), ("--help ps plan", "tend processes plan"),
        ("processes plan 1 2 -qh", "tend processes plan"), ("config --help", "tend config"),
        ("config set -h", "tend config set"), ("processes plan --bogus --help", "tend processes plan"),
        ("processes plan --out --help", "tend processes plan"), ("help explain", "tend explain"),
        ("--help --version", "tend"),
    ])
    func `help is given wherever it is asked for`(line: String, path: String) throws {
        guard case .help(let topic) = try SampleProgram.parse(line) else {
            Issue.record("no help for \(line)")
            return
        }
        #expect(topic.text == path)
    }

    @Test func `help is not asked for by a value or after the end of options`() throws {
        #expect(try SampleProgram.command("processes plan --out=--help")?.string("out") == "--help")
        #expect(try SampleProgram.command("processes plan -- --help")?.operands == ["--help"])
    }

    @Test(arguments: ["--version", "-V", "processes --version", "--version disk"])
    func `the version is shown wherever it is asked for`(line: String) throws {
        guard case .version = try SampleProgram.parse(line) else {
            Issue.record("no version for \(line)")
            return
        }
    }

    @Test func `a command promoted to a program keeps its options`() throws {
        let promoted = try #require(SampleProgram.root.promoting(["processes"], to: "pt"))
        #expect(promoted.defects == [])
        #expect(promoted.subcommands.first?.examples.first?.commandLine == "pt plan --min-age 2h")
        let result = try CommandParser(root: promoted).parse(["plan", "--format", "json", "-n5"])
        guard case .run(let command) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(command.path.text == "pt plan")
        #expect(command.string("format") == "json")
        #expect(SampleProgram.root.promoting(["nothing"], to: "x")?.name == nil)
    }

    @Test func `whatever is declared is accepted and shown everywhere`() throws {
        let parser = CommandParser(root: SampleProgram.root)
        let page = ManualPage.render(SampleProgram.root, version: "1", date: "2026-11-20")
        for path in CommandPath(root: SampleProgram.root).visibleTree where path.command.action != nil {
            let operands = path.command.operands.filter(\.isRequired).map { $0.choices.first ?? "1" }
            for option in path.options where !option.isHidden {
                let value = option.valueName == nil ? [] : [option.choices.first ?? "1"]
                for form in option.allForms {
                    let result = try parser.parse(path.names.dropFirst() + operands + [form] + value)
                    guard case .run(let command) = result else {
                        Issue.record("\(form) does not run \(path.text)")
                        continue
                    }
                    #expect(command.has(option.long) && command.strings(option.long) == value)
                }
                #expect(HelpText.render(path).contains("\(option.long)"))
                #expect(page.contains("\\-\\-\(option.long.replacing("-", with: "\\-"))"))
            }
        }
    }

    @Test func `no list of words whatever crashes the parser`() {
        let pieces = [
            "-", "--", "=", "-q", "--out", "--out=", "processes", "plan", "explain", "help", "-5", "-x", "é", "\u{301}",
            "\u{0}", "\u{FFFD}", "--no-color", "--no-", "-f", "json", ",", "--uid", "🙂", "\u{1B}[31m",
            "--format=\u{1B}", "", " ", "-=",
        ]
        var random = SeededGenerator(state: 42)
        let parser = CommandParser(root: SampleProgram.root)
        for _ in 0..<20_000 {
            let words = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    pieces.randomElement(using: &random) ?? ""
                }.joined()
            }
            do {
                _ = try parser.parse(words)
            } catch {
                #expect(error.code == .usage && !error.message.isEmpty && error.hint != nil)
                let shown = error.message + (error.hint ?? "")
                #expect(!shown.unicodeScalars.contains("\u{1B}"))
            }
        }
    }

    /// `goal` is the upper command's own; one verb below has another meaning for it, one the same.
    private static let own = CommandSpec<String>(
        "tend", summary: "A program.",
        options: [
            OptionSpec("goal", .repeated(name: "GOAL"), "What to reach.", isOwn: true),
            OptionSpec("quiet", .flag, "Print less."),
        ],
        subcommands: [
            CommandSpec("list", summary: "A list.", action: "list"),
            CommandSpec(
                "plan", summary: "A plan.", options: [OptionSpec("goal", .repeated(name: "GOAL"), "What to reach.")],
                action: "plan"),
            CommandSpec("apply", summary: "Do it.", options: [OptionSpec("goal", .flag, "Reach it.")], action: "apply"),
        ], action: "tend")

    @Test(arguments: [
        ("--goal a --quiet", "tend", ["a"]), ("plan --goal b", "plan", ["b"]),
        ("--goal a plan --goal b", "plan", ["a", "b"]),
    ])
    func `an option of a command's own is not lent to those below`(line: String, action: String, goals: [String]) throws
    {
        #expect(Self.own.defects == [])
        let result = try CommandParser(root: Self.own).parse(line.split(separator: " ").map(String.init))
        guard case .run(let command) = result else {
            Issue.record("\(line) does not run")
            return
        }
        #expect(command.action == action)
        #expect(command.strings("goal") == goals)
    }

    @Test(arguments: ["list --goal a", "--goal a list", "--goal a apply"])
    func `an option of a command's own is refused below it`(line: String) {
        #expect(throws: TendError.self) {
            try CommandParser(root: Self.own).parse(line.split(separator: " ").map(String.init))
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers every time.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
