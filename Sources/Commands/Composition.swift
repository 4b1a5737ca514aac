internal import Collectors
internal import DiskDefence
internal import Effects
internal import Formats
internal import History
internal import PackFiles
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
            () throws(TendError) in try processPacks()
        }
    }

    /// The engine of the disk domain.
    ///
    /// - Parameters:
    ///   - settings: of the domain.
    ///   - journal: the record.
    ///   - writesNothing: not even the record's key is made.
    /// - Returns: the engine; packs are read when they are needed.
    /// - Throws: `TendError` for a setting out of range.
    func diskEngine(
        _ settings: DiskSettings, _ journal: Journal, writesNothing: Bool = false
    ) throws(TendError) -> DiskEngine {
        try settings.validate()
        let key = writesNothing ? GroupingKey.looking(directory: self.settings.history.directory) : key()
        return DiskEngine(
            settings: settings, journal: journal, redactor: redactor, key: key, git: GitInquiry(tools: tools),
            homes: homes
        ) { () throws(TendError) in
            var files: [PackFile] = []
            for directory in packFolders("artifacts") { files += try PackFolder.files(in: directory) }
            return try ArtifactPacks.load(adding: files)
        }
    }

    /// Users' home directories without links: one's own and those of the machine's users.
    private var homes: [ForeignText] {
        let named = [environment["HOME"]].compactMap { $0 } + Host.homeDirectories()
        // A home that does not exist holds nothing.
        let found = named.compactMap { try? FileSystem.resolved($0) }.filter { $0 != "/" }
        return Set(found).sorted().map { ForeignText($0) }
    }

    func runner(bootID: String, deadline: Deadline) -> any ActionRunning {
        let redactor = redactor
        return ProcessActionRunner(
            sight: LiveSight(key: key(), bootID: bootID, deadline: deadline).sight,
            supervisors: SupervisorAccess(tools: tools) { said in
                let line = said.split(separator: UInt8(ascii: "\n")).first.map { Array($0.prefix(200)) } ?? []
                return ForeignText(redactor.text(ForeignText(line)).text).sanitised
            }, controlGroups: ControlGroupMounts())
    }

    /// Where the supervisors' own tools are looked for.
    private var tools: ToolBox {
        ToolBox(first: settings.processes.tools, environment: environment)
    }

    /// Everything that judges processes: what is within the binary, the machine's packs, the user's.
    ///
    /// Other files of signatures than those that lie in the folders try a change of them.
    func processPacks(signatures: [SignatureFile]? = nil) throws(TendError) -> ProcessPacks {
        var files: [PackFile] = []
        for directory in packFolders("processes") {
            files += try PackFolder.files(in: directory)
        }
        guard let signatures else { return try ProcessPacks.load(adding: files, signatures: signatureFolders.files()) }
        return try ProcessPacks.load(adding: files, signatures: signatures)
    }

    /// The organisation's, then the user's.
    private func packFolders(_ domain: String) -> [String] {
        ["/etc/tend/packs/\(domain)"] + (userPacks.map { ["\($0)/\(domain)"] } ?? [])
    }

    var signatureFolders: SignatureFolders {
        SignatureFolders(user: userPacks.map { "\($0)/signatures" })
    }

    /// Absent where nothing says where the user's configuration lies.
    private var userPacks: String? {
        // A relative one means nothing: the XDG specification has it ignored.
        let told = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (told ?? environment["HOME"].map { "\($0)/.config" }).map { "\($0)/tend/packs" }
    }
}
