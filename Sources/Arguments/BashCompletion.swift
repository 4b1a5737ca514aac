/// The script for bash 4 and later; it needs no other package.
struct BashCompletion {
    let program: String
    let tree: [CompletionNode]

    private var name: String { "_\(program.asIdentifier)" }

    var script: String {
        """
        # bash completion for \(program)

        \(tables)

        \(offers)

        \(optionLookup)

        \(main)

        complete -F \(name) \(program)

        """
    }

    // MARK: What the definition says

    private var tables: String {
        """
        # Sets what the command $1 itself declares.
        \(name)_declared() {
            verbs='' options='' valued=''
            case "$1" in
            \(tree.map(declarations).lines(indentedBy: 4))
            esac
        }

        # Follows the verb $1 from the command in path.
        \(name)_descend() {
            case "$path $1" in
            \(tree.flatMap(descents).lines(indentedBy: 4))
            *) return 1 ;;
            esac
        }

        # Offers values for an option; $1 is its command and itself.
        \(name)_value() {
            case "$1" in
            \(tree.flatMap(optionValues).lines(indentedBy: 4))
            esac
        }

        # Offers words for an operand; $1 is its command and its position.
        \(name)_operand() {
            case "$1" in
            \(tree.flatMap(operandValues).lines(indentedBy: 4))
            esac
        }
        """
    }

    private func declarations(_ node: CompletionNode) -> String {
        let valued = node.options.filter { $0.valueName != nil }.flatMap(\.allForms)
        let values = [
            "verbs=\(words(node.verbs.map(\.names[0]) + node.helpVerb))",
            "options=\(words(node.options.flatMap(\.spellings)))",
            "valued=\(words(valued))",
        ]
        return "\(node.path.shellQuoted)) \(values.joined(separator: " ")) ;;"
    }

    private func words(_ words: [String]) -> String {
        words.isEmpty ? "''" : " \(words.joined(separator: " ")) ".shellQuoted
    }

    private func descents(_ node: CompletionNode) -> [String] {
        node.verbs.map { verb in
            "\(alternatives(verb.names, after: node.path))) path=\(verb.target.shellQuoted) ;;"
        }
    }

    private func optionValues(_ node: CompletionNode) -> [String] {
        node.options.filter { $0.valueName != nil }.map { option in
            let offer = offer(option.choices, option.completion, separator: option.separator)
            return "\(alternatives(option.allForms, after: node.path))) \(offer) ;;"
        }
    }

    private func operandValues(_ node: CompletionNode) -> [String] {
        node.operands.enumerated().map { position, operand in
            let pattern = operand.isRepeated ? "\(node.path.shellQuoted)' '*" : "\(node.path) \(position)".shellQuoted
            return "\(pattern)) \(offer(operand.choices, operand.completion, separator: nil)) ;;"
        }
    }

    private func alternatives(_ words: [String], after path: String) -> String {
        words.map { "\(path) \($0)".shellQuoted }.joined(separator: " | ")
    }

    private func offer(_ choices: [String], _ completion: Completion, separator: Character?) -> String {
        let words = choices.map(\.shellQuoted).joined(separator: " ")
        guard choices.isEmpty else {
            return separator.map { "\(name)_list \(String($0).shellQuoted) \(words)" } ?? "\(name)_offer \(words)"
        }
        return switch completion {
        case .none: ":"
        case .files: "\(name)_files -f"
        case .directories: "\(name)_files -d"
        case .command(let command): "\(name)_lines < <(\(command) 2>/dev/null)"
        }
    }

    // MARK: What is the same for every program

    private var offers: String {
        #"""
        # Offers those of the words that begin with what is written.
        \#(name)_offer() {
            local word
            for word; do
                [[ $word == "$current"* ]] && COMPREPLY+=("$prefix$word")
            done
        }

