import Primitives

/// Rules of which the first that matches decides, found by the words they name.
struct RuleSet<Outcome: Sendable>: Sendable {
    struct Rule: Sendable {
        var conditions: RuleConditions
        var outcome: Outcome
    }


    private(set) var rules: [Rule] = []
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
