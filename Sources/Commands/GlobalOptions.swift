internal import Arguments
internal import Formats
internal import History
internal import Primitives
internal import Reporting
internal import Settings
internal import SystemCalls

/// The options that every command has, read once.
struct GlobalOptions {
    /// As the command line says; the settings decide where it says nothing.
    private var givenFormat: OutputFormat?
    var fields: [String]?
    var limit: Int?
    var isCompact = false
    var alwaysZero = false
    var deadline = Deadline.none
    private var givenColor: Bool?
    var givenWidth: Int?
    var environment: [String: String]
    /// The defaults until the configuration has been read.
    private(set) var settings: TendSettings
    private(set) var configurationWarnings: [String] = []
    private var writesNothing = false

    static let specs: [OptionSpec] = [
        OptionSpec(
            "format", short: "f", .value(name: "FORMAT"), "How to print the answer.", default: OutputSettings().format,
            choices: OutputFormat.allCases.map(\.rawValue), group: "Output"),
        OptionSpec("json", .flag, "Short for --format json.", group: "Output"),
        OptionSpec(
            "fields", .repeated(name: "FIELD", separator: ","),
            "Print only these fields of each row, such as pid,memory.rss_bytes.",
            group: "Output"),
        OptionSpec("limit", .value(name: "N"), "Print at most N rows.", group: "Output"),
        OptionSpec("compact", .flag, "Leave out indentation and empty members.", group: "Output"),
        OptionSpec("color", .negatableFlag, "Colour the output, or not; NO_COLOR is honoured.", group: "Output"),
        OptionSpec("width", .value(name: "COLUMNS"), "Lay tables out for this many columns.", group: "Output"),
        OptionSpec("quiet", short: "q", .flag, "Print nothing but the answer.", group: "Output"),
        OptionSpec("verbose", .flag, "Say what each stage did and took.", group: "Output"),
        OptionSpec(
            "exit-code", .value(name: "WHEN"), "always0: exit 0 whatever came of it.", choices: ["always0"],
            group: "Output"),
        OptionSpec(
            "config", .value(name: "FILE"), "Read this file instead of the user's.", completion: .files,
            group: "Configuration"),
        OptionSpec("timeout", .value(name: "DURATION"), "Give up after this long, such as 5s.", group: "Limits"),
    ]

    init() {
        environment = Dictionary(Host.environmentEntries().map { ($0.name, $0.value) }) { first, _ in first }
        settings = .defaults(environment: environment)
    }

    /// What can be told of a command line that may not be understood: the form in which its error is wanted.
    init(guessingFrom words: [String]) {
        self.init()
        let words = words.prefix { $0 != "--" }
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch parts.first {
            case "--json": givenFormat = .json
            case "--exit-code": alwaysZero = (parts.count > 1 ? parts[1] : next) == "always0"
            case "--format", "-f":
                givenFormat = OutputFormat(rawValue: parts.count > 1 ? parts[1] : next) ?? givenFormat
            default: break
            }
        }
    }

    init(_ command: ParsedCommand<CommandAction>) throws(TendError) {
        self.init()
        alwaysZero = command.string("exit-code") != nil
        if command.flag("json") == true { givenFormat = .json }
        if let name = command.string("format"), let chosen = OutputFormat(rawValue: name) {
            guard command.flag("json") != true || chosen == .json else {
                throw TendError(
                    .usage, "--json and --format \(name) contradict each other", area: "cli", hint: "give one of them")
            }
            givenFormat = chosen
        }
        fields = command.has("fields") ? command.strings("fields") : nil
        limit = try command.integer("limit", in: 0...1_000_000)
        isCompact = command.flag("compact") == true
        givenColor = command.flag("color")
        givenWidth = try command.integer("width", in: 20...1000)
        let timeout = try command.value("timeout", as: "a duration such as 5s or 2m", parse: HumanDuration.parse)
        if let timeout { deadline = .after(timeout) }
    }

    var format: OutputFormat { givenFormat ?? OutputFormat(rawValue: settings.output.format) ?? .table }

    var isInteractive: Bool { Terminal.isTerminal(0) && Terminal.isTerminal(1) && Terminal.isTerminal(2) }

    var style: Style {
        var style = Style.detect(
            environment: environment, isTerminal: Terminal.isTerminal(1), columns: Terminal.size(1)?.columns)
        if let givenColor {
            style.color = givenColor
        } else if settings.output.color != .auto {
            style.color = settings.output.color == .always
        }
        // A pipe has no width; command lines of many kilobytes would drown whoever reads the other end.
        style.width = givenWidth ?? style.width
        style.breaksLines = style.width != nil
        style.width = style.width ?? 160
        return style
    }

    var width: Int { style.width ?? 80 }

    var helpStyle: TextStyle { style.color ? .ansi : .plain }

    var renderer: Renderer {
        Renderer(format: format, style: style, fields: fields, limit: limit, compact: isCompact)
    }

    func context(since start: Double) -> EnvelopeContext {
        EnvelopeContext(
            version: Composition.version, now: Clocks.wallMilliseconds(), hostID: hostID,
            elapsed: .microseconds(Int64((Clocks.monotonicSeconds() - start) * 1e6)))
    }

    /// Only machine output names the machine; a table does not need the key.
    private var hostID: String {
        guard format.isEnvelope else { return "" }
        let directory = settings.history.directory
        let key = writesNothing ? GroupingKey.looking(directory: directory) : GroupingKey.load(directory: directory)
        return key.hostID(machineID: (try? FileSystem.read("/etc/machine-id", limit: 256)) ?? Array(Host.name.utf8))
    }

    // MARK: Configuration

    /// Reads what the files and the environment say.
    ///
    /// - Throws: `TendError` (`config.configuration`) for what is wrong there, if the command cannot do without it.
    mutating func configure(for command: ParsedCommand<CommandAction>) throws(TendError) {
        writesNothing = command.action.writesNothing
        let loader = Self.loader(environment: environment, file: command.string("config"))
        guard command.action.needsConfiguration else {
            settings = loader.examine().settings
            return
        }
        let configuration = try loader.load()
        settings = configuration.settings
        configurationWarnings = configuration.warnings
    }

    static func loader(environment: [String: String], file: String?) -> ConfigurationLoader {
        ConfigurationLoader(
            places: ConfigurationPlaces(
                environment: environment, file: file, currentDirectory: Host.currentDirectory,
                userID: Host.effectiveUserID),
            environment: environment, access: MachineConfiguration())
    }
}
