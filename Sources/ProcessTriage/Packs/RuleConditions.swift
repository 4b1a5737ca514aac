internal import PackFiles
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
final class RuleConditions: Sendable {
    let program: WordChoice
    let command: WordChoice
    let script: WordChoice
    let module: WordChoice
    let argumentsAll: [WordPattern]
    let argumentsAny: [WordPattern]
    let argumentsNone: [WordPattern]
    let pathAny: [WordPattern]
    let isBare: Bool?

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
        if pathAny.contains(where: { $0.text.count < PathIndex.keyLength }) {
            throw table.error(
                "`path_any` of \(table.subject) has a part that is too short", line: table.line(of: "path_any"),
                hint: "write at least \(PathIndex.keyLength) bytes")
        }
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
        for pattern in argumentsAll where !words.hasArgument(pattern, after: command.start) { return false }
        for pattern in argumentsNone where words.hasArgument(pattern, after: command.start) { return false }
        for pattern in argumentsAny where words.hasArgument(pattern, after: command.start) { return true }
        return argumentsAny.isEmpty
    }

    private func matchPath(_ command: ProgramCommand, _ words: ProgramWords) -> Bool {
        for part in ProgramWords.PathPart.allCases {
            guard let path = words.path(part, of: command) else { continue }
            for pattern in pathAny where pattern.isPart(of: path.text.span.extracting(path.place)) { return true }
        }
        return false
    }
}

extension ProgramWords {
    /// The paths that tell where a program comes from.
    enum PathPart: CaseIterable { case executable, program, script }

    func path(_ part: PathPart, of command: ProgramCommand) -> (text: [UInt8], place: Range<Int>)? {
        switch part {
        case .executable: executable.isEmpty ? nil : (executable, 0..<executable.count)
        case .program: command.start < words.count ? (text, words[command.start]) : nil
        case .script: command.scriptPlace.map { (text, $0) }
        }
    }

    func hasArgument(_ pattern: WordPattern, after start: Int) -> Bool {
        var index = start + 1
        while index < words.count {
            if pattern.matches(text.span.extracting(words[index])) { return true }
            index += 1
        }
        return false
    }
}
