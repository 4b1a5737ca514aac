package import Primitives

/// One command: the single definition from which parsing, help, completions and the manual page follow.
///
/// `Action` is what the program does with a parsed command; this target never looks inside it.
package struct CommandSpec<Action: Sendable>: Sendable {
    package var name: String
    /// Other names that are accepted and completed, but not listed.
    package var aliases: [String]
    /// One line, as a sentence with its full stop.
    package var summary: String
    /// Paragraphs separated by empty lines; a paragraph's own line breaks are not kept.
    package var discussion: String
    package var examples: [Example]
    /// Required ones first; only the last may be repeated.
    package var operands: [OperandSpec]
    /// Also accepted by every command below this one, before and after its verb, unless it is this one's own.
    package var options: [OptionSpec]
    package var subcommands: [CommandSpec]
    /// What runs where no subcommand is given; a command without action needs one.
    package var action: Action?
    /// The name of the output's schema, such as `tend.processes.plan.v1`.
    package var output: String?
    package var exitCodes: [ExitNote]
    /// Accepted, but neither listed, completed nor suggested.
    package var isHidden: Bool

    package init(
        _ name: String, aliases: [String] = [], summary: String, discussion: String = "", examples: [Example] = [],
        operands: [OperandSpec] = [], options: [OptionSpec] = [], subcommands: [CommandSpec] = [],
        action: Action? = nil, output: String? = nil, exitCodes: [ExitNote] = [], isHidden: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.operands = operands
        self.options = options
        self.subcommands = subcommands
        self.action = action
        self.output = output
        self.exitCodes = exitCodes
        self.isHidden = isHidden
    }
}

extension CommandSpec {
    /// The command under `names` as a program of its own, with the options that it inherits here.
    ///
    /// So `pt plan` can stand for `tend processes plan`, in examples too.
    ///
    /// - Returns: nil where there is no such command.
    package func promoting(_ names: [String], to program: String) -> CommandSpec? {
        guard let path = CommandPath(root: self).descending(names) else { return nil }
        var promoted = path.command.callingItself(program, insteadOf: path.text)
        promoted.name = program
        promoted.aliases = []
        promoted.isHidden = false
        promoted.options = path.options
        return promoted
    }

    private func callingItself(_ program: String, insteadOf text: String) -> CommandSpec {
        var renamed = self
        for index in examples.indices where examples[index].commandLine.hasPrefix(text) {
            renamed.examples[index].commandLine = program + examples[index].commandLine.dropFirst(text.count)
        }
        renamed.subcommands = subcommands.map { $0.callingItself(program, insteadOf: text) }
        return renamed
    }
}

/// A command line that works as it stands, and what it does.
package struct Example: Sendable {
    package var commandLine: String
    package var explanation: String

    package init(_ commandLine: String, _ explanation: String) {
        self.commandLine = commandLine
        self.explanation = explanation
    }
}

/// What an exit code means for one command.
package struct ExitNote: Sendable {
    package var code: ExitCode
    package var meaning: String

    package init(_ code: ExitCode, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