        # The same for the last element of a list with the separator $1.
        \#(name)_list() {
            local separator=$1 head='' word
            shift
            [[ $current == *"$separator"* ]] && head="${current%"$separator"*}$separator"
            for word; do
                [[ $head$word == "$current"* ]] && COMPREPLY+=("$prefix$head$word")
            done
        }

        # Offers files (-f) or directories (-d).
        \#(name)_files() {
            local file
            compopt -o filenames 2>/dev/null
            while IFS= read -r file; do
                COMPREPLY+=("$prefix$file")
            done < <(compgen "$1" -- "$current")
        }

        # Offers the lines of the input, quoted, for a name among them may well be '$(rm -r ~)'.
        \#(name)_lines() {
            local line quoted
            while IFS= read -r line; do
                [[ $line == "$current"* ]] || continue
                printf -v quoted %q "$line"
                COMPREPLY+=("$prefix$quoted")
            done
        }
        """#
    }

    private var optionLookup: String {
        #"""
        # Whether the option $1 takes a value in this command or one above it; sets owner to that command.
        \#(name)_takes_value() {
            local verbs options valued
            owner=$path
            while true; do
                \#(name)_declared "$owner"
                [[ $valued == *" $1 "* ]] && return 0
                [[ $owner == *' '* ]] || return 1
                owner=${owner% *}
            done
        }

        # Offers the options of this command and of those above it.
        \#(name)_options() {
            local verbs options valued owner=$path
            while true; do
                \#(name)_declared "$owner"
                \#(name)_offer $options
                [[ $owner == *' '* ]] || return
                owner=${owner% *}
            done
        }

        # Reads a word before the cursor.
        \#(name)_read() {
            if [[ $pending ]]; then
                pending=''
            elif [[ $ended ]]; then
                ((++position))
            elif [[ $1 == -- ]]; then
                ended=1
            elif [[ $1 == --*=* ]]; then
                return
            elif [[ $1 == --* ]]; then
                \#(name)_takes_value "$1" && pending="$owner $1"
            elif [[ $1 == -?* ]]; then
                \#(name)_takes_value "-${1: -1}" && pending="$owner -${1: -1}"
            elif ((position > 0)); then
                ((++position))
            elif [[ $1 != help ]]; then
                \#(name)_descend "$1" || ((++position))
            fi
        }
        """#
    }

    private var main: String {
        #"""
        # Puts together what bash took apart: '--name=value' and 'a:b' are three words to it.
        \#(name)_join() {
            local index word glue=''
            for ((index = 1; index <= COMP_CWORD; index++)); do
                word=${COMP_WORDS[index]}
                if [[ $glue || $word =~ ^[=:]+$ ]] && ((${#line[@]})); then
                    lead=${line[-1]}
                    line[-1]+=$word
                else
                    lead=''
                    line+=("$word")
                fi
                glue=''
                [[ $word =~ ^[=:]+$ ]] && glue=1 lead=${line[-1]}
            done
        }

        \#(name)() {
            local path=\#(program.shellQuoted) position=0 pending='' ended='' owner='' word
            local current prefix='' lead='' verbs options valued IFS=$' \t\n'
            local -a line=()
            COMPREPLY=()
            \#(name)_join
            ((${#line[@]})) || return 0
            current=${line[-1]}
            unset 'line[-1]'
            for word in "${line[@]}"; do
                \#(name)_read "$word"
            done
            if [[ $pending ]]; then
                \#(name)_value "$pending"
            elif [[ ! $ended && $current == --*=* ]]; then
                word=${current%%=*}
                current=${current#*=}
                prefix="$word="
                \#(name)_takes_value "$word" && \#(name)_value "$owner $word"
            elif [[ ! $ended && $current == -* ]]; then
                \#(name)_options
            else
                \#(name)_declared "$path"
                [[ ! $ended && $position == 0 ]] && \#(name)_offer $verbs
                \#(name)_operand "$path $position"
            fi
            # Bash replaces only its own last word.
            COMPREPLY=("${COMPREPLY[@]#"$lead"}")
            return 0
        }
        """#
    }
}
