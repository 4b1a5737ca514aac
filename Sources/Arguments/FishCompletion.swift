internal import Primitives

/// The script for fish 3 and later.
struct FishCompletion {
    let program: String
    let tree: [CompletionNode]

    private var name: String { "__\(program.asIdentifier)" }

    var script: String {
        """
        # fish completion for \(program)

        \(tables)

        \(state)

        \(conditions)

        complete -c \(program) -f
        \(tree.flatMap { verbs($0) + options($0) + operands($0) }.lines())

        """
    }

    // MARK: What the definition says

    private var tables: String {
        """
        # Whether $argv[1], a command and its option, takes a value.
        function \(name)_takes_value
            contains -- $argv[1] \(tree.flatMap(valuedForms).map(\.fishQuoted).joined(separator: " "))
        end

        # Prints the command that is reached by $argv[1], a command and a verb.
        function \(name)_descend
            switch $argv[1]
                \(tree.flatMap(descents).lines(indentedBy: 8))
            end
        end
        """
    }

    private func valuedForms(_ node: CompletionNode) -> [String] {
        node.options.filter { $0.valueName != nil }.flatMap(\.allForms).map { "\(node.path) \($0)" }
    }

    private func descents(_ node: CompletionNode) -> [String] {
        node.verbs.flatMap { verb in
            [
                "case \(verb.names.map { "\(node.path) \($0)".fishQuoted }.joined(separator: " "))",
                "    echo \(verb.target.fishQuoted)",
            ]
        }
    }

    private func verbs(_ node: CompletionNode) -> [String] {
        let help = node.helpVerb.map { ($0, "Show help for a command") }
        return (node.verbs.map { ($0.names[0], $0.summary) } + help).map { verb, summary in
            complete("\(name)_begins \(node.path.fishQuoted)", "-a \(verb) -d \(summary.fishQuoted)")
        }
    }

    private func options(_ node: CompletionNode) -> [String] {
        node.options.flatMap { option in
            let short = option.short.map { "-s \($0) " } ?? ""
            let value = option.valueName == nil ? "" : " " + offer(option.choices, option.completion, isOption: true)
            let description = "-d \(option.summary.asNote.fishQuoted)"
            return option.spellings.map { spelling in
                complete(
                    "\(name)_within \(node.path.fishQuoted)",
                    "\(spelling == option.spelling ? short : "")-l \(spelling.dropFirst(2)) \(description)\(value)")
            }
        }
    }

    private func operands(_ node: CompletionNode) -> [String] {
        node.operands.enumerated().compactMap { position, operand in
            let offer = offer(operand.choices, operand.completion, isOption: false)
            guard !offer.isEmpty else { return nil }
            let test = operand.isRepeated ? "from" : "at"
            return complete("\(name)_\(test) \(node.path.fishQuoted) \(position)", offer)
        }
    }

    private func offer(_ choices: [String], _ completion: Completion, isOption: Bool) -> String {
        let exclusive = isOption ? "-x " : ""
        guard choices.isEmpty else { return "\(exclusive)-a \(choices.joined(separator: " ").fishQuoted)" }
        return switch completion {
        case .none: isOption ? "-x" : ""
        case .files: isOption ? "-r -F" : "-F"
        case .directories: "\(exclusive)-a '(__fish_complete_directories (commandline -ct))'"
        case .command(let command): "\(exclusive)-a \("(\(command) 2>/dev/null)".fishQuoted)"
        }
    }

    private func complete(_ condition: String, _ rest: String) -> String {
        "complete -c \(program) -n \(condition.fishQuoted) \(rest)"
    }

    // MARK: What is the same for every program

    private var state: String {
        #"""
        # Whether the option $argv[2] takes a value in the command $argv[1] or one above it.
        function \#(name)_expects_value
            set -l owner $argv[1]
            while not \#(name)_takes_value "$owner $argv[2]"
                string match -q '* *' $owner; or return 1
                set owner (string replace -r ' [^ ]*$' '' $owner)
            end
        end

        # Prints the command that the words before the cursor lead to, how many operands it has, and whether '--' was met.
        function \#(name)_state
            set -l path \#(program.fishQuoted)
            set -l position 0
            set -l pending 0
            set -l ended 0
            set -l words (commandline -opc)
            set -e words[1]
            while set -q words[1]
                set -l word $words[1]
                set -e words[1]
                if test $pending -eq 1
                    set pending 0
                else if test "$word" = --
                    set position (math $position + (count $words))
                    set ended 1
                    set words
                else if string match -q -- '--*' $word
                    \#(name)_expects_value $path $word; and set pending 1
                else if string match -q -- '-?*' $word
                    \#(name)_expects_value $path -(string sub -s -1 -- $word); and set pending 1
                else
                    set -l next (\#(name)_descend "$path $word")
                    if test $position -eq 0 -a -n "$next"
                        set path $next
                    else if test $position -ne 0 -o "$word" != help
                        set position (math $position + 1)
                    end
                end
            end
            printf '%s\n' $path $position $ended
        end
        """#
    }

    private var conditions: String {
        #"""
        # Whether a verb of the command $argv[1] can stand at the cursor.
        function \#(name)_begins
            set -l state (\#(name)_state)
            test "$state" = "$argv[1] 0 0"
        end

        # Whether the cursor is in the command $argv[1], at its operand $argv[2].
        function \#(name)_at
            set -l state (\#(name)_state)
            test "$state[1]" = $argv[1] -a "$state[2]" -eq $argv[2]
        end

        # Whether it is at that operand or a later one.
        function \#(name)_from
            set -l state (\#(name)_state)
            test "$state[1]" = $argv[1] -a "$state[2]" -ge $argv[2]
        end

        # Whether it is in the command $argv[1] or one below it.
        function \#(name)_within
            set -l state (\#(name)_state)
            string match -q -- "$argv[1] *" "$state[1] "
        end
        """#
    }
}

extension String {
    /// In single quotes as fish reads them.
    fileprivate var fishQuoted: String {
        "'" + replacingEvery("\\", with: "\\\\").replacingEvery("'", with: "\\'") + "'"
    }
}
