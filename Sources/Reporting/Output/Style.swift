internal import Formats
internal import Primitives

/// What the reader's terminal can show.
package struct Style: Sendable, Equatable {
    package var color: Bool
    /// Whether signs beyond ASCII can be shown.
    package var unicode: Bool
    /// Columns; nil where lines may be as long as they like, as in a pipe.
    package var width: Int?
    /// Whether rows and paragraphs may go on in further lines; not in a pipe, where whoever reads counts on one line each.
    package var breaksLines = true

    package init(color: Bool, unicode: Bool, width: Int?) {
        self.color = color
        self.unicode = unicode
        self.width = width
    }

    package static let plain = Style(color: false, unicode: false, width: nil)
    private static let narrowest = 20

    /// Reads the conventions of the environment.
    ///
    /// `NO_COLOR` wins over `CLICOLOR_FORCE`, which wins over `TERM=dumb` and `CLICOLOR=0`; otherwise a terminal has
    /// colours and a pipe has none. `COLUMNS` counts where the terminal does not know its width, and in a pipe.
    package static func detect(environment: [String: String], isTerminal: Bool, columns: Int?) -> Style {
        let set = environment.filter { !$0.value.isEmpty }
        let asked = set["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let width = isTerminal ? columns ?? asked ?? 80 : asked
        return Style(
            color: hasColor(set, isTerminal), unicode: hasUnicode(set), width: width.map { max($0, narrowest) })
    }

    /// Whether a terminal with this environment can move its cursor.
    package static func canRedraw(environment: [String: String]) -> Bool {
        guard let name = environment["TERM"], !name.isEmpty else { return false }
        return name != "dumb"
    }

    private static func hasColor(_ environment: [String: String], _ isTerminal: Bool) -> Bool {
        if environment["NO_COLOR"] != nil { return false }
        if let forced = environment["CLICOLOR_FORCE"], forced != "0" { return true }
        return isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
    }

    private static func hasUnicode(_ environment: [String: String]) -> Bool {
        let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}

/// What a piece of text means; a colour only underlines what the words already say.
package enum Tone: Sendable, Equatable {
    case plain
    /// Headings.
    case strong
    /// Of little interest.
    case faint
    case good
    /// For a person to look at.
    case caution
    /// Something ends, or is wrong.
    case danger

    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .caution: "33"
        case .danger: "31"
        }
    }
}

extension Style {
    package func apply(_ tone: Tone, to text: String) -> String {
        guard color, !text.isEmpty, let code = tone.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The text in at most so many columns; what is cut off shows as `…`, or as `...` in ASCII.
    package func clip(_ text: String, to limit: Int) -> String {
        guard !unicode else { return text.clipped(toColumns: limit) }
        guard text.columns > limit else { return text }
        guard limit > 3 else { return String(repeating: ".", count: max(limit, 0)) }
        return text.clipped(toColumns: limit - 2).dropLast() + "..."
    }

    /// The text broken into lines of the style's width, all but the first indented; whole where lines are not broken.
    ///
    /// Blanks before the text stand before every line of it.
    package func wrap(_ text: String, indentation: Int = 0) -> [String] {
        guard breaksLines, let width else { return [text] }
        let margin = String(text.prefix { $0 == " " })
        return text.wrapped(toColumns: width - margin.count, indentation: indentation).map { margin + $0 }
    }
}
