/// A short narrative for a chat, in Slack's notation.
struct ChatText {
    /// Slack asks for no more in one message, and cuts far longer ones without a word.
    static let mostCharacters = 4000
    /// Of one line; the command of a process can be as long as it likes.
    private static let mostOfLine = 600

    let unicode: Bool

    func text(_ output: Output) -> String {
        let paragraphs =
            output.narrative?.paragraphs
            ?? [Narrative.Paragraph(output.headline, items: output.paragraphs + output.notes)]
        var lines = ["*\(escaped(output.title))*"]
        for paragraph in paragraphs {
            lines.append(sign(paragraph.mark) + escaped(paragraph.sentence))
            lines += paragraph.items.map { (unicode ? "• " : "- ") + escaped($0) }
        }
        return shortened(lines).map { $0 + "\n" }.joined()
    }

    /// As many lines as fit, and how many do not.
    private func shortened(_ lines: [String]) -> [String] {
        func length(_ lines: ArraySlice<String>) -> Int { lines.reduce(0) { $0 + $1.unicodeScalars.count + 1 } }
        guard length(lines[...]) > Self.mostCharacters else { return lines }
        var shown = lines[...]
        var remark = ""
        repeat {
            shown.removeLast()
            remark = "\(unicode ? "…" : "...") and \(lines.count - shown.count) more lines"
        } while length(shown) + remark.unicodeScalars.count + 1 > Self.mostCharacters
        return shown + [remark]
    }

    private func sign(_ mark: Narrative.Mark) -> String {
        guard unicode else { return "" }
        return switch mark {
        case .none: ""
        case .done: "✅ "
        case .attention: "👀 "
        case .blocked: "⛔ "
        case .numbers: "📊 "
        }
    }

    /// Slack reads `<!channel>` and the like as commands; a process's name must not call everybody.
    private func escaped(_ text: String) -> String {
        var result = ""
        for (place, character) in text.enumerated() {
            guard place < Self.mostOfLine else { return result + (unicode ? "…" : "...") }
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
