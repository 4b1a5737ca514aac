import Primitives

/// What can be wrong with a command line, in words that say how to mend it.
struct Complaints<Action: Sendable> {
    let path: CommandPath<Action>

    private func usage(_ message: String, hint: String) -> TendError {
        TendError(.usage, message, area: "cli", hint: hint)
    }

    private var command: String { "'\(path.text)'" }
    private var seeHelp: String { "'\(path.text) --help' lists all options" }
    private var usageHint: String { "usage: " + path.usageLines.joined(separator: "\n       ") }

    // MARK: Unknown words

    func unknownVerb(_ word: String) -> TendError {
        let verbs = path.visibleSubcommands.map(\.command)
        let close = Suggestions.closest(to: word, among: verbs.flatMap { [$0.name] + $0.aliases })
        let deeper = path.visibleTree.dropFirst().filter { $0.command.name == word }.map(\.text)
        let question = Suggestions.question(close.isEmpty ? deeper : close)
        let all = "'\(path.text) --help' lists all commands"
        return usage("unknown command \(word.quoted) for \(command)", hint: question + all)
    }

    func unknownOption(_ spelling: String) -> TendError {
        let visible = path.acceptedOptions.filter { !$0.isHidden }.flatMap(\.spellings)
        let owners = self.owners(of: spelling)
        guard owners.isEmpty else {
            let isBelow = owners.allSatisfy { $0.hasPrefix("'\(path.text) ") }
            let place = isBelow ? "; write it after that command" : ""
            return usage(
                "\(command) has no option \(spelling)", hint: "it belongs to \(Suggestions.list(owners))\(place)")
        }
        let question = Suggestions.question(Suggestions.closest(to: spelling, among: visible))
        return usage("unknown option \(spelling.quoted) for \(command)", hint: question + seeHelp)
    }

    func unknownLetter(_ letter: Character, in word: String) -> TendError {
        let options = path.acceptedOptions.filter { !$0.isHidden }
        // `-json` is more likely to be meant as `--json` than as five letters.
        let longs = Suggestions.closest(to: "-" + word, among: options.flatMap(\.spellings))
        let shorts = options.compactMap(\.short).filter { $0.lowercased() == letter.lowercased() }.map { "-\($0)" }
        let question = Suggestions.question(word.count > 2 ? longs : shorts)
        let place = word.count > 2 ? " in \(word.quoted)" : ""
        return usage("unknown option \("-\(letter)".quoted)\(place) for \(command)", hint: question + seeHelp)
    }

    /// Other commands that declare the option, at most four.
    private func owners(of spelling: String) -> [String] {
        CommandPath(root: path.root).visibleTree.filter { other in
            other.command.options.contains { !$0.isHidden && $0.spellings.contains(spelling) }
        }.prefix(4).map { "'\($0.text)'" }
    }

    // MARK: Values

    func missingValue(of option: OptionSpec, writtenAs spelling: String) -> TendError {
        usage("\(spelling) needs \(option.valueWithArticle)", hint: example(option))
    }

    func optionInsteadOfValue(_ next: String, of option: OptionSpec, writtenAs spelling: String) -> TendError {
        let name = next.unicodeScalars.split(separator: "=").first.map { String($0) }
        let isKnown = path.acceptedOptions.contains { $0.allForms.contains(name ?? next) }
        let description =
            if next == "--" {
                "the next word is '--'"
            } else if isKnown {
                "the next word is the option \(next.escaped)"
            } else {
                "the next word, \(next.quoted), looks like an option"
            }
        return usage(
            "\(spelling) needs \(option.valueWithArticle), but \(description)",
            hint: "write \(option.spelling)=\(next.escaped) if you mean it")
    }

    func surplusValue(_ value: String, for spelling: String) -> TendError {
        usage("\(spelling) takes no value, but was given \(value.quoted)", hint: "write \(spelling) alone")
    }

    func givenTwice(_ option: OptionSpec, _ first: String, _ second: String) -> TendError {
        usage(
            "\(option.spelling) is given twice: \(first.quoted) and \(second.quoted)", hint: "keep the one you mean")
    }

    func emptyElement(in value: String, of option: OptionSpec) -> TendError {
        usage("\(option.spelling): \(value.quoted) has an empty element", hint: example(option))
    }

    func notAChoice(_ value: String, for subject: String, among choices: [String]) -> TendError {
        let question = Suggestions.question(Suggestions.closest(to: value, among: choices))
        return usage(
            "\(subject): \(value.quoted) is not one of \(choices.joined(separator: ", "))",
            hint: question + "'\(path.text) --help' explains \(subject)")
    }

    func malformedValue(_ value: String, of subject: String, expected: String) -> TendError {
        usage(
            "\(subject): \(value.quoted) is not \(expected)", hint: "'\(path.text) --help' explains \(subject)")
    }

    private func example(_ option: OptionSpec) -> String {
        let value = option.choices.first ?? option.default ?? option.valueName ?? "VALUE"
        return "for example: \(option.spelling) \(value)"
    }

    // MARK: Operands and verbs

    func missingOperand(_ operand: OperandSpec) -> TendError {
        usage("\(command) needs \(operand.name): \(operand.summary)", hint: usageHint)
    }

    func surplusOperand(_ word: String) -> TendError {
        usage("unexpected argument \(word.quoted) for \(command)", hint: usageHint)
    }

    func missingVerb() -> TendError {
        let verbs = path.visibleSubcommands.map(\.command.name)
        let all = "'\(path.text) --help' explains them"
        return usage("\(command) needs a command", hint: "one of \(verbs.joined(separator: ", ")); \(all)")
    }
}

extension OptionSpec {
    /// "a FILE", "an ID"; "a USER", since most names with U are spoken with a consonant.
    fileprivate var valueWithArticle: String {
        let name = valueName ?? "value"
        return name.first.map("AEIO".contains) == true ? "an \(name)" : "a \(name)"
    }
}

extension String {
    /// Without control characters, which could drive the terminal that shows the error, and cut to a readable length.
    var escaped: String {
        let limit = 80
        var safe = ""
        for scalar in unicodeScalars.prefix(limit) {
            safe += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return unicodeScalars.count > limit ? safe + "…" : safe
    }

    var quoted: String { "'\(escaped)'" }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
