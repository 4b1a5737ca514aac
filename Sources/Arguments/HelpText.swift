import Primitives

/// What `--help` prints: how to call the command, what that looks like, and then every detail.
package enum HelpText {
    /// Examples come first: most readers look for a line to copy.
    ///
    /// The width is kept between 40 and 100 columns; longer lines are hard to read.
    package static func render<Action>(
        _ path: CommandPath<Action>, width: Int = 80, style: TextStyle = .plain
    ) -> String {
        var page = HelpPage(path: path, page: TextPage(width: min(max(width, 40), 100), style: style))
        return page.render()
    }
}

private struct HelpPage<Action: Sendable> {
    let path: CommandPath<Action>
    var page: TextPage

    private var command: CommandSpec<Action> { path.command }

    mutating func render() -> String {
        page.add([TextSpan(command.summary)])
        usage()
        examples()
        for paragraph in command.discussion.paragraphs {
            page.skipLine()
            page.add([TextSpan(paragraph)])
        }
        operands()
        commands()
        options()
        exitCodes()
        footer()
        return page.text
    }

    private mutating func usage() {
        let label = "Usage: "
        page.skipLine()
        for (number, line) in path.usageLines.enumerated() {
            let start = number == 0 ? [TextSpan("Usage:", .heading)] : []
            let literal = TextSpan(path.text, .literal)
            let rest = TextSpan(String(line.dropFirst(path.text.count)), .placeholder)
            page.add(start + [literal, rest], indent: number == 0 ? 0 : label.count, hanging: label.count + 2)
        }
    }

    private mutating func examples() {
        guard !command.examples.isEmpty else { return }
        page.heading("Examples")
        for example in command.examples {
            page.commandLine(example.commandLine, indent: 2)
            page.add([TextSpan(example.explanation, .note)], indent: 6)
        }
    }

    private mutating func operands() {
        section(
            "Arguments",
            command.operands.map { operand in
                let notes = HelpNotes(choices: operand.choices, default: nil).text
                return ([TextSpan(operand.usage, .placeholder)], [TextSpan(operand.summary), TextSpan(notes, .note)])
            })
    }

    private mutating func commands() {
        section(
            "Commands",
            path.visibleSubcommands.map { ([TextSpan($0.command.name, .literal)], [TextSpan($0.command.summary)]) })
    }

    private mutating func section(_ title: String, _ entries: [(label: [TextSpan], text: [TextSpan])]) {
        guard !entries.isEmpty else { return }
        page.heading(title)
        let column = page.column(for: entries.map(\.label))
        for entry in entries { page.entry(entry.label, entry.text, column: column) }
    }

    private mutating func options() {
        let groups = OptionGroup.all(of: path)
        let column = page.column(for: groups.flatMap(\.options).map(\.label))
        for group in groups {
            page.heading(group.title)
            for option in group.options {
                let notes = HelpNotes(choices: option.choices, default: option.default).text
                page.entry(option.label, [TextSpan(option.summary), TextSpan(notes, .note)], column: column)
            }
        }
    }

    private mutating func exitCodes() {
        section(
            "Exit codes",
            command.exitCodes.map { ([TextSpan("\($0.code.rawValue)", .literal)], [TextSpan($0.meaning)]) })
    }

    private mutating func footer() {
        if let output = command.output {
            page.skipLine()
            page.add([TextSpan("Output schema:", .heading), TextSpan(output, .literal)])
        }
        if !command.aliases.isEmpty {
            page.skipLine()
            page.add([TextSpan("Also called:", .heading), TextSpan(command.aliases.joined(separator: ", "), .literal)])
        }
        guard !path.visibleSubcommands.isEmpty else { return }
        page.skipLine()
        page.add([TextSpan("'\(path.text) COMMAND --help' tells more about a command.", .note)])
    }
}

/// The choices and the default of a value, in brackets after its summary.
struct HelpNotes {
    var choices: [String]
    var `default`: String?

    var text: String {
        let parts = [
            choices.isEmpty ? nil : choices.joined(separator: ", "),
            self.default.map { "default: \($0)" },
        ].compactMap(\.self)
        return parts.isEmpty ? "" : "[\(parts.joined(separator: "; "))]"
    }
}

/// Options under one heading.
struct OptionGroup {
    var title: String
    var options: [OptionSpec]

    /// The command's own groups in the order of their first option, then what it inherits.
    static func all<Action>(of path: CommandPath<Action>) -> [OptionGroup] {
        var groups: [OptionGroup] = []
        for option in path.command.options where !option.isHidden {
            let title = option.group.isEmpty ? "Options" : "\(option.group) options"
            if let known = groups.firstIndex(where: { $0.title == title }) {
                groups[known].options.append(option)
            } else {
                groups.append(OptionGroup(title: title, options: [option]))
            }
        }
        let general = path.acceptedOptions.dropFirst(path.command.options.count).filter { option in
            // The version is the program's, not the command's.
            !option.isHidden && (option.long != OptionSpec.version.long || path.ancestors.isEmpty)
        }
        return groups + [OptionGroup(title: "General options", options: Array(general))]
    }
}

extension OptionSpec {
    /// `-a, --min-age DURATION`, with room kept for the short form where there is none.
    var label: [TextSpan] {
        let forms = kind == .negatableFlag ? "--[no-]\(long)" : spelling
        let start = [TextSpan(short.map { "-\($0), " } ?? "    ", .literal), TextSpan(forms, .literal)]
        return start + (valueUsage.map { [TextSpan(" "), TextSpan($0, .placeholder)] } ?? [])
    }

    /// `FILE`, `REGEX...` or `UID,...`.
    var valueUsage: String? {
        switch kind {
        case .flag, .negatableFlag: nil
        case .value(let name): name
        case .repeated(let name, nil): "\(name)..."
        case .repeated(let name, let separator?): "\(name)\(separator)..."
        }
    }
}
