internal import Formats
internal import History
internal import Planning
package import Primitives
internal import Runtime

extension SettingKey {
    /// Everything that can be set, section by section.
    package static let all: [SettingKey] = processes + limits + [redactionLevel] + disk + history + output

    /// The sections in the order of their keys.
    package static let sections = all.map(\.section).reduce(into: [String]()) { sections, section in
        if sections.last != section { sections.append(section) }
    }

    /// - Throws: `TendError` (`configuration`) with what was probably meant.
    package static func named(_ name: String) throws(TendError) -> SettingKey {
        if let key = all.first(where: { $0.name == name }) { return key }
        throw TendError(
            .configuration, "there is no setting \"\(ForeignText(name).sanitised)\"", area: "config",
            hint: "\(suggestion(for: name))all of them: tend config show")
    }

    /// What somebody meant who wrote a name that does not exist; also finds a key that stands in another section.
    static func suggestion(for name: String) -> String {
        let section = String(name.prefix { $0 != "." })
        let leaf = String(name.dropFirst(section.count + 1))
        let elsewhere = all.filter { $0.leaf == (leaf.isEmpty ? name : leaf) }.map(\.name)
        guard elsewhere.isEmpty else { return Suggestions.question(elsewhere) }
        guard sections.contains(section) else {
            return Suggestions.question(Suggestions.closest(to: name, among: all.map(\.name)))
        }
        // The section in front would make all of its keys look alike.
        let leaves = all.filter { $0.section == section }.map(\.leaf)
        return Suggestions.question(Suggestions.closest(to: leaf, among: leaves).map { "\(section).\($0)" })
    }

    private static let processes: [SettingKey] = [
        .duration(
            "processes.window", \.processes.window, in: 0.05...600, projectMay: .tighten(.higher),
            "For how long a scan watches what runs.",
            because: "Half a second shows who works and is short enough to wait for."),
        .integer(
            "processes.samples", \.processes.samples, in: 1...1000, unit: "samples", projectMay: .tighten(.higher),
            "How often a scan looks within its window.",
            because: "Two looks are the fewest that make a rate."),
        .duration(
            "processes.min_age", \.processes.planning.minimumAge, in: 0...31_536_000, projectMay: .tighten(.higher),
            "Younger processes are left alone.",
            because: "Two minutes outlast most commands that look orphaned at birth."),
        .integer(
            "processes.canary_actions", \.processes.planning.canaryActions, in: 0...1000, unit: "actions",
            projectMay: .tighten(.lower),
            "How many actions a run in canary mode may preselect.",
            because: "Three show whether the policy judges well, and can still be looked at one by one."),
        .integer(
            "processes.actions_per_run", \.processes.planning.actionsPerRun, in: 1...10_000, unit: "actions",
            projectMay: .tighten(.lower),
            "How many actions one run may carry out, whoever asked.",
            because: "Fifty clear a crowded machine, and a mistake stays bounded."),
        .words(
            "processes.fdr_method", \.processes.planning.discoveryMethod, projectMay: .nothing,
            "How mistakes are limited over all stops of a plan: by their mean probability, by families, by p-values, by "
                + "e-values, or by all of them.",
            because:
                "It holds whatever hangs together, finds the most, and none of the others spared a mistake on recorded machines."
        ),
        .duration(
            "processes.grace", \.processes.planning.grace, in: 0...600, projectMay: .tighten(.higher),
            "How long a process has between TERM and KILL.",
            because: "Most programs tidy up within ten seconds."),
        .duration(
            "processes.kill_wait", \.processes.planning.killWait, in: 0.1...600, projectMay: .set,
            "How long the effect of KILL is awaited.",
            because: "What still runs after five seconds sits in the kernel, and waiting longer rarely helps."),
        .duration(
            "processes.observation", \.processes.planning.observation, in: 0...600, projectMay: .tighten(.higher),
            "For how long is looked whether anything suffers once something was paused, frozen or slowed.",
            because: "Two seconds outlast most replies; what waits longer shows in queues by then."),
        .duration(
            "processes.supervisor_patience", \.processes.planning.supervisorPatience, in: 1...3600,
            projectMay: .nothing,
            "How long a supervisor may take to stop or restart what it runs.",
            because: "systemd gives a unit 90 seconds before it uses force."),
        .duration(
            "processes.ask_timeout", \.processes.askTimeout, in: 0...60, projectMay: .nothing,
            "How long one supervisor's tool may take to say how a unit is; 0 asks nobody.",
            because: "Tools written in Python or for Node take a third of a second to start."),
        .duration(
            "processes.ask_budget", \.processes.askBudget, in: 0...60, projectMay: .nothing,
            "How long all supervisors of one scan together may take to answer.",
            because: "Few scans need any answer, and none should last seconds for it."),
        .duration(
            "processes.deep_budget", \.processes.deepBudget, in: 0.5...600, projectMay: .tighten(.lower),
            "How long a closer look at suspects (--deep) may take.",
            because: "Twenty suspects take a quarter of it, and a person still waits for eight seconds."),
        SettingKey(
            name: "processes.tools", type: .path,
            meaning: "The directory that is searched first for systemctl, supervisorctl and their like.",
            reason: "The system's own tools lie there; what a PATH leads to need not be theirs.", projectMay: .nothing,
            get: { .path($0.processes.tools) },
            apply: { settings, value in if case .path(let path) = value { settings.processes.tools = path } }),
    ]

