import Primitives
import Testing

@testable import Arguments

struct ComplaintsTests {
    @Test(arguments: [
        // Unknown words, with a suggestion but never a guess.
        ("procesess", "unknown command 'procesess' for 'tend'", "did you mean processes?"),
        ("proc", "unknown command 'proc' for 'tend'", "did you mean processes?"),
        ("plan", "unknown command 'plan' for 'tend'", "did you mean tend processes plan?"),
        ("zzz", "unknown command 'zzz' for 'tend'", "'tend --help' lists all commands"),
        ("help procesess", "unknown command 'procesess' for 'tend'", "did you mean processes?"),
        ("procesess --help", "unknown command 'procesess' for 'tend'", "did you mean processes?"),
        ("config sceret", "unknown command 'sceret' for 'tend config'", "'tend config --help' lists all commands"),
        (
            "processes plan --min-agee 5", "unknown option '--min-agee' for 'tend processes plan'",
            "did you mean --min-age?"
        ),
        ("processes plan --min", "unknown option '--min' for 'tend processes plan'", "did you mean --min-age?"),
        (
            "processes plan --zzz", "unknown option '--zzz' for 'tend processes plan'",
            "'tend processes plan --help' lists all options"
        ),
        (
            "processes plan --no-colour", "unknown option '--no-colour' for 'tend processes plan'",
            "did you mean --no-color"
        ),
        ("processes plan -quiet", "unknown option '-u' in '-quiet' for 'tend processes plan'", "did you mean --quiet?"),
        ("processes plan -Q", "unknown option '-Q' for 'tend processes plan'", "did you mean -q?"),
        ("--bogus 5", "unknown option '--bogus' for 'tend'", "'tend --help' lists all options"),
        // Options of another command.
        ("disk scan --min-age 5", "'tend disk scan' has no option --min-age", "it belongs to 'tend processes plan'"),
        (
            "--min-age 5 processes plan", "'tend' has no option --min-age",
            "it belongs to 'tend processes plan'; write it after that command"
        ),
        // Values.
        (
            "processes plan --out --quiet", "--out needs a FILE, but the next word is the option --quiet",
            "write --out=--quiet if you mean it"
        ),
        (
            "processes plan -o -q", "-o needs a FILE, but the next word is the option -q",
            "write --out=-q if you mean it"
        ),
        (
            "processes plan --out --format=json", "--out needs a FILE, but the next word is the option --format=json",
            "write --out=--format=json if you mean it"
        ),
        ("processes plan --out --", "--out needs a FILE, but the next word is '--'", "write --out=-- if you mean it"),
        (
            "processes plan --out -x", "--out needs a FILE, but the next word, '-x', looks like an option",
            "write --out=-x if you mean it"
        ),
        ("processes plan --out", "--out needs a FILE", "for example: --out FILE"),
        ("processes plan --min-age", "--min-age needs a DURATION", "for example: --min-age 1h"),
        ("processes plan -qn", "-n needs a COUNT", "for example: --limit COUNT"),
        ("processes plan --quiet=yes", "--quiet takes no value, but was given 'yes'", "write --quiet alone"),
        ("--format jsn processes", "--format: 'jsn' is not one of table, json, jsonl, toon", "did you mean json"),
        (
            "--format json --format=toon processes", "--format is given twice: 'json' and 'toon'",
            "keep the one you mean"
        ),
        ("processes plan --uid 1,,2", "--uid: '1,,2' has an empty element", "for example: --uid UID"),
        ("completions bsh", "SHELL: 'bsh' is not one of bash, zsh, fish", "did you mean bash or zsh?"),
        // Operands.
        ("config set a", "'tend config set' needs VALUE: The new value.", "usage: tend config set [OPTIONS] KEY VALUE"),
        ("config get a b", "unexpected argument 'b' for 'tend config get'", "usage: tend config get [OPTIONS] KEY"),
        ("config -- set", "unexpected argument 'set' for 'tend config'", "usage: tend config [OPTIONS] COMMAND"),
        ("config", "'tend config' needs a command", "one of set, get; 'tend config --help' explains them"),
        ("explain", "'tend explain' needs ID: Which decision.", "usage: tend explain [OPTIONS] ID"),
    ])
    func `an error says what is wrong and how to write it`(line: String, message: String, hint: String) throws {
        let error = try #require(SampleProgram.complaint(line))
        #expect(error.message == message)
        #expect(error.hint?.hasPrefix(hint) == true, "\(error.hint ?? "no hint")")
        #expect(error.qualifiedCode == "cli.usage")
    }

    @Test func `what is hidden is accepted but never suggested`() throws {
        #expect(try SampleProgram.command("config secret")?.action == "secret")
        #expect(try SampleProgram.command("processes plan --debug-parser")?.flag("debug-parser") == true)
        #expect(SampleProgram.complaint("processes plan --debug-parse")?.hint?.contains("did you mean") == false)
    }

    @Test func `control characters and long words do not reach the terminal`() throws {
        let parser = CommandParser(root: SampleProgram.root)
        do {
            _ = try parser.parse(["\u{1B}[31m\u{202E}" + String(repeating: "x", count: 500)])
            Issue.record("accepted")
        } catch {
            #expect(error.message.hasPrefix("unknown command '\\u{1B}[31m\\u{202E}xxx"))
            #expect(error.message.count < 150)
        }
    }
}
