/// Rules of which the first that matches decides, found by the words they name.
struct RuleSet<Outcome: Sendable>: Sendable {
    struct Rule: Sendable {
        var conditions: RuleConditions
        var outcome: Outcome
    }

    let rules: [Rule]
    private var programs: [String: [Int]] = [:]
    private var commands: [String: [Int]] = [:]
    private var scripts: [String: [Int]] = [:]
    private var modules: [String: [Int]] = [:]
    /// Rules that no whole word leads to.
    private var others: [Int] = []

    init(_ rules: [Rule]) {
        self.rules = rules
        for (index, rule) in rules.enumerated() {
            add(rule.conditions, index)
        }
    }

    private mutating func add(_ conditions: RuleConditions, _ index: Int) {
        let choice: WordChoice
        if !conditions.program.isEmpty {
            choice = conditions.program
            for word in choice.whole { programs[word, default: []].append(index) }
        } else if !conditions.command.isEmpty {
            choice = conditions.command
            for word in choice.whole { commands[word, default: []].append(index) }
        } else if !conditions.script.isEmpty {
            choice = conditions.script
            for word in choice.whole { scripts[word, default: []].append(index) }
        } else if !conditions.module.isEmpty {
            choice = conditions.module
            for word in choice.whole { modules[word, default: []].append(index) }
        } else {
            others.append(index)
            return
        }
        if !choice.patterns.isEmpty { others.append(index) }
    }
}

extension RuleSet {
    /// The first rule that matches, and the command as that rule understood it.
    func first(_ command: ProgramCommand, _ words: ProgramWords) -> (rule: Rule, command: ProgramCommand)? {
        let command = understood(command)
        var best = rules.count
        consider(programs[command.program], &best, command, words)
        consider(commands[command.program], &best, command, words)
        if let script = command.script {
            consider(scripts[script], &best, command, words)
            consider(commands[script], &best, command, words)
        }
        if let module = command.module {
            consider(modules[module], &best, command, words)
            consider(commands[module], &best, command, words)
        }
        consider(others, &best, command, words)
        return best < rules.count ? (rules[best], command) : nil
    }

    /// A version is taken off the program word where only the plain name is known here.
    private func understood(_ command: ProgramCommand) -> ProgramCommand {
        guard !names(command.program), let plain = withoutVersion(command.program), names(plain) else { return command }
        var command = command
        command.program = plain
        return command
    }

    private func names(_ program: String) -> Bool {
        programs[program] != nil || commands[program] != nil
    }

    private func consider(
        _ candidates: [Int]?, _ best: inout Int, _ command: ProgramCommand, _ words: ProgramWords
    ) {
        guard let candidates else { return }
        for index in candidates {
            guard index < best else { return }
            if rules[index].conditions.match(command, words) { best = index }
        }
    }
}
