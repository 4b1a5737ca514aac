import Primitives

/// What was given for one option.
enum GivenOption: Sendable {
    case flag(Bool)
    case values([String])
}

/// One pass over the words of a command line, from the program down to its command.
struct ArgumentWalk<Action: Sendable> {
    private(set) var path: CommandPath<Action>
    private(set) var given: [String: GivenOption] = [:]
    private(set) var operands: [String] = []
    private(set) var wantsHelp = false
    private(set) var wantsVersion = false
    /// The first thing that is wrong; the walk goes on, because help may be asked for further on.
    private(set) var problem: TendError?
    private var remaining: ArraySlice<String>

    init(root: CommandSpec<Action>, arguments: [String]) {
        path = CommandPath(root: root)
        remaining = arguments[...]
    }

    private var complaints: Complaints<Action> { Complaints(path: path) }

    /// - Throws: only for an unknown verb: what follows it cannot be understood, nor can help be chosen for it.
    mutating func run() throws(TendError) {
        while let word = remaining.popFirst() {
            guard word != "--" else { return operands += remaining }
            guard isOption(word) else {
                try readWord(word)
                continue
            }
            do throws(TendError) {
                try word.utf8.starts(with: "--".utf8) ? readLong(word) : readBundle(word)
            } catch {
                problem = problem ?? error
            }
        }
    }

    /// A lone dash is an operand, and so is a negative number unless an option is named by its digit.
    private func isOption(_ word: String) -> Bool {
        guard word.utf8.first == UInt8(ascii: "-"), word != "-" else { return false }
        guard word.isNegativeNumber else { return true }
        let digit = word.dropFirst().first
        return path.acceptedOptions.contains { $0.short == digit }
    }

    private mutating func readWord(_ word: String) throws(TendError) {
        guard operands.isEmpty, !path.command.subcommands.isEmpty else { return operands.append(word) }
        if let next = path.subcommand(word) {
            let left = path.command.options.filter(\.isOwn)
            path = next
            // What was meant for the command above alone has no meaning here, unless this one has the same.
            let stray = left.first { own in
                given[own.long] != nil && !path.command.options.contains { $0.long == own.long && $0.kind == own.kind }
            }
            if let stray { problem = problem ?? complaints.unknownOption(stray.spelling) }
        } else if word == "help" {
            wantsHelp = true
        } else if path.command.operands.isEmpty {
            throw wantsHelp ? complaints.unknownVerb(word) : problem ?? complaints.unknownVerb(word)
        } else {
            operands.append(word)
        }
    }

    private mutating func readLong(_ word: String) throws(TendError) {
        let scalars = word.unicodeScalars
        let equals = scalars.firstIndex(of: "=")
        let spelling = String(scalars[..<(equals ?? scalars.endIndex)])
        let attached = equals.map { String(scalars[scalars.index(after: $0)...]) }
        guard let option = path.acceptedOptions.first(where: { $0.spellings.contains(spelling) }) else {
            throw complaints.unknownOption(spelling)
        }
        guard option.valueName == nil else {
            if let attached { return try record(attached, for: option) }
            return try record(nextValue(of: option, writtenAs: spelling), for: option)
        }
        if let attached { throw complaints.surplusValue(attached, for: spelling) }
        raise(option, spelling == option.spelling)
    }

    /// Reads `-q`, `-qv`, `-n5`, `-n=5` and `-n 5`.
    private mutating func readBundle(_ word: String) throws(TendError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = path.acceptedOptions.first(where: { $0.short == letter }) else {
                throw complaints.unknownLetter(letter, in: word)
            }
            guard option.valueName == nil else {
                guard let next = letters.first else {
                    return try record(nextValue(of: option, writtenAs: "-\(letter)"), for: option)
                }
                return try record(String(next == "=" ? letters.dropFirst() : letters), for: option)
            }
            raise(option, true)
        }
    }

    private mutating func nextValue(of option: OptionSpec, writtenAs spelling: String) throws(TendError) -> String {
        guard let next = remaining.first else { throw complaints.missingValue(of: option, writtenAs: spelling) }
        guard !isOption(next) else {
            throw complaints.optionInsteadOfValue(next, of: option, writtenAs: spelling)
        }
        remaining.removeFirst()
        return next
    }

    private mutating func raise(_ option: OptionSpec, _ value: Bool) {
        given[option.long] = .flag(value)
        if option.long == OptionSpec.help.long { wantsHelp = true }
        if option.long == OptionSpec.version.long { wantsVersion = true }
    }

    private mutating func record(_ value: String, for option: OptionSpec) throws(TendError) {
        var values: [String] = []
        if case .values(let earlier) = given[option.long] { values = earlier }
        switch option.kind {
        case .repeated(_, let separator?):
            let elements = value.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            guard !elements.contains("") else { throw complaints.emptyElement(in: value, of: option) }
            values += elements
        case .value:
            if let earlier = values.first { throw complaints.givenTwice(option, earlier, value) }
            values = [value]
        case .repeated, .flag, .negatableFlag:
            values.append(value)
        }
        if !option.choices.isEmpty, let wrong = values.first(where: { !option.choices.contains($0) }) {
            throw complaints.notAChoice(wrong, for: option.spelling, among: option.choices)
        }
        given[option.long] = .values(values)
    }
}

extension String {
    /// Whether this is a plain negative number such as `-5`, `-0.5` or `-1e3`, which no option can be mistaken for.
    var isNegativeNumber: Bool {
        guard let second = utf8.dropFirst().first, utf8.first == UInt8(ascii: "-") else { return false }
        let startsLikeNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second) || second == UInt8(ascii: ".")
        return startsLikeNumber && !utf8.contains(UInt8(ascii: "x")) && Double(self) != nil
    }
}
