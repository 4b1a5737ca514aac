import Primitives

/// The manual page of a whole program in the language of man(7).
package enum ManualPage {
    /// The page of the program and all its commands; the date is that of the release, such as `2026-11-20`.
    package static func render<Action>(_ root: CommandSpec<Action>, version: String, date: String) -> String {
        let program = CommandPath(root: root)
        let commands = program.visibleTree.dropFirst()
        var page = ManualText()
        page.title(root.name, date: date, source: "\(root.name) \(version)")
        page.request("SH", ["NAME"])
        page.line("\(root.name.roff) \\- \(root.summary.asNote.roff)")
        page.request("SH", ["SYNOPSIS"])
        page.usage(program)
        page.description(program)
        page.request("SH", ["OPTIONS"])
        page.options(OptionGroup.all(of: program).flatMap(\.options))
        if !commands.isEmpty { page.request("SH", ["COMMANDS"]) }
        for path in commands { page.command(path) }
        if !root.exitCodes.isEmpty { page.request("SH", ["EXIT STATUS"]) }
        page.exitCodes(root.exitCodes)
        return page.text
    }
}

private struct ManualText {
    private var lines: [String] = []

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func line(_ text: String) { lines.append(text) }

    mutating func title(_ name: String, date: String, source: String) {
        // The date stays as it is, or its dashes would not be read as a date's.
        line(".TH \"\(name.uppercased().roff)\" \"1\" \"\(date)\" \"\(source.roff)\" \"User Commands\"")
        // Left-aligned and without hyphens: a stretched or broken command line cannot be copied.
        lines += [".nh", ".ad l"]
    }

    mutating func request(_ name: String, _ arguments: [String] = []) {
        // A quote ends an argument; \(dq is one that does not.
        let quoted = arguments.map { " \"\($0.roff.replacingEvery("\"", with: "\\(dq"))\"" }
        lines.append(".\(name)\(quoted.joined())")
    }

    mutating func usage<Action>(_ path: CommandPath<Action>) {
        for (number, line) in path.usageLines.enumerated() {
            if number > 0 { request("br") }
            self.line("\\fB\(path.text.roff)\\fR\(String(line.dropFirst(path.text.count)).roff)")
        }
    }

    mutating func description<Action>(_ path: CommandPath<Action>) {
        request("SH", ["DESCRIPTION"])
        line(path.command.summary.roff)
        for paragraph in path.command.discussion.paragraphs {
            request("PP")
            line(paragraph.roff)
        }
        guard !path.command.examples.isEmpty else { return }
        request("SH", ["EXAMPLES"])
        examples(path.command.examples)
    }

    mutating func command<Action>(_ path: CommandPath<Action>) {
        let command = path.command
        request("SS", [path.names.dropFirst().joined(separator: " ")])
        usage(path)
        for paragraph in [command.summary] + command.discussion.paragraphs {
            request("PP")
            line(paragraph.roff)
        }
        for operand in command.operands {
            item("\\fI\(operand.usage.roff)\\fR", operand.summary, HelpNotes(choices: operand.choices).text)
        }
        options(command.options.filter { !$0.isHidden })
        examples(command.examples)
        if !command.exitCodes.isEmpty {
            request("PP")
            line("Exit status:")
        }
        exitCodes(command.exitCodes)
        guard let output = command.output else { return }
        request("PP")
        line("Output schema: \\fB\(output.roff)\\fR")
    }

    mutating func options(_ options: [OptionSpec]) {
        for option in options {
            let notes = HelpNotes(choices: option.choices, default: option.default).text
            item(option.roffLabel, option.summary, notes)
        }
    }

    mutating func exitCodes(_ notes: [ExitNote]) {
        for note in notes { item("\\fB\(note.code.rawValue)\\fR", note.meaning) }
    }

    private mutating func examples(_ examples: [Example]) {
        for example in examples { item("\\fB\(example.commandLine.roff)\\fR", example.explanation) }
    }

    private mutating func item(_ label: String, _ text: String, _ notes: String = "") {
        request("TP")
        line(label)
        line([text, notes].filter { !$0.isEmpty }.map(\.roff).joined(separator: " "))
    }
}

extension OptionSpec {
    fileprivate var roffLabel: String {
        let forms = allForms.map { "\\fB\($0.roff)\\fR" }.joined(separator: ", ")
        return forms + (valueUsage.map { " \\fI\($0.roff)\\fR" } ?? "")
    }
}

extension String {
    /// With everything escaped that roff would take for its own, and letters beyond ASCII by number.
    fileprivate var roff: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": text += "\\e"
            case "-": text += "\\-"
            case "'": text += "\\(aq"
            case "`": text += "\\(ga"
            case "^": text += "\\(ha"
            case "~": text += "\\(ti"
            case _ where scalar.isASCII: text.unicodeScalars.append(scalar)
            default: text += "\\[u\(scalar.hexadecimal)]"
            }
        }
        // A dot at the beginning of a line would be a request.
        return text.hasPrefix(".") ? "\\&" + text : text
    }
}

extension Unicode.Scalar {
    /// At least four digits, as roff wants them.
    fileprivate var hexadecimal: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
