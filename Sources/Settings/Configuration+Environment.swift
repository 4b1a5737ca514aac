internal import Formats
internal import Primitives

extension Configuration {
    private static let prefix = "TEND_"
    /// Variables of tend that are no settings.
    private static let reserved: Set = ["TEND_NVML_LIBRARY", "TEND_CONFIG", "TEND_ASSUME_YES"]

    /// Takes over what variables such as `TEND_PROCESSES_MIN_AGE` say; an empty one says nothing.
    mutating func add(environment: [String: String], home: String?) {
        let names = environment.keys.filter { $0.hasPrefix(Self.prefix) && !Self.reserved.contains($0) }
        // In a fixed order, so that the same environment always fails in the same way.
        for name in names.sorted() {
            guard let text = environment[name], !text.isEmpty else { continue }
            guard let key = SettingKey.all.first(where: { $0.variable == name }) else {
                if let problem = Self.unknownVariable(name) { problems.append(problem) }
                continue
            }
            let source = ConfigurationSource(.environment, variable: name)
            do {
                assign(key, try key.type.value(of: text, home: home), from: source)
            } catch {
                problems.append(ConfigurationProblem(error, at: key, source))
            }
        }
    }

    /// Nil where the name begins with no section: then it is somebody else's.
    private static func unknownVariable(_ name: String) -> ConfigurationProblem? {
        let beginnings = SettingKey.sections.map { "\(prefix)\($0.uppercased())_" }
        guard let beginning = beginnings.first(where: name.hasPrefix) else { return nil }
        let known = SettingKey.all.map(\.variable).filter { $0.hasPrefix(beginning) }
        let leaf = String(name.dropFirst(beginning.count))
        // The section in front would make all of its variables look alike.
        let close = Suggestions.closest(to: leaf, among: known.map { String($0.dropFirst(beginning.count)) })
        let shown = ForeignText(name).sanitised
        return ConfigurationProblem(
            source: ConfigurationSource(.environment, variable: shown),
            sentence: "the environment variable \(shown) is no setting",
            hint: "\(Suggestions.question(close.map { beginning + $0 }))all of them: tend config show")
    }
}
