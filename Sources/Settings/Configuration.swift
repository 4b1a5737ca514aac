/// What all layers together say, and what is wrong with them.
package struct Configuration: Sendable {
    /// One setting as it holds.
    package struct Entry: Sendable {
        package var key: SettingKey
        package var value: SettingValue
        package var defaultValue: SettingValue
        package var source: ConfigurationSource

        package var isDefault: Bool { value == defaultValue }
    }

    /// One of the files, and what became of it.
    package struct File: Sendable, Equatable {
        package enum State: Sendable, Equatable {
            case read
            case absent
            /// Not trusted, and why.
            case ignored(String)
            case unreadable
        }

        package var layer: ConfigurationLayer
        package var path: String
        package var state: State
    }

    /// Everything that is right is in it, whatever else is wrong.
    package internal(set) var settings: TendSettings
    package internal(set) var files: [File] = []
    package internal(set) var problems: [ConfigurationProblem] = []
    package internal(set) var warnings: [String] = []
    private let defaults: TendSettings
    private var sources: [String: ConfigurationSource] = [:]

    init(defaults: TendSettings) {
        self.defaults = defaults
        settings = defaults
    }

    /// Every setting in the order of `SettingKey.all`.
    package var entries: [Entry] { SettingKey.all.map(entry) }

    package func entry(_ key: SettingKey) -> Entry {
        Entry(
            key: key, value: key.get(settings), defaultValue: key.get(defaults),
            source: sources[key.name] ?? ConfigurationSource(.default))
    }

    /// Takes the value over, unless a project has no right to it.
    mutating func assign(_ key: SettingKey, _ value: SettingValue, from source: ConfigurationSource) {
        if source.layer == .project, let objection = objection(to: value, of: key, from: source) {
            problems.append(objection)
            return
        }
        key.apply(&settings, value)
        sources[key.name] = source
    }

    private static func stricterThan(_ present: SettingValue, _ stricter: ProjectRight.Stricter) -> String {
        guard case .list = present else { return "use \(present.text) or something \(stricter.rawValue)" }
        return stricter == .higher
            ? "name at least \(present.text)" : "name none but \(present.text.isEmpty ? "none" : present.text)"
    }

    private func objection(
        to value: SettingValue, of key: SettingKey, from source: ConfigurationSource
    ) -> ConfigurationProblem? {
        switch key.projectMay {
        case .set: return nil
        case .nothing:
            return ConfigurationProblem(
                source: source, key: key.name, sentence: "\(key.name) may not be set by a project",
                hint: "remove the line; for yourself: tend config set \(key.name) VALUE")
        case .tighten(let stricter):
            let present = key.get(settings)
            // Unknown never opens a gate: what cannot be compared is refused.
            if value.isAsStrict(as: present, in: key.type, stricter: stricter) == true { return nil }
            return ConfigurationProblem(
                source: source, key: key.name,
                sentence: "\(key.name) is \(value.text), but a project may only tighten it, and without the project "
                    + "it is \(present.text)",
                hint: "\(Self.stricterThan(present, stricter)), or remove the line")
        }
    }
}
