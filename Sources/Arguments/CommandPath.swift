/// A command together with the commands above it, which lend it their options.
package struct CommandPath<Action: Sendable>: Sendable {
    /// The program first.
    package private(set) var ancestors: [CommandSpec<Action>]
    package private(set) var command: CommandSpec<Action>

    package init(root: CommandSpec<Action>) {
        ancestors = []
        command = root
    }

    /// `["tend", "processes", "plan"]`, never by alias.
    package var names: [String] { ancestors.map(\.name) + [command.name] }

    /// `tend processes plan`.
    package var text: String { names.joined(separator: " ") }

    /// The program.
    package var root: CommandSpec<Action> { ancestors.first ?? command }

    /// The ancestors' options, the nearest ancestor's first.
    package var inheritedOptions: [OptionSpec] { ancestors.reversed().flatMap(\.options).filter { !$0.isOwn } }

    /// The command's own options and the inherited ones, without `--help` and `--version`.
    package var options: [OptionSpec] { command.options + inheritedOptions }

    /// Everything that the parser accepts here.
    ///
    /// A command may use `-V` for something else; then the built-in option keeps its long form only.
    var acceptedOptions: [OptionSpec] {
        let declared = options
        let builtIn = [OptionSpec.help, .version].compactMap { option -> OptionSpec? in
            guard !declared.contains(where: { $0.long == option.long }) else { return nil }
            var option = option
            if declared.contains(where: { $0.short == option.short }) { option.short = nil }
            return option
        }
        return declared + builtIn
    }

    func appending(_ subcommand: CommandSpec<Action>) -> CommandPath {
        var path = self
        path.ancestors.append(command)
        path.command = subcommand
        return path
    }

    /// The subcommand with this name or alias.
    func subcommand(_ name: String) -> CommandPath? {
        command.subcommands.first { $0.name == name || $0.aliases.contains(name) }.map(appending)
    }

    /// The command that is reached by these verbs from here.
    package func descending(_ names: some Sequence<String>) -> CommandPath? {
        var path = self
        for name in names {
            guard let next = path.subcommand(name) else { return nil }
            path = next
        }
        return path
    }

    var visibleSubcommands: [CommandPath] {
        command.subcommands.filter { !$0.isHidden }.map(appending)
    }

    /// This command and all below it that are not hidden, parents first.
    package var visibleTree: [CommandPath] {
        [self] + visibleSubcommands.flatMap(\.visibleTree)
    }

    /// One line for each way to call the command, such as `tend disk scan [OPTIONS] [PATH]...`.
    var usageLines: [String] {
        let start = text + " [OPTIONS]"
        guard !command.subcommands.isEmpty else { return [Self.line(start, command.operands)] }
        let verb = "\(start) \(command.action == nil || !command.operands.isEmpty ? "COMMAND" : "[COMMAND]")"
        return command.operands.isEmpty ? [verb] : [Self.line(start, command.operands), verb]
    }

    private static func line(_ start: String, _ operands: [OperandSpec]) -> String {
        ([start] + operands.map(\.usage)).joined(separator: " ")
    }
}
