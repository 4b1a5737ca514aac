import Testing

@testable import Arguments

struct HelpTextTests {
    private static let tree = CommandPath(root: SampleProgram.root).visibleTree

    @Test(arguments: [50, 60, 72, 80, 100, 500])
    func `every help text keeps within its width and has no trailing spaces`(width: Int) {
        for path in Self.tree {
            for line in HelpText.render(path, width: width).split(separator: "\n") {
                #expect(line.count <= min(width, 100), "\(path.text): \(line)")
                #expect(line.last != " ", "\(path.text): \(line)")
            }
        }
    }

    @Test func `a page narrower than forty columns is not tried`() {
        for path in Self.tree {
            #expect(HelpText.render(path, width: -1) == HelpText.render(path, width: 40))
        }
    }

    @Test func `colours change nothing but the colours`() {
        for path in Self.tree {
            let coloured = HelpText.render(path, style: .ansi)
            #expect(coloured.contains("\u{1B}["))
            #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == HelpText.render(path))
        }
    }

    @Test func `help of a command starts with usage and examples`() throws {
        let plan = try #require(CommandPath(root: SampleProgram.root).descending(["processes", "plan"]))
        #expect(
            HelpText.render(plan) == """
                Propose what to do about processes, with the evidence for each.

                Usage: tend processes plan [OPTIONS] [PID]...

                Examples:
                  tend processes plan --min-age 2h
                      Leave alone what is younger than two hours.
                  tend processes plan --match '^node .*webpack-dev-server' --uid 1000 \\
                          --uid 1001 --limit 5
                      Look at the development servers of two users only, and propose for no more
                      than five.

                Arguments:
                  [PID]...  Only these processes.

                Options:
                  -a, --min-age DURATION  Skip younger processes. [default: 1h]
                  -n, --limit COUNT       Propose for at most so many.
                      --uid UID,...       Only processes of these users.
                      --match REGEX...    Only commands that match.
                  -o, --out FILE          Write there.

                Output options:
                      --fields FIELD,...  Only these columns. [pid, age, command]

                General options:
                  -f, --format FORMAT     Choose the form of the output. [table, json, jsonl,
                                          toon; default: table]
                  -q, --quiet             Print errors only.
                  -v, --verbose           Print more.
                      --[no-]color        Use colours. [default: on a terminal]
                  -h, --help              Show this help.

                Exit codes:
                  0  No candidates.
                  1  Candidates exist.

                Output schema: tend.processes.plan.v1

                """)
    }

    @Test func `help of the program lists its commands`() {
        #expect(
            HelpText.render(CommandPath(root: SampleProgram.root)) == """
                Keep the machines of coding agents healthy.

                Usage: tend [OPTIONS] COMMAND

                Examples:
                  tend processes plan
                      Show which processes could be stopped, and why.

                Nothing is changed without being asked.

                Every decision can be explained.

                Commands:
                  processes    Find abandoned and stuck processes.
                  disk         Keep disks from filling.
                  config       Show and change the configuration.
                  explain      Say why something was decided.
                  completions  Print a shell's completion script.

                Output options:
                  -f, --format FORMAT  Choose the form of the output. [table, json, jsonl, toon;
                                       default: table]
                  -q, --quiet          Print errors only.
                  -v, --verbose        Print more.
                      --[no-]color     Use colours. [default: on a terminal]

                General options:
                  -h, --help           Show this help.
                  -V, --version        Show the version.

                Exit codes:
                  0  Nothing to do.
                  1  Something could be done.

                'tend COMMAND --help' tells more about a command.

                """)
    }

    @Test func `a command line breaks between words and never within quotes`() {
        #expect("a 'b c'  \"d 'e\" f".shellWords == ["a", "'b c'", "\"d 'e\"", "f"])
    }

    @Test func `what is hidden is not shown`() throws {
        let config = try #require(CommandPath(root: SampleProgram.root).descending(["config"]))
        #expect(!HelpText.render(config).contains("secret"))
        #expect(!HelpText.render(config).contains("debug-parser"))
    }
}
