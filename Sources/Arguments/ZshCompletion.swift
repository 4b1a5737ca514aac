/// The script for zsh's own completion system, one function a command.
struct ZshCompletion {
    let program: String
    let tree: [CompletionNode]
    /// Every command that is asked for values, once.
    private let asked: [String]

    init(program: String, tree: [CompletionNode]) {
        self.program = program
        self.tree = tree
        let completions = tree.flatMap { $0.options.map(\.completion) + $0.operands.map(\.completion) }
        asked = completions.reduce(into: []) { commands, completion in
            if case .command(let command) = completion, !commands.contains(command) { commands.append(command) }
        }
    }

    private var name: String { "_\(program.asIdentifier)" }

    // Both ways of loading work: from a folder in $fpath, and by evaluating the script.
    var script: String {
        """
        #compdef \(program)

        # zsh completion for \(program)

        \((tree.map(function) + asked.enumerated().map(question)).joined(separator: "\n\n"))

        if [[ $funcstack[1] == \(name) ]]; then
            \(name) "$@"
        else
            compdef \(name) \(program)
        fi

        """
    }

    private func question(_ number: Int, _ command: String) -> String {
        """
        \(name)_ask_\(number)() {
            compadd -- ${(f)"$(\(command) 2>/dev/null)"}
        }
        """
    }

    private func function(_ node: CompletionNode) -> String {
        let inherited = node.path == program ? [] : ["$inherited"]
        return """
            _\(node.path.asIdentifier)() {
                local -a options
                options=(
                    \((inherited + node.options.flatMap(specifications)).lines(indentedBy: 8))
                )
                \(node.verbs.isEmpty ? operands(node) : verbs(node))
            }
            """
    }

    private func operands(_ node: CompletionNode) -> String {
        let operands = node.operands.enumerated().map { position, operand in
            let place = operand.isRepeated ? "*" : "\(position + 1)"
            let colon = operand.isRequired || operand.isRepeated ? ":" : "::"
            let action = action(operand.choices, operand.completion, separator: nil, name: operand.name)
            return " " + "\(place)\(colon)\(operand.name.zshEscaped):\(action)".shellQuoted
        }
        return "_arguments -s -S $options\(operands.joined())"
    }

    private func verbs(_ node: CompletionNode) -> String {
        let help = node.helpVerb.map { "\($0):Show help for a command" }
        let verbs = node.verbs.map { "\($0.names[0].zshEscaped):\($0.summary)" } + help
        let operands = node.operands.prefix(1).filter { !$0.choices.isEmpty || $0.completion != .none }.map { operand in
            let words = operand.choices.map(\.shellQuoted).joined(separator: " ")
            return words.isEmpty ? action([], operand.completion, separator: nil, name: "") : "compadd -- \(words)"
        }
        let offers = ["_describe -t commands command verbs"] + operands
        let targets = node.verbs.map { ($0.names, $0.target) } + [(["help"], node.path)]
        let arms = targets.map { "\($0.joined(separator: " | "))) _\($1.asIdentifier) && result=0 ;;" }
        return """
            local -a verbs
                verbs=(
                    \(verbs.map(\.shellQuoted).lines(indentedBy: 8))
                )
                local curcontext="$curcontext" state line result=1
                typeset -A opt_args
                _arguments -s -S -C $options '1: :->verb' '*:: :->rest' && result=0
                case $state in
                verb)
                    \(offers.map { "\($0) && result=0" }.lines(indentedBy: 8))
                    ;;
                rest)
                    local -a inherited
                    inherited=($options)
                    case $words[1] in
                    \(arms.lines(indentedBy: 8))
                    esac
                    ;;
                esac
                return result
            """
    }

    /// The option in the form of `_arguments`, once for each spelling.
    private func specifications(_ option: OptionSpec) -> [String] {
        var repeatable = false
        if case .repeated = option.kind { repeatable = true }
        let exclusions = repeatable ? "*" : "(\(option.allForms.joined(separator: " ")))"
        let note = "[\(option.summary.asNote.zshEscaped)]"
        let value = option.valueName.map { valueName in
            let action = action(option.choices, option.completion, separator: option.separator, name: valueName)
            return ":\(valueName.zshEscaped):\(action)"
        }
        return option.allForms.map { form in
            let attachment = value == nil ? "" : form.hasPrefix("--") ? "=" : "+"
            return "\(exclusions)\(form)\(attachment)\(note)\(value ?? "")".shellQuoted
        }
    }

    private func action(_ choices: [String], _ completion: Completion, separator: Character?, name: String) -> String {
        let words = choices.map(\.zshEscaped).joined(separator: " ")
        guard choices.isEmpty else {
            return separator.map { "_values -s \($0) \(name.zshEscaped) \(words)" } ?? "(\(words))"
        }
        return switch completion {
        case .none: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .command(let command): "\(self.name)_ask_\(asked.firstIndex(of: command) ?? 0)"
        }
    }
}

extension String {
    /// With a backslash before what `_arguments` and `_describe` would read as their own.
    fileprivate var zshEscaped: String {
        reduce(into: "") { text, character in
            if "\\[]:()".contains(character) { text.append("\\") }
            text.append(character)
        }
    }
}
