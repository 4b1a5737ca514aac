internal import Arguments
internal import Primitives
internal import Reporting
internal import Settings

/// `tend config show|get|diff`: settings as they hold.
extension ConfigCommand {
    static let showSchema = "tend.config.show.v1"
    static let getSchema = "tend.config.get.v1"
    static let diffSchema = "tend.config.diff.v1"

    static let show = Command(
        "show",
        summary: "Show every setting, its value, where it comes from, and why.",
        examples: [
            Example("tend config show", "all of them"),
            Example("tend config show --section history --json", "those of one section, for programs"),
        ],
        operands: [
            OperandSpec("SECTION", "Only this section.", isRequired: false, choices: SettingKey.sections)
        ],
        options: [
            OptionSpec(
                "section", .value(name: "SECTION"), "Only this section, as an option.", choices: SettingKey.sections)
        ],
        action: action { invocation, loader throws(TendError) in
            let section = invocation.command.operands("SECTION").first ?? invocation.command.string("section")
            let configuration = loader.examine()
            let entries = configuration.entries.filter { section == nil || $0.key.section == section }
            let changed = entries.count { !$0.isDefault }
            return list(
                entries, schema: showSchema, configuration,
                headline: "\(entries.count) settings, \(changed) of them other than the default.")
        },
        output: showSchema,
        exitCodes: [ExitNote(.clean, "shown, even where something is wrong with the configuration")])

    static let get = Command(
        "get",
        summary: "Print the value of one setting.",
        examples: [
            Example("tend config get processes.min_age", "its value alone"),
            Example("tend config get processes.min_age --json", "with its source, meaning and reason"),
        ],
        operands: [OperandSpec("KEY", "The setting, such as processes.min_age.")],
        action: action { invocation, loader throws(TendError) in
            let key = try SettingKey.named(invocation.command.operands("KEY").first ?? "")
            let configuration = loader.examine()
            let row = SettingRow(configuration.entry(key))
            // People and scripts want the value, so there is no sheet around it.
            var output = Output(schema: getSchema, shape: SettingRow.shape, headline: row.value) {
                row.write(to: &$0)
            }
            output.warnings = warnings(configuration)
            return output
        },
        output: getSchema,
        exitCodes: [ExitNote(.clean, "printed"), ExitNote(.configuration, "there is no such setting")])

    static let diff = Command(
        "diff",
        summary: "Show the settings that differ from their defaults.",
        examples: [Example("tend config diff", "what somebody has set, and where")],
        action: action { _, loader throws(TendError) in
            let configuration = loader.examine()
            let entries = configuration.entries.filter { !$0.isDefault }
            return list(
                entries, schema: diffSchema, configuration,
                headline: entries.isEmpty
                    ? "Everything is as it is by default." : "\(entries.count) settings differ from their defaults.")
        },
        output: diffSchema,
        exitCodes: [ExitNote(.clean, "shown")])

    private static func list(
        _ entries: [Configuration.Entry], schema: String, _ configuration: Configuration, headline: String
    ) -> Output {
        var output = Output(
            schema: schema, list: entries.map(SettingRow.init),
            columns: [
                ColumnChoice("key"), ColumnChoice("value", tone: { $0.isDefault ? .plain : .strong }),
                ColumnChoice("default", dropOrder: 2), ColumnChoice("source", dropOrder: 1),
                ColumnChoice("meaning", dropOrder: 3, isFlexible: true),
                ColumnChoice("reason", dropOrder: 4, isFlexible: true),
            ],
            headline: headline)
        output.warnings = warnings(configuration)
        return output
    }
}
