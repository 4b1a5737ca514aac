internal import Model
import Primitives

/// Some words, of which one must match.
struct WordChoice: Sendable {
    let whole: [String]
    let patterns: [WordPattern]

    /// Names are compared with words in lower case, so a capital would never match.
    init(names key: String, of table: PackTable) throws(TendError) {
        let words = try table.words(key)
        if let word = words.first(where: { $0.utf8.contains(where: { (0x41...0x5A).contains($0) }) }) {
            throw table.error(
                "`\(word)` in `\(key)` of \(table.subject) has capitals", line: table.line(of: key),
                hint: "write `\(word.lowercased())`: program words are compared in lower case")
        }
        let patterns = words.map(WordPattern.init)
        self.patterns = patterns.filter { !$0.isWhole }
        whole = zip(words, patterns).compactMap { $1.isWhole ? $0 : nil }
    }

    var isEmpty: Bool { whole.isEmpty && patterns.isEmpty }

    func holds(_ word: String?) -> Bool {
        guard let word else { return false }
        return whole.contains(word) || patterns.contains { $0.matches(word.utf8.span) }
    }
}

/// What must be true of a process's words for a rule to apply; everything given must agree.
struct RuleConditions: Sendable {
    var program: WordChoice
    var command: WordChoice
    var script: WordChoice
    var module: WordChoice
    var argumentsAll: [WordPattern]
    var argumentsAny: [WordPattern]
    var argumentsNone: [WordPattern]
    var pathAny: [WordPattern]
    var isBare: Bool?

    static let keys = [
        "program", "command", "script", "module", "arguments_all", "arguments_any", "arguments_none", "path_any",
        "bare",
    ]

    init(_ table: PackTable) throws(TendError) {
        program = try WordChoice(names: "program", of: table)
        command = try WordChoice(names: "command", of: table)
        script = try WordChoice(names: "script", of: table)
        module = try WordChoice(names: "module", of: table)
        argumentsAll = try table.words("arguments_all").map(WordPattern.init)
        argumentsAny = try table.words("arguments_any").map(WordPattern.init)
        argumentsNone = try table.words("arguments_none").map(WordPattern.init)
        pathAny = try table.words("path_any").map(WordPattern.init)
        isBare = try table.bool("bare")
    }

    /// Whether anything names the program: a rule on arguments alone would judge by what people type.
    var namesProgram: Bool {
        !(program.isEmpty && command.isEmpty && script.isEmpty && module.isEmpty && pathAny.isEmpty)
    }

}

// MARK: - Matching

extension RuleConditions {
    func match(_ command: ProgramCommand, _ words: ProgramWords) -> Bool {
        if !program.isEmpty, !program.holds(command.program) { return false }
        if !self.command.isEmpty, matchedCommand(command) == nil { return false }
        if !script.isEmpty, !script.holds(command.script) { return false }
        if !module.isEmpty, !module.holds(command.module) { return false }
        if let isBare, isBare != command.isBare { return false }
        return matchArguments(command, words) && (pathAny.isEmpty || matchPath(command, words))
    }

    /// The program, script or module word that `command` names; a subcommand is no program.
    func matchedCommand(_ command: ProgramCommand) -> String? {
        if self.command.holds(command.program) { return command.program }
        if !command.isSubcommand, self.command.holds(command.script) { return command.script }
        return self.command.holds(command.module) ? command.module : nil
    }

    private func matchArguments(_ command: ProgramCommand, _ words: ProgramWords) -> Bool {
        let arguments = words.words.dropFirst(command.start + 1)
        func isAbout(_ pattern: WordPattern) -> Bool {
            arguments.contains { pattern.matches(words.text.span.extracting($0)) }
        }
        return argumentsAll.allSatisfy(isAbout) && !argumentsNone.contains(where: isAbout)
            && (argumentsAny.isEmpty || argumentsAny.contains(where: isAbout))
    }

    private func matchPath(_ command: ProgramCommand, _ words: ProgramWords) -> Bool {
        pathAny.contains { pattern in
            if pattern.isPart(of: words.executable.span) { return true }
            if words.words.indices.contains(command.start),
                pattern.isPart(of: words.text.span.extracting(words.words[command.start]))
            {
                return true
            }
            guard let place = command.scriptPlace else { return false }
            return pattern.isPart(of: words.text.span.extracting(place))
        }
    }
}
