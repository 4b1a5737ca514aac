package import Primitives

/// What a command line asks for.
package enum ParseResult<Action: Sendable>: Sendable {
    case run(ParsedCommand<Action>)
    case help(CommandPath<Action>)
    case version
}

/// Turns the words of a command line into a command to run, or says what is wrong with them.
///
/// Nothing is guessed: an unknown word is an error with a suggestion, a value is never taken for an option nor an
/// option for a value, and a verb or an option is never completed from its beginning, since the next release may
/// have another one that begins the same.
package struct CommandParser<Action: Sendable>: Sendable {
    private let root: CommandSpec<Action>

    package init(root: CommandSpec<Action>) {
        assert(root.defects.isEmpty, root.defects.joined(separator: "\n"))
        self.root = root
    }

    /// Reads the words after the program's name.
    ///
    /// - Returns: help wherever `-h`, `--help` or the verb `help` is found, even if something else is wrong.
    /// - Throws: `TendError` (`cli.usage`) whose hint says how to write it.
    package func parse(_ arguments: [String]) throws(TendError) -> ParseResult<Action> {
        var walk = ArgumentWalk(root: root, arguments: arguments)
        try walk.run()
        if walk.wantsHelp { return .help(walk.path) }
        if let problem = walk.problem { throw problem }
        if walk.wantsVersion { return .version }
        let complaints = Complaints(path: walk.path)
        try checkOperands(walk.operands, of: walk.path.command, complaints)
        guard let action = walk.path.command.action else { throw complaints.missingVerb() }
        return .run(ParsedCommand(path: walk.path, action: action, operands: walk.operands, given: walk.given))
    }

    private func checkOperands(
        _ operands: [String], of command: CommandSpec<Action>, _ complaints: Complaints<Action>
    ) throws(TendError) {
        for (position, operand) in operands.enumerated() {
            guard let spec = command.operand(at: position) else { throw complaints.surplusOperand(operand) }
            guard spec.choices.isEmpty || spec.choices.contains(operand) else {
                throw complaints.notAChoice(operand, for: spec.name, among: spec.choices)
            }
        }
        if let missing = command.operands.dropFirst(operands.count).first(where: \.isRequired) {
            throw complaints.missingOperand(missing)
        }
    }
}

extension CommandSpec {
    /// The operand that the word at this position stands for.
    func operand(at position: Int) -> OperandSpec? {
        if position < operands.count { return operands[position] }
        return operands.last.flatMap { $0.isRepeated ? $0 : nil }
    }
}
