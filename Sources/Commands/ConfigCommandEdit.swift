internal import Arguments
internal import Formats
internal import Primitives
internal import Reporting
internal import Settings

/// `tend config set|reset`: changes of one file, which keeps its comments.
extension ConfigCommand {
    static let setSchema = "tend.config.set.v1"
    static let resetSchema = "tend.config.reset.v1"

    private static let exitCodes = [
        ExitNote(.clean, "changed, or there was nothing to change"),
        ExitNote(.configuration, "no such setting, or a value that does not fit"),
        ExitNote(.cannotCreate, "the file cannot be written"),
        ExitNote(.notPermitted, "the file belongs to somebody else"),
    ]

    static let set = Command(
        "set",
        summary: "Set one setting in a file.",
        discussion: "The value is checked first. Comments and everything else in the file stay as they are.",
        examples: [
            Example("tend config set processes.min_age 10m", "in the user's file"),
            Example("tend config set processes.min_age 1h --layer project", "for everybody who works in this project"),
        ],
        operands: [
            OperandSpec("KEY", "The setting, such as processes.min_age."),
            OperandSpec("VALUE", "Its value, such as 10m."),
        ],
        options: [layerOption, dryRunOption],
        action: action { invocation, loader throws(TendError) in
            let key = try SettingKey.named(invocation.command.operands("KEY").first ?? "")
            let value = invocation.command.operands("VALUE").first ?? ""
            let edit = try loader.setting(key, to: value, in: layer(invocation))
            return try output(edit, of: [key], schema: setSchema, invocation)
        },
        output: setSchema,
        exitCodes: exitCodes)

    static let reset = Command(
        "reset",
        summary: "Remove a setting from a file, so that its default holds again.",
        examples: [
            Example("tend config reset processes.min_age", "from the user's file"),
            Example("tend config reset --all --dry-run", "what removing all of them would change"),
        ],
        operands: [OperandSpec("KEY", "The setting.", isRequired: false)],
        options: [OptionSpec("all", .flag, "Remove every setting."), layerOption, dryRunOption],
        action: action { invocation, loader throws(TendError) in
            let keys = try keysToReset(invocation.command)
            let edit = try loader.resetting(keys, in: layer(invocation))
            return try output(edit, of: keys, schema: resetSchema, invocation)
        },
        output: resetSchema,
        exitCodes: exitCodes)

    private static func keysToReset(_ command: ParsedCommand<CommandAction>) throws(TendError) -> [SettingKey] {
        let name = command.operands("KEY").first
        guard (name != nil) != (command.flag("all") == true) else {
            throw TendError(.usage, "reset needs either KEY or --all", area: "cli", hint: "see them: tend config diff")
        }
        if let name { return [try SettingKey.named(name)] }
        return SettingKey.all
    }

    private static func output(
        _ edit: ConfigurationEdit, of keys: [SettingKey], schema: String, _ invocation: Invocation
    ) throws(TendError) -> Output {
        let isDryRun = invocation.command.flag("dry-run") == true
        if !isDryRun { try edit.write() }
        let entries = keys.map(edit.after.entry)
        var change = ConfigurationChange()
        change.file = ForeignText(edit.path).sanitised
        change.layer = edit.layer.rawValue
        change.isChanged = edit.isChange
        change.isDryRun = isDryRun
        change.settings = entries.map(SettingRow.init)
        var output = Output(
            schema: schema, record: change, member: "settings", rows: change.settings,
            columns: ["key", "value", ColumnChoice("source", isFlexible: true)],
            headline: headline(change))
        output.notes = entries.filter { $0.source.layer > edit.layer }.map {
            "\($0.key.name) is still \($0.value.text): \($0.source.text) decides."
        }
        output.warnings = warnings(edit.after)
        return output
    }

    private static func headline(_ change: ConfigurationChange) -> String {
        guard change.isChanged else { return "\(change.file) says so already." }
        return change.isDryRun ? "\(change.file) would be changed." : "Changed \(change.file)."
    }
}
