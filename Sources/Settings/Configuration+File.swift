internal import Formats
internal import Primitives

extension Configuration {
    /// Takes over what a file says, and notes everything in it that is wrong.
    mutating func add(_ bytes: [UInt8], _ path: String, _ layer: ConfigurationLayer, home: String?) {
        files.append(File(layer: layer, path: path, state: .read))
        let file = ForeignText(path).sanitised
        do {
            let root = try TOMLDocument.parse(bytes, file: file)
            for section in root.members {
                add(section, ConfigurationSource(layer, file: file, line: section.line), home: home)
            }
        } catch {
            problems.append(Self.syntaxProblem(error, file, layer))
        }
    }

    private mutating func add(_ section: TOMLTable.Member, _ source: ConfigurationSource, home: String?) {
        guard SettingKey.sections.contains(section.key) else {
            problems.append(Self.unknownSection(section, source))
            return
        }
        guard let table = section.value.table else {
            problems.append(
                ConfigurationProblem(
                    source: source, sentence: "\(section.key) is \(section.value.kindName), not a section",
                    hint: "write [\(section.key)] on a line of its own and its keys below"))
            return
        }
        for member in table.members {
            let source = ConfigurationSource(source.layer, file: source.file, line: member.line)
            add(member, named: "\(section.key).\(member.key)", source, home: home)
        }
    }

    private mutating func add(
        _ member: TOMLTable.Member, named name: String, _ source: ConfigurationSource, home: String?
    ) {
        if let table = member.value.table, SettingKey.all.contains(where: { $0.name.hasPrefix("\(name).") }) {
            for inner in table.members {
                let source = ConfigurationSource(source.layer, file: source.file, line: inner.line)
                add(inner, named: "\(name).\(inner.key)", source, home: home)
            }
            return
        }
        guard let key = SettingKey.all.first(where: { $0.name == name }) else {
            let shown = ForeignText(name).sanitised
            problems.append(
                ConfigurationProblem(
                    source: source, sentence: "there is no setting \"\(shown)\"",
                    hint: "\(SettingKey.suggestion(for: name))all of them: tend config show"))
            return
        }
        do {
            assign(key, try key.type.value(of: member.value.kind, home: home), from: source)
        } catch {
            problems.append(ConfigurationProblem(error, at: key, source))
        }
    }

    private static func unknownSection(
        _ section: TOMLTable.Member, _ source: ConfigurationSource
    ) -> ConfigurationProblem {
        let isSection = section.value.table != nil
        let close = Suggestions.closest(to: section.key, among: SettingKey.sections)
        let question = isSection ? Suggestions.question(close) : SettingKey.suggestion(for: section.key)
        return ConfigurationProblem(
            source: source,
            sentence: "there is no \(isSection ? "section" : "setting") \"\(ForeignText(section.key).sanitised)\"",
            hint: "\(question)the sections are \(Suggestions.list(SettingKey.sections))")
    }

    /// The parser's message begins with `FILE:LINE:COLUMN: `.
    private static func syntaxProblem(
        _ error: TendError, _ file: String, _ layer: ConfigurationLayer
    ) -> ConfigurationProblem {
        let parts = error.message.dropFirst(file.count + 1).split(separator: ":", maxSplits: 2)
        guard parts.count == 3, let line = Int(parts[0]), let column = Int(parts[1]) else {
            return ConfigurationProblem(
                source: ConfigurationSource(layer, file: file), sentence: error.message, hint: error.hint)
        }
        return ConfigurationProblem(
            source: ConfigurationSource(layer, file: file, line: line),
            sentence: "column \(column):" + ForeignText(String(parts[2])).sanitised, hint: error.hint)
    }
}

extension ConfigurationProblem {
    init(_ mistake: SettingMistake, at key: SettingKey, _ source: ConfigurationSource) {
        self.init(
            source: source, key: key.name, sentence: "\(source.variable ?? key.name) \(mistake.sentence)",
            hint: mistake.hint)
    }
}
