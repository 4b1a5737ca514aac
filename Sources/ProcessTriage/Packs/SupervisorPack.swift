package import Formats
internal import Model
internal import PackFiles
package import Primitives

/// A process that adopts orphans.
package struct Reaper: Sendable, Equatable {
    /// What it started itself counts as supervised, not as adrift.
    package var supervises: Bool
}

/// Who runs a process, and how to ask that it be stopped or started anew.
package struct Supervisor: Sendable, Equatable {
    /// Such as `systemd` or `docker`; stable in machine output.
    package var type: String
    /// Its name for what it runs: a unit, a container; absent where nothing tells.
    package var unit: ForeignText?
    /// False: it starts again what is killed, but being run by it says nothing about being needed.
    package var supervises: Bool
    package var stop: SupervisorCommand?
    package var restart: SupervisorCommand?
    package var sentence: String
}

/// A command to a supervisor.
package struct SupervisorCommand: Sendable, Equatable {
    /// Word by word, for no shell is to read it.
    package var words: [ForeignText]
    /// Whether every placeholder is filled in: only then can it be run as it stands.
    package var isComplete: Bool
}

/// Who adopts orphans and who runs, restarts or owns other processes.
package struct SupervisorPack: Sendable {
    private let reapers: RuleSet<Reaper>
    private let ancestors: RuleSet<SupervisorTemplate>
    private let groups: [SupervisorTemplate]
    private let launchers: LauncherTable

    package func reaper(_ words: ProgramWords) -> Reaper? {
        reapers.first(launchers.command(words), words)?.rule.outcome
    }

    /// The supervisor that a process is, seen from what runs below it.
    package func supervisor(ancestor words: ProgramWords) -> Supervisor? {
        ancestors.first(launchers.command(words), words)?.rule.outcome.supervisor(of: nil)
    }

    /// The supervisor of a type, once it has said itself what it calls the thing it runs.
    package func supervisor(type: String, unit: ForeignText, address: [ForeignText]) -> Supervisor? {
        (ancestors.rules.map(\.outcome) + groups).first { $0.type == type }?.supervisor(of: unit, at: address)
    }

    /// The supervisor that the lines of `/proc/PID/cgroup` tell of, in any form that kernels and runtimes write.
    package func supervisor(controlGroups: ForeignText) -> Supervisor? {
        let text = controlGroups.bytes
        let paths = Self.paths(text)
        for template in groups {
            for pattern in template.patterns {
                for path in paths {
                    guard let match = pattern.match(text.span, path) else { continue }
                    return template.supervisor(of: match.name.map { ForeignText(Array(text[$0])) })
                }
            }
        }
        return nil
    }

    /// The segments of each path in lines of `hierarchy:controllers:path`, repeated lines once; a path may hold colons.
    private static func paths(_ text: [UInt8]) -> [[Range<Int>]] {
        var seen: [ArraySlice<UInt8>] = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let controllers = line.firstIndex(of: UInt8(ascii: ":")),
                let path = line[(controllers + 1)...].firstIndex(of: UInt8(ascii: ":"))
            else { continue }
            let known = line[(path + 1)...]
            if !seen.contains(where: { $0.elementsEqual(known) }) { seen.append(known) }
        }
        return seen.map { path in
            path.split(separator: UInt8(ascii: "/")).map { $0.startIndex..<$0.endIndex }
        }
    }
}

// MARK: - Reading

extension SupervisorPack {
    /// Reads a `supervisors.toml`.
    ///
    /// - Parameters:
    ///   - table: its contents.
    ///   - file: where it came from, for messages.
    ///   - categories: where the launchers are known: supervisors are scripts, too.
    ///   - base: what it adds to: its own rules come first.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    package init(
        table: TOMLTable, file: String, categories: CategoryPack, base: SupervisorPack? = nil
    ) throws(TendError) {
        let root = PackTable(table, file: file, subject: "the supervisors")
        try root.requireVersion(1)
        try root.allow(["version", "reaper", "supervisor"])
        launchers = categories.launchers
        var reapers: [RuleSet<Reaper>.Rule] = []
        for table in try root.tables("reaper", "a reaper") {
            reapers.append(try Self.reaper(table))
        }
        var told = Told()
        for table in try root.tables("supervisor", "a supervisor") {
            try told.add(table)
        }
        self.reapers = RuleSet(reapers + (base?.reapers.rules ?? []))
        ancestors = RuleSet(told.byProgram + (base?.ancestors.rules ?? []))
        groups = told.byControlGroup + (base?.groups ?? [])
    }

    /// Supervisors by what tells of them.
    private struct Told {
        var byProgram: [RuleSet<SupervisorTemplate>.Rule] = []
        var byControlGroup: [SupervisorTemplate] = []

        mutating func add(_ table: PackTable) throws(TendError) {
            try table.allow(RuleConditions.keys + SupervisorTemplate.keys)
            let (template, conditions) = (try SupervisorTemplate(table), try RuleConditions(table))
            guard template.patterns.isEmpty == conditions.namesProgram else {
                throw table.error("a supervisor is told by its program or by `cgroup`", hint: "give one of the two")
            }
            if template.patterns.isEmpty {
                byProgram.append(RuleSet.Rule(conditions: conditions, outcome: template))
            } else {
                byControlGroup.append(template)
            }
        }
    }

    private static func reaper(_ table: PackTable) throws(TendError) -> RuleSet<Reaper>.Rule {
        try table.allow(RuleConditions.keys + ["supervises"])
        let conditions = try RuleConditions(table)
        guard conditions.namesProgram, let supervises = try table.bool("supervises") else {
            throw table.error("a reaper needs `program` and `supervises`")
        }
        return RuleSet.Rule(conditions: conditions, outcome: Reaper(supervises: supervises))
    }
}
