/// One option, such as `-a, --min-age DURATION`.
package struct OptionSpec: Sendable {
    package enum Kind: Sendable, Equatable {
        /// `--name`; giving it twice is the same as giving it once.
        case flag
        /// `--name` and `--no-name`; the last one counts.
        case negatableFlag
        /// `--name VALUE`, once.
        case value(name: String)
        /// `--name VALUE` any number of times; with a separator also `--name A,B`.
        case repeated(name: String, separator: Character? = nil)
    }

    /// Without its dashes.
    package var long: String
    package var short: Character?
    package var kind: Kind
    /// One sentence with its full stop.
    package var summary: String
    /// Only shown: what holds when the option is absent, which the configuration may change, so it is never filled in.
    package var `default`: String?
    /// The only values accepted; empty where any will do.
    package var choices: [String]
    /// How a shell completes the value; choices come first.
    package var completion: Completion
    /// The heading in help; empty for plain "Options".
    package var group: String
    package var isHidden: Bool
    /// For its command alone: not lent to those below, and not completed where there are any.
    package var isOwn: Bool

    package init(
        _ long: String, short: Character? = nil, _ kind: Kind, _ summary: String, default: String? = nil,
        choices: [String] = [], completion: Completion = .none, group: String = "", isHidden: Bool = false,
        isOwn: Bool = false
    ) {
        self.long = long
        self.short = short
        self.kind = kind
        self.summary = summary
        self.default = `default`
        self.choices = choices
        self.completion = completion
        self.group = group
        self.isHidden = isHidden
        self.isOwn = isOwn
    }

    package static let help = OptionSpec("help", short: "h", .flag, "Show this help.")
    package static let version = OptionSpec("version", short: "V", .flag, "Show the version.")

    /// What the value is called in help; nil for flags.
    package var valueName: String? {
        switch kind {
        case .flag, .negatableFlag: nil
        case .value(let name), .repeated(let name, _): name
        }
    }

    /// How a person writes it, such as `--min-age`.
    package var spelling: String { "--\(long)" }

    /// Every long form that the parser accepts.
    var spellings: [String] {
        kind == .negatableFlag ? [spelling, "--no-\(long)"] : [spelling]
    }

    /// The short form with its dash, and the long ones.
    var allForms: [String] {
        (short.map { ["-\($0)"] } ?? []) + spellings
    }
}

/// How a shell completes a value.
package enum Completion: Sendable, Equatable {
    case none
    case files
    case directories
    /// A command line that prints one candidate a line; what it prints is quoted before it reaches the prompt.
    case command(String)
}

/// A word that is not an option, such as `PID`.
package struct OperandSpec: Sendable {
    package var name: String
    package var summary: String
    package var isRequired: Bool
    package var isRepeated: Bool
    /// The only values accepted; empty where any will do.
    package var choices: [String]
    package var completion: Completion

    package init(
        _ name: String, _ summary: String, isRequired: Bool = true, isRepeated: Bool = false, choices: [String] = [],
        completion: Completion = .none
    ) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.isRepeated = isRepeated
        self.choices = choices
        self.completion = completion
    }

    /// `PID`, `[PID]`, `PID...` or `[PID]...`.
    var usage: String {
        (isRequired ? name : "[\(name)]") + (isRepeated ? "..." : "")
    }
}
