import Testing

@testable import Arguments

struct CommandSpecDefectsTests {
    private static let flag = OptionSpec("quiet", short: "q", .flag, "Print less.")

    private static func command(
        options: [OptionSpec] = [], operands: [OperandSpec] = [], subcommands: [CommandSpec<String>] = [],
        action: String? = "x"
    ) -> CommandSpec<String> {
        CommandSpec(
            "x", summary: "A command.", operands: operands, options: options, subcommands: subcommands, action: action)
    }

    @Test(arguments: [
        (command(), []),
        (command(action: nil), ["x: has neither action nor subcommands"]),
        (command(options: [flag, flag]), ["x: -q is declared twice", "x: --quiet is declared twice"]),
        (
            command(options: [flag], subcommands: [command(options: [flag])]),
            ["x x: -q is declared twice", "x x: --quiet is declared twice"]
        ),
        (
            command(options: [OptionSpec("x", .negatableFlag, ""), OptionSpec("no-x", .flag, "")]),
            ["x: --no-x is declared twice"]
        ),
        (command(subcommands: [command(), command()]), ["x: x is declared twice"]),
        (
            command(operands: [OperandSpec("A", "", isRequired: false), OperandSpec("B", "")]),
            ["x: the required operand B follows an optional one"]
        ),
        (
            command(operands: [OperandSpec("A", "", isRepeated: true), OperandSpec("B", "")]),
            ["x: the repeated operand A is not the last"]
        ),
        (
            command(options: [OptionSpec("Big one", .flag, "")]),
            ["x: the name --Big one has letters other than a-z, 0-9 and -"]
        ),
        (
            command(options: [OptionSpec("x", .value(name: "X"), "", default: "c", choices: ["a", "b"])]),
            ["x: the default of --x is not among its choices"]
        ),
    ])
    func `a contradiction in the definition is named`(command: CommandSpec<String>, defects: [String]) {
        #expect(command.defects == defects)
    }
}
