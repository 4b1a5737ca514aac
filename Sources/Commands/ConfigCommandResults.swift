internal import Formats
internal import Primitives
internal import Reporting
internal import Settings

/// One setting as `config show`, `get` and `diff` print it.
struct SettingRow: Record {
    var key = ""
    var value = ""
    var defaultValue = ""
    var isDefault = true
    var type = ""
    var unit = ""
    var accepts = ""
    var layer = ""
    var source = ""
    var file: String?
    var line: Int?
    var variable = ""
    var projectMay = ""
    var meaning = ""
    var reason = ""

    init() {}

    init(_ entry: Configuration.Entry) {
        key = entry.key.name
        value = entry.value.text
        defaultValue = entry.defaultValue.text
        isDefault = entry.isDefault
        type = entry.key.type.name
        unit = entry.key.type.unit
        accepts = entry.key.type.expectation
        layer = entry.source.layer.rawValue
        source = entry.source.text
        file = entry.source.file
        line = entry.source.line
        variable = entry.key.variable
        projectMay = entry.key.projectMay.name
        meaning = entry.key.meaning
        reason = entry.key.reason
    }

    static let recordName = "setting"
    static let fields: [Field<SettingRow>] = [
        Field("key", \.key, "Section and key.", heading: "KEY"),
        Field("value", \.value, "The value that holds.", heading: "VALUE"),
        Field("default", \.defaultValue, "The value where nobody sets another.", heading: "DEFAULT"),
        Field("is_default", \.isDefault, "Whether the two are the same."),
        Field("type", \.type, "duration, integer, number, bool, bytes, word or path.", heading: "TYPE"),
        Field("unit", \.unit, "What it counts; empty where it counts nothing.", heading: "UNIT"),
        Field("accepts", \.accepts, "What a value must be.", heading: "ACCEPTS"),
        Field("layer", \.layer, "default, system, user, project or environment.", heading: "LAYER"),
        Field("source", \.source, "FILE:LINE, the variable, or default.", heading: "SOURCE"),
        Field(optional: "file", \.file, "The file that sets it."),
        Field(optional: "line", \.line, "The line in the file, from 1."),
        Field("variable", \.variable, "The environment variable that sets it.", heading: "VARIABLE"),
        Field(
            "project_may", \.projectMay, "What a project's file may do to it: set, tighten or nothing.",
            heading: "PROJECT MAY"),
        Field("meaning", \.meaning, "What it is.", heading: "MEANING"),
        Field("reason", \.reason, "Why the default is what it is.", heading: "WHY THE DEFAULT"),
    ]
}

/// What `config set` and `reset` answer.
struct ConfigurationChange: Record {
    var file = ""
    var layer = ""
    var isChanged = false
    var isDryRun = false
    var settings: [SettingRow] = []

    static let recordName = "configuration_change"
    static let fields: [Field<ConfigurationChange>] = [
        Field("file", \.file, "The file that was changed.", heading: "FILE"),
        Field("layer", \.layer, "The file's layer: user, project or system.", heading: "LAYER"),
        Field("changed", \.isChanged, "Whether there was anything to change.", heading: "CHANGED"),
        Field("dry_run", \.isDryRun, "Whether the file was left as it was after all.", heading: "DRY RUN"),
        Field("settings", \.settings, "The settings concerned, as they hold now."),
    ]
}

/// One mistake as `config validate` prints it.
struct ProblemRow: Record {
    var place = ""
    var file: String?
    var line: Int?
    var key: String?
    var sentence = ""
    var hint: String?

    init() {}

    init(_ problem: ConfigurationProblem) {
        place = problem.source.text
        file = problem.source.file
        line = problem.source.line
        key = problem.key
        sentence = problem.sentence
        hint = problem.hint
    }

    static let recordName = "configuration_problem"
    static let fields: [Field<ProblemRow>] = [
        Field("place", \.place, "FILE:LINE, or the variable.", heading: "PLACE"),
        Field(optional: "file", \.file, "The file."),
        Field(optional: "line", \.line, "The line, from 1."),
        Field(optional: "key", \.key, "The setting, where a known one is concerned.", heading: "KEY"),
        Field("problem", \.sentence, "What is wrong.", heading: "PROBLEM"),
        Field(optional: "hint", \.hint, "What to try.", heading: "TRY"),
    ]
}

/// One of the files as `config path` prints it.
struct ConfigurationFileRow: Record {
    var layer = ""
    var path = ""
    var exists = false
    var isRead = false
    var note = ""

    init() {}

    init(_ file: Configuration.File, note: String = "") {
        layer = file.layer.rawValue
        path = ForeignText(file.path).sanitised
        exists = file.state != .absent
        isRead = file.state == .read
        self.note =
            switch file.state {
            case .ignored(let doubt): "ignored: \(doubt)"
            case .unreadable: "cannot be read"
            case .read, .absent: note
            }
    }

    static let recordName = "configuration_file"
    static let fields: [Field<ConfigurationFileRow>] = [
        Field("layer", \.layer, "system, user or project; later ones win.", heading: "LAYER"),
        Field("path", \.path, "Where the file lies, or would lie.", heading: "PATH"),
        Field("exists", \.exists, "Whether it is there.", heading: "EXISTS"),
        Field("read", \.isRead, "Whether it counts.", heading: "READ"),
        Field("note", \.note, "Who named it, or why it does not count.", heading: "NOTE"),
    ]
}
