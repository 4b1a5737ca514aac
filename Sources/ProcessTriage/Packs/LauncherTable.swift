internal import PackFiles
import Primitives

/// A program that runs another one, and how its arguments tell which.
final class Launcher: Sendable {
    /// Options that take the next argument along.
    let values: [WordPattern]
    /// Options whose argument is the program text itself.
    let inline: [[UInt8]]
    /// Options that name a module.
    let module: [[UInt8]]
    /// Operands to pass over before the script word.
    let run: [WordPattern]
    /// Operands after which a whole command follows.
    let exec: [WordPattern]
    /// So many operands stand before a command.
    let operands: Int
    /// A whole command follows at once.
    let startsCommand: Bool
    /// The script word is a subcommand, not the name of a program.
    let hasSubcommands: Bool

    init(_ table: PackTable) throws(TendError) {
        values = try table.words("values").map(WordPattern.init)
        inline = try table.words("inline").map { Array($0.utf8) }
        module = try table.words("module").map { Array($0.utf8) }
        run = try table.words("run").map(WordPattern.init)
        exec = try table.words("exec").map(WordPattern.init)
        operands = table.has("operands") ? try table.integer("operands", in: 0...9) : 0
        startsCommand = try table.bool("command") ?? false
        hasSubcommands = try table.bool("subcommand") ?? false
    }
}

/// What a process runs, as far as its words say.
struct ProgramCommand {
    /// Where the program word stands among the words.
    var start: Int
    var program: String
    var script: String?
    var scriptPlace: Range<Int>?
    var module: String?
    /// The program text was given as an argument.
    var isInline = false
    /// The script word is a subcommand.
    var isSubcommand = false
    /// Where a command of its own begins that this one runs.
    var inner: Int?

    /// A launcher that was given nothing to run.
    var isBare: Bool { script == nil && module == nil && !isInline && inner == nil }
}

/// The launchers of the pack, by name.
struct LauncherTable: Sendable {
    private var launchers: [String: Launcher] = [:]

    func holds(_ name: String) -> Bool { launchers[name] != nil }

    /// The command that begins at a word.
    func command(_ words: ProgramWords, at start: Int = 0) -> ProgramCommand {
        let name = start == 0 ? words.program : Self.innerName(words, start)
        var command = ProgramCommand(start: start, program: name)
        if launchers[name] == nil, let plain = withoutVersion(name), launchers[plain] != nil {
            command.program = plain
        }
        guard let launcher = launchers[command.program] else { return command }
        var reader = LauncherReader(words: words, launcher: launcher, index: start + 1)
        reader.read(into: &command)
        return command
    }

    /// A package's version is no part of its name: `jest@29`.
    private static func innerName(_ words: ProgramWords, _ index: Int) -> String {
        let name = ProgramWords.name(words.text, words.words[index]) ?? ""
        guard let at = name.lastIndex(of: "@"), at > name.startIndex else { return name }
        return String(name[..<at])
    }
}

/// `python` of `python3.11`, `g++` of `g++-12`; absent where there is no version to take off.
func withoutVersion(_ name: String) -> String? {
    guard let last = name.utf8.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) else { return nil }
    var rest = name.utf8[...]
    while let last = rest.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) || last == UInt8(ascii: ".") {
        rest.removeLast()
    }
    if rest.last == UInt8(ascii: "-") { rest.removeLast() }
    return rest.isEmpty ? nil : String(Substring(rest))
}

// MARK: - Reading the pack

extension LauncherTable {
    private static let keys = [
        "names", "values", "inline", "module", "run", "exec", "operands", "command", "subcommand",
    ]

    /// Launchers of `base` stay where these tables do not name them anew.
    init(_ tables: [PackTable], base: LauncherTable?) throws(TendError) {
        launchers = base?.launchers ?? [:]
        for table in tables {
            try table.allow(Self.keys)
            let launcher = try Launcher(table)
            let names = try table.words("names")
            guard !names.isEmpty else { throw table.error("`names` is missing from \(table.subject)") }
            for name in names { launchers[name] = launcher }
        }
    }
}
