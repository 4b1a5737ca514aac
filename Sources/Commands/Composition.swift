internal import Collectors
internal import Effects
internal import Formats
internal import History
internal import Primitives
internal import ProcessTriage
internal import Runtime
internal import Settings
internal import SystemCalls

/// Wires everything: the only place that knows every target.
struct Composition: Sendable {
    static let version = "0.1.0"
    /// The day of that version, for the manual page.
    static let releaseDate = "2026-11-20"

    let settings: TendSettings
    let environment: [String: String]

    init(settings: TendSettings, environment: [String: String]) {
        self.settings = settings
        self.environment = environment
    }

    var redactor: Redactor {
        Redactor(policy: RedactionPolicy(level: settings.processes.redaction), home: environment["HOME"])
    }

    func key() -> GroupingKey {
        GroupingKey.load(directory: settings.history.directory)
    }

    func journal() -> Journal {
        Journal(settings: settings.history)
    }

    /// - Throws: `TendError` for a setting out of range; packs are read when they are needed.
    func processEngine(_ settings: ProcessSettings, _ journal: Journal) throws(TendError) -> ProcessEngine {
        try settings.validate()
        return ProcessEngine(
            settings: settings, journal: journal, redactor: redactor, key: key(),
            inquiry: SupervisorInquiry(
                tools: tools, timeout: .seconds(settings.askTimeout), budget: .seconds(settings.askBudget))
        ) {
            () throws(TendError) in try ProcessPacks.load(adding: packFiles())
        }
    }

    func runner(bootID: String) -> any ActionRunning {
        let redactor = redactor
        return ProcessActionRunner(
            sight: LiveSight(key: key(), bootID: bootID).sight,
            supervisors: SupervisorAccess(tools: tools) { said in
                let line = said.split(separator: UInt8(ascii: "\n")).first.map { Array($0.prefix(200)) } ?? []
                return ForeignText(redactor.text(ForeignText(line)).text).sanitised
            })
    }

    /// Where the supervisors' own tools are looked for.
    private var tools: ToolBox {
        ToolBox(first: settings.processes.tools, environment: environment)
    }

    /// Packs of the machine, then of the user.
    private func packFiles() throws(TendError) -> [PackFile] {
        let configuration = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { "\($0)/.config" }
        var files: [PackFile] = []
        for directory in ["/etc/tend/packs/processes"] + (configuration.map { ["\($0)/tend/packs/processes"] } ?? []) {
            guard FileSystem.exists(directory) else { continue }
            do {
                for name in try FileSystem.names(in: directory).sorted() where name.hasSuffix(".toml") {
                    let path = "\(directory)/\(name)"
                    files.append(PackFile(name: name, path: path, bytes: try FileSystem.read(path, limit: 1 << 20)))
                }
            } catch {
                throw TendError(.configuration, "the packs in \(directory) cannot be read", area: "packs", cause: error)
            }
        }
        return files
    }
}
