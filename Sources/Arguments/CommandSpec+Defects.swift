extension CommandSpec {
    /// What is wrong with the definition itself, of this command and all below it; empty when all is well.
    ///
    /// Ours to mend, so the parser asserts that there is none.
    package var defects: [String] {
        Self.defects(of: CommandPath(root: self))
    }

    private static func defects(of path: CommandPath<Action>) -> [String] {
        let command = path.command
        let below = command.subcommands.flatMap { defects(of: path.appending($0)) }
        let here = clashes(path) + operandDefects(command.operands) + optionDefects(command.options)
        let missing = command.subcommands.isEmpty && command.action == nil ? ["has neither action nor subcommands"] : []
        return (here + missing).map { "\(path.text): \($0)" } + below
    }

    private static func clashes(_ path: CommandPath<Action>) -> [String] {
        let verbs = path.command.subcommands.flatMap { [$0.name] + $0.aliases }
        // An option that a command declares anew would mean one thing before the verb and another after it.
        let forms = path.options.flatMap(\.allForms)
        return (repeats(verbs) + repeats(forms)).map { "\($0) is declared twice" }
    }

    private static func repeats(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { !seen.insert($0).inserted }
    }

    private static func operandDefects(_ operands: [OperandSpec]) -> [String] {
        let afterOptional = operands.drop(while: \.isRequired).filter(\.isRequired)
        return afterOptional.map { "the required operand \($0.name) follows an optional one" }
            + operands.dropLast().filter(\.isRepeated).map { "the repeated operand \($0.name) is not the last" }
    }

    private static func optionDefects(_ options: [OptionSpec]) -> [String] {
        options.filter { !isPlain($0.long) }.map { "the name \($0.spelling) has letters other than a-z, 0-9 and -" }
            + options.filter { option in
                !option.choices.isEmpty && !(option.default.map(option.choices.contains) ?? true)
            }.map { "the default of \($0.spelling) is not among its choices" }
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.first != "-"
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
