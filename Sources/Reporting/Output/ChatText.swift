/// A short narrative for a chat, in Slack's notation.
struct ChatText {
    let unicode: Bool

    func text(_ output: Output) -> String {
        let narrative =
            output.narrative
            ?? Narrative(
                title: "tend",
                paragraphs: [Narrative.Paragraph(output.headline, items: output.paragraphs + output.notes)])
        var lines = ["*\(Self.escaped(narrative.title))*"]
        for paragraph in narrative.paragraphs {
            lines.append(sign(paragraph.mark) + Self.escaped(paragraph.sentence))
            lines += paragraph.items.map { (unicode ? "• " : "- ") + Self.escaped($0) }
        }
        return lines.map { $0 + "\n" }.joined()
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
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
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
