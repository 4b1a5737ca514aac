/// Rules of which the first that matches decides, found by the words they name.
struct RuleSet<Outcome: Sendable>: Sendable {
    struct Rule: Sendable {
        var conditions: RuleConditions
        var outcome: Outcome
    }

    let rules: [Rule]
    private let index: RuleIndex

    init(_ rules: [Rule]) {
        self.rules = rules
        index = RuleIndex(rules.map(\.conditions))
    }

    /// The first rule that matches, and the command as that rule understood it.
    func first(_ command: ProgramCommand, _ words: ProgramWords) -> (rule: Rule, command: ProgramCommand)? {
        let command = index.understood(command)
        return index.first(command, words).map { (rules[$0], command) }
    }

    /// Every rule that matches, in their order.
    func all(_ command: ProgramCommand, _ words: ProgramWords) -> [Outcome] {
        index.all(index.understood(command), words).map { rules[$0].outcome }
    }
}

/// Which rules a process's words lead to; each rule stands under one kind of its words.
private final class RuleIndex: Sendable {
    private let rules: [RuleConditions]
    private let programs: WordIndex
    private let commands: WordIndex
    private let scripts: WordIndex
    private let modules: WordIndex
    private let paths: PathIndex

    init(_ rules: [RuleConditions]) {
        self.rules = rules
        var (programs, commands, scripts, modules) = (WordIndex(), WordIndex(), WordIndex(), WordIndex())
        var paths = PathIndex()
        for (index, rule) in rules.enumerated() {
            if !rule.program.isEmpty {
                programs.add(rule.program, rule: index)
            } else if !rule.command.isEmpty {
                commands.add(rule.command, rule: index)
            } else if !rule.script.isEmpty {
                scripts.add(rule.script, rule: index)
            } else if !rule.module.isEmpty {
                modules.add(rule.module, rule: index)
            } else {
                paths.add(rule.pathAny, rule: index)
            }
        }
        (self.programs, self.commands, self.scripts, self.modules) = (programs, commands, scripts, modules)
        self.paths = paths
    }

    /// A version is taken off the program word where only the plain name is known here.
    func understood(_ command: ProgramCommand) -> ProgramCommand {
        guard !names(command.program), let plain = withoutVersion(command.program), names(plain) else { return command }
        var command = command
        command.program = plain
        return command
    }

    private func names(_ program: String) -> Bool {
        programs.names(program) || commands.names(program)
    }

    func first(_ command: ProgramCommand, _ words: ProgramWords) -> Int? {
        var best = rules.count
        for index in candidates(command, words) where index < best && rules[index].match(command, words) {
            best = index
        }
        return best < rules.count ? best : nil
    }

    func all(_ command: ProgramCommand, _ words: ProgramWords) -> [Int] {
        var matching = candidates(command, words)
        guard !matching.isEmpty else { return [] }
        matching.sort()
        var last = -1
        matching.removeAll { index in
            defer { last = index }
            return index == last || !rules[index].match(command, words)
        }
        return matching
    }

    /// The rules that the words lead to, some more than once.
    private func candidates(_ command: ProgramCommand, _ words: ProgramWords) -> [Int] {
        var found: [Int] = []
        programs.addRules(naming: command.program, to: &found)
        commands.addRules(naming: command.program, to: &found)
        if let script = command.script {
            scripts.addRules(naming: script, to: &found)
            commands.addRules(naming: script, to: &found)
        }
        if let module = command.module {
            modules.addRules(naming: module, to: &found)
            commands.addRules(naming: module, to: &found)
        }
        for part in ProgramWords.PathPart.allCases {
            guard let path = words.path(part, of: command) else { continue }
            paths.addRules(in: path.text.span.extracting(path.place), to: &found)
        }
        return found
    }
}