    private static let limits: [SettingKey] = [
        .number(
            "processes.limits.min_posterior", \.processes.planning.limits.minimumPosterior, in: 0...1,
            unit: "as a probability", projectMay: .tighten(.higher),
            "Least probability that nobody needs a process for it to be ended without a person.",
            because: "Gates and the error rate of the plan decide; this is for those who want to be surer still."),
        .bytes(
            "processes.limits.max_blast_radius", \.processes.planning.limits.blastRadius,
            in: .zero...ActionLimits.anyBlastRadius, projectMay: .tighten(.lower),
            "Most resident memory that one run may end without a person, descendants included.",
            because: "More than any machine has: no limit."),
        .integer(
            "processes.limits.max_blast_processes", \.processes.planning.limits.blastProcesses,
            in: 0...ActionLimits.anyKills, unit: "processes", projectMay: .tighten(.lower),
            "Most processes that one run may end without a person, descendants included.",
            because: "More than any run ends: no limit beyond actions_per_run."),
        .integer(
            "processes.limits.max_kills", \.processes.planning.limits.kills, in: 0...ActionLimits.anyKills,
            unit: "processes", projectMay: .tighten(.lower),
            "Most processes that one run may end without a person, surest first.",
            because: "More than any run ends: no limit beyond actions_per_run."),
        .list(
            "processes.limits.only_categories", \.processes.planning.limits.onlyCategories,
            projectMay: .tighten(.lower), "Categories of programs that may be ended without a person.",
            because: "Evidence decides, not the kind of program."),
        .list(
            "processes.limits.exclude_categories", \.processes.planning.limits.excludedCategories,
            projectMay: .tighten(.higher), "Categories of programs that are always left to a person.",
            because: "Evidence decides, not the kind of program."),
        .bool(
            "processes.limits.require_known_signature", \.processes.planning.limits.requiresKnownSignature,
            projectMay: .tighten(.higher),
            "End without a person only what fits a known pattern of what is left behind, in all of its criteria.",
            because: "Evidence decides; a pattern is a part of it."),
        .bool(
            "processes.limits.abort_on_unknown", \.processes.planning.limits.abortsOnUnknown,
            projectMay: .tighten(.higher),
            "Leave unknown programs to a person, and end a run at the first thing that was not foreseen.",
            because: "Other gates hold unknown programs back already unless much speaks for ending them."),
    ]

    private static let redactionLevel = SettingKey.words(
        "redaction.level", \.processes.redaction, projectMay: .tighten(.higher),
        "How much is left out of texts before anything is stored.",
        because: "Secrets and home directories have no place in a record that people share.")

    private static let history: [SettingKey] = [
        SettingKey(
            name: "history.directory", type: .path,
            meaning: "Where the record of sessions and actions is kept.",
            reason: "The place for state that the XDG base directories name.", projectMay: .nothing,
            get: { .path($0.history.directory) },
            apply: { settings, value in if case .path(let path) = value { settings.history.directory = path } }),
        .integer(
            "history.retention_days", \.history.retentionDays, in: 1...3650, unit: "days", projectMay: .nothing,
            "Sessions older than this are pruned; the audit log never is.",
            because: "A month covers most questions about what happened."),
    ]

    private static let output: [SettingKey] = [
        SettingKey(
            name: "output.format", type: .words(OutputSettings.formats),
            meaning: "How answers are printed where --format is not given.",
            reason: "People type commands; programs say --json.", projectMay: .set,
            get: { .word($0.output.format) },
            apply: { settings, value in if case .word(let word) = value { settings.output.format = word } }),
        .words(
            "output.color", \.output.color, projectMay: .set,
            "Whether answers are coloured where neither --color nor --no-color is given.",
            because: "Colours help on a terminal and harm in a pipe."),
    ]
}
