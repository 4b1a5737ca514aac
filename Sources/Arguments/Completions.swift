internal import Primitives

/// Scripts that teach a shell to complete a program's command lines.
///
/// Each is made whole from the definition, so completing a verb or an option starts no process; only a value with
/// `Completion.command` does.
package enum Completions {
    package enum Shell: String, Sendable, CaseIterable {
        case bash, zsh, fish
    }

    /// - Parameters:
    ///   - shell: the language of the script.
    ///   - root: the definition of the program.
    ///   - program: the name under which it is called.
    /// - Returns: a script for the shell's folder of completions, which may also be evaluated at once.
    package static func script<Action>(shell: Shell, root: CommandSpec<Action>, program: String) -> String {
        var root = root
        root.name = program
        let tree = CommandPath(root: root).visibleTree.map(CompletionNode.init)
        return switch shell {
        case .bash: BashCompletion(program: program, tree: tree).script
        case .zsh: ZshCompletion(program: program, tree: tree).script
        case .fish: FishCompletion(program: program, tree: tree).script
        }
    }
}

/// What the scripts need to know of one command.
struct CompletionNode {
    struct Verb {
        /// The name, then the aliases.
        var names: [String]
        var summary: String
        /// The path of the command that it leads to.
        var target: String
    }

    /// `tend processes plan`.
    var path: String
    var verbs: [Verb]
    /// The command's own options; those of its ancestors are theirs.
    var options: [OptionSpec]
    var operands: [OperandSpec]

    init<Action>(_ path: CommandPath<Action>) {
        self.path = path.text
        verbs = path.visibleSubcommands.map {
            Verb(names: [$0.command.name] + $0.command.aliases, summary: $0.command.summary.asNote, target: $0.text)
        }
        // The built-in options belong to the program.
        let offered = path.command.options.filter { !$0.isOwn || path.command.subcommands.isEmpty }
        let own = path.ancestors.isEmpty ? path.acceptedOptions : offered
        options = own.filter { !$0.isHidden }
        operands = path.command.operands
    }

    /// `help` leads on from the program only.
    var helpVerb: [String] { path.contains(" ") || verbs.isEmpty ? [] : ["help"] }
}

extension String {
    /// With everything replaced that the name of a shell's function may not hold.
    var asIdentifier: String {
        String(map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
    }

    /// A summary as shells show it: beside the word, without its full stop.
    var asNote: String {
        hasSuffix(".") ? String(dropLast()) : self
    }

    /// In single quotes as bash and zsh read them.
    var shellQuoted: String {
        "'" + replacingEvery("'", with: "'\\''") + "'"
    }
}

extension [String] {
    /// As lines within a template, where the first stands indented already.
    func lines(indentedBy spaces: Int = 0) -> String {
        joined(separator: "\n" + String(repeating: " ", count: spaces))
    }
}

extension OptionSpec {
    var separator: Character? {
        guard case .repeated(_, let separator) = kind else { return nil }
        return separator
    }
}
