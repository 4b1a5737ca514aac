import Primitives

@testable import Arguments

/// A program with every feature of a definition; its actions are the names of its commands.
enum SampleProgram {
    static let root = CommandSpec<String>(
        "tend", summary: "Keep the machines of coding agents healthy.",
        discussion: "Nothing is changed without being asked.\n\nEvery decision can be explained.",
        examples: [Example("tend processes plan", "Show which processes could be stopped, and why.")],
        options: [
            OptionSpec(
                "format", short: "f", .value(name: "FORMAT"), "Choose the form of the output.", default: "table",
                choices: ["table", "json", "jsonl", "toon"], group: "Output"),
            OptionSpec("quiet", short: "q", .flag, "Print errors only.", group: "Output"),
            OptionSpec("verbose", short: "v", .flag, "Print more.", group: "Output"),
            OptionSpec("color", .negatableFlag, "Use colours.", default: "on a terminal", group: "Output"),
            OptionSpec("debug-parser", .flag, "For the authors.", isHidden: true),
        ],
        subcommands: [processes, disk, config, explain, completions],
        exitCodes: [ExitNote(.clean, "Nothing to do."), ExitNote(.candidates, "Something could be done.")])

    private static let processes = CommandSpec<String>(
        "processes", aliases: ["ps"], summary: "Find abandoned and stuck processes.",
        subcommands: [
            CommandSpec(
                "plan", summary: "Propose what to do about processes, with the evidence for each.",
                examples: [
                    Example("tend processes plan --min-age 2h", "Leave alone what is younger than two hours."),
                    Example(
                        "tend processes plan --match '^node .*webpack-dev-server' --uid 1000 --uid 1001 --limit 5",
                        "Look at the development servers of two users only, and propose for no more than five."),
                ],
                operands: [OperandSpec("PID", "Only these processes.", isRequired: false, isRepeated: true)],
                options: [
                    OptionSpec(
                        "min-age", short: "a", .value(name: "DURATION"), "Skip younger processes.", default: "1h"),
                    OptionSpec("limit", short: "n", .value(name: "COUNT"), "Propose for at most so many."),
                    OptionSpec("uid", .repeated(name: "UID", separator: ","), "Only processes of these users."),
                    OptionSpec("match", .repeated(name: "REGEX"), "Only commands that match."),
                    OptionSpec(
                        "fields", .repeated(name: "FIELD", separator: ","), "Only these columns.",
                        choices: ["pid", "age", "command"], group: "Output"),
                    OptionSpec("out", short: "o", .value(name: "FILE"), "Write there.", completion: .files),
                ],
                action: "plan", output: "tend.processes.plan.v1",
                exitCodes: [ExitNote(.clean, "No candidates."), ExitNote(.candidates, "Candidates exist.")]),
            CommandSpec("list", summary: "List processes.", action: "list"),
        ], action: "processes")

    private static let disk = CommandSpec<String>(
        "disk", summary: "Keep disks from filling.",
        subcommands: [
            CommandSpec(
                "scan", summary: "Find what could be removed.",
                operands: [
                    OperandSpec("PATH", "Where to look.", isRequired: false, completion: .directories)
                ],
                options: [OptionSpec("threshold", short: "t", .value(name: "SCORE"), "How sure to be.")],
                action: "scan")
        ])

    private static let config = CommandSpec<String>(
        "config", summary: "Show and change the configuration.",
        subcommands: [
            CommandSpec(
                "set", summary: "Set one value.",
                operands: [OperandSpec("KEY", "What to set."), OperandSpec("VALUE", "The new value.")], action: "set"),
            CommandSpec(
                "get", summary: "Print one value.", operands: [OperandSpec("KEY", "What to print.")], action: "get"),
            CommandSpec("secret", summary: "For the authors.", action: "secret", isHidden: true),
        ])

    private static let explain = CommandSpec<String>(
        "explain", summary: "Say why something was decided.",
        operands: [
            OperandSpec("ID", "Which decision.", completion: .command("printf '%s\\n' alpha 'two words' '$(touch x)'"))
        ],
        subcommands: [CommandSpec("last", summary: "The last decision.", action: "last")], action: "explain")

    private static let completions = CommandSpec<String>(
        "completions", summary: "Print a shell's completion script.",
        operands: [OperandSpec("SHELL", "Which shell.", choices: ["bash", "zsh", "fish"])], action: "completions")

    static func parse(_ line: String) throws(TendError) -> ParseResult<String> {
        try CommandParser(root: root).parse(line.split(separator: " ").map(String.init))
    }

    /// The command that a line runs; nil where it asks for something else.
    static func command(_ line: String) throws(TendError) -> ParsedCommand<String>? {
        guard case .run(let command) = try parse(line) else { return nil }
        return command
    }

    static func complaint(_ line: String) -> TendError? {
        do {
            _ = try parse(line)
            return nil
        } catch {
            return error
        }
    }
}
