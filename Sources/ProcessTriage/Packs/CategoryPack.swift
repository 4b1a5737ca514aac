package import Formats
package import Model
internal import PackFiles
package import Primitives

/// What a process is: its category and a name for people.
package struct ProcessKind: Sendable, Equatable {
    package var category: ProcessCategory
    /// From the pack, never from the process.
    package var title: String

    package init(_ category: ProcessCategory, _ title: String) {
        self.category = category
        self.title = title
    }
}

/// Tells what kind of program a process is, from its words alone.
package struct CategoryPack: Sendable {
    private struct Naming: Sendable {
        var category: ProcessCategory
        /// Absent: the word that matched.
        var title: String?
    }

    private let rules: RuleSet<Naming>
    let launchers: LauncherTable
    private let memoryLimits: Table<ProcessCategory, ByteCount>

    /// The category and title of a process; nil where no rule knows it.
    package func classify(_ words: ProgramWords) -> ProcessKind? {
        classified(words)?.kind
    }

    /// The same, and the command by which it was told: a launcher is what it launches.
    func classified(_ words: ProgramWords) -> (kind: ProcessKind, command: ProgramCommand)? {
        classify(words, at: 0, depth: 0)
    }

    /// Resident memory above which a process of this category is unusually large.
    package func memoryLimit(_ category: ProcessCategory) -> ByteCount {
        memoryLimits[category]
    }

    /// A launcher is what it launches, as far as that is known; `sudo timeout npx jest` is Jest.
    private func classify(
        _ words: ProgramWords, at start: Int, depth: Int
    ) -> (kind: ProcessKind, command: ProgramCommand)? {
        let command = launchers.command(words, at: start)
        if let inner = command.inner, depth < 4, let told = classify(words, at: inner, depth: depth + 1) {
            return told
        }
        guard let (rule, understood) = rules.first(command, words) else { return nil }
        let title = rule.outcome.title ?? rule.conditions.matchedWord(understood)
        return (ProcessKind(rule.outcome.category, title), command)
    }
}

extension RuleConditions {
    /// The word to name a process by where the rule has no title.
    fileprivate func matchedWord(_ command: ProgramCommand) -> String {
        matchedCommand(command) ?? (program.isEmpty ? command.script ?? command.module : nil) ?? command.program
    }
}

// MARK: - Reading

extension CategoryPack {
    /// Reads a `categories.toml`.
    ///
    /// - Parameters:
    ///   - table: its contents.
    ///   - file: where it came from, for messages.
    ///   - base: what it adds to: its own rules come first, and what it does not say stays. Without a base it must be
    ///     complete.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    package init(table: TOMLTable, file: String, base: CategoryPack? = nil) throws(TendError) {
        let root = PackTable(table, file: file, subject: "the categories")
        try root.requireVersion(1)
        try root.allow(["version", "launcher", "rule", "memory_p95"])
        launchers = try LauncherTable(root.tables("launcher", "a launcher"), base: base?.launchers)
        var rules: [RuleSet<Naming>.Rule] = []
        for table in try root.tables("rule", "a rule") {
            rules.append(try Self.rule(table))
        }
        self.rules = RuleSet(rules + (base?.rules.rules ?? []))
        memoryLimits = try Self.memoryLimits(root, base: base?.memoryLimits)
    }

    private static func rule(_ table: PackTable) throws(TendError) -> RuleSet<Naming>.Rule {
        try table.allow(RuleConditions.keys + ["category", "title"])
        let conditions = try RuleConditions(table)
        guard conditions.namesProgram else {
            throw table.error(
                "a rule names no program", hint: "add `program`, `command`, `script`, `module` or `path_any`")
        }
        let title = try table.optionalString("title")
        guard title != nil || conditions.namesOnlyWholeWords else {
            throw table.error("a rule with patterns has no title", hint: "add `title = \"…\"`")
        }
        return RuleSet.Rule(
            conditions: conditions, outcome: Naming(category: try table.named("category"), title: title))
    }

    private static func memoryLimits(
        _ root: PackTable, base: Table<ProcessCategory, ByteCount>?
    ) throws(TendError) -> Table<ProcessCategory, ByteCount> {
        guard let base else {
            let limits = try root.subtable("memory_p95")
            try limits.allow(ProcessCategory.allCases.map(\.rawValue))
            return try Table { category throws(TendError) in try limits.byteCount(category.rawValue) }
        }
        guard root.has("memory_p95") else { return base }
        let limits = try root.subtable("memory_p95")
        try limits.allow(ProcessCategory.allCases.map(\.rawValue))
        return try Table { category throws(TendError) in
            limits.has(category.rawValue) ? try limits.byteCount(category.rawValue) : base[category]
        }
    }
}

extension RuleConditions {
    /// A title can only be a word of the pack itself.
    fileprivate var namesOnlyWholeWords: Bool {
        let choices = [program, command, script, module]
        return choices.contains { !$0.isEmpty } && choices.allSatisfy(\.patterns.isEmpty)
    }
}
