/// How help looks: bare, or with the escape codes of a terminal.
package enum TextStyle: Sendable, Equatable {
    case plain
    case ansi

    func apply(_ role: TextRole, to text: String) -> String {
        guard self == .ansi, let code = role.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// What a piece of text is, rather than how it looks.
enum TextRole: Sendable, Equatable {
    case body
    case heading
    /// To be typed as it stands.
    case literal
    /// To be replaced by a value.
    case placeholder
    case note

    fileprivate var code: String? {
        switch self {
        case .body: nil
        case .heading: "1"
        case .literal: "1;36"
        case .placeholder: "36"
        case .note: "2"
        }
    }
}

/// A piece of text in one role.
struct TextSpan: Equatable {
    var text: String
    var role: TextRole

    init(_ text: String, _ role: TextRole = .body) {
        self.text = text
        self.role = role
    }
}

extension [TextSpan] {
    /// Columns on the screen; our own texts hold no wide characters.
    var width: Int { reduce(0) { $0 + $1.text.count } }
}
