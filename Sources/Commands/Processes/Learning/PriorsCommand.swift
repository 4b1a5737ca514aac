internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `list-priors`, `export-priors` and `import-priors`: what was learned, carried between machines.
enum PriorsCommand {
    static let listSchema = "tend.processes.priors.list.v1"
    static let exportSchema = "tend.processes.priors.v1"
    static let changeSchema = "tend.processes.priors.change.v1"

    static let all = [list, export, take]

    static let columns: [ColumnChoice<PriorShift>] = [
        ColumnChoice("category"), ColumnChoice("role", dropOrder: 2), ColumnChoice("weight"),
        ColumnChoice("pack", dropOrder: 1), ColumnChoice("used"), ColumnChoice("shift"),
        ColumnChoice("bounded", dropOrder: 3),
    ]

    private static let list = Command(
        "list-priors",
        summary: "Show the prior of every category: the pack's, and as it is used.",
        examples: [
            Example("tend processes list-priors", "what was learned, in nats"),
            Example("tend processes agent list-priors --format json", "for programs"),
        ],
        action: CommandAction { invocation in
            let work = try ProcessWork(invocation)
            let listed = try PriorListing(work.engine)
            var output = Output(
                schema: listSchema, record: listed, member: "categories", rows: listed.categories, columns: columns,
                headline: listed.layer.isEmpty
                    ? "Nothing was learned: the packs judge alone (\(listed.packs))."
                    : "\(listed.packs), \(listed.layer.label), exponent \(listed.layer.tempering.text(decimals: 2)), "
                        + "\(listed.layer.laws.count) fitted laws.")
            output.warnings = work.journal.allWarnings
            return output
        },
        output: listSchema,
        exitCodes: [ExitNote(.clean, "listed")])

    private static let profile = OptionSpec(
        "host-profile", .value(name: "NAME"), "What such machines are for, such as devbox or ci.")

    private static let export = Command(
        "export-priors",
        summary: "Write what was learned to a file for other machines.",
        discussion: """
            The file holds sums over labels, fitted laws and what kind of machine this is (processors, class of memory, \
            container or virtual machine); no names, paths or commands.
            """,
        examples: [Example("tend processes export-priors --out priors.json --host-profile devbox", "to be carried on")],
        options: [
            OptionSpec("out", short: "o", .value(name: "FILE"), "Where to write.", completion: .files), profile,
        ],
        action: CommandAction { try export($0) },
        output: exportSchema,
        exitCodes: [ExitNote(.clean, "written"), ExitNote(.cannotCreate, "the file cannot be written")])

    private static let take = Command(
        "import-priors",
        summary: "Hear what was learned on other machines.",
        discussion: """
            --merge pools the file with what is here, as if all labels had been given on one machine; --replace puts it \
            in the place of everything learned here. Nothing counts as more than 200 observations, and imported priors \
            move the judgement within the same bounds as labels do. The same file counts once.
            """,
        examples: [
            Example("tend processes import-priors --from priors.json --merge --dry-run", "what it would change"),
            Example("tend processes import-priors --from priors.json --replace", "begin with another's experience"),
        ],
        options: [
            OptionSpec("merge", .flag, "Pool it with what was learned here."),
            OptionSpec("replace", .flag, "Put it in the place of what was learned here."), profile,
        ],
        action: CommandAction { try take($0) },
        output: changeSchema,
        exitCodes: [
            ExitNote(.clean, "imported, or there was nothing new"), ExitNote(.badData, "the file is no such file"),
        ])

    /// The value of --host-profile.
    private static func purpose(_ invocation: Invocation) throws(TendError) -> String? {
        try invocation.command.value("host-profile", as: "a word of letters, digits, - and _") { text in
            !text.isEmpty && LearnedPriors.isPlain(text) ? text : nil
        }
    }

    private static func export(_ invocation: Invocation) throws(TendError) -> Output {
        guard let path = invocation.command.string("out") else {
            throw TendError(.usage, "export-priors needs --out FILE", area: "cli")
        }
        let work = try ProcessWork(invocation)
        let layer = try work.engine.exportedLayer(purpose: purpose(invocation))
        let isDryRun = invocation.command.flag("dry-run") == true
        if !isDryRun {
            do {
                try FileSystem.replace(path, with: layer.json + [UInt8(ascii: "\n")], mode: 0o644)
            } catch {
                throw TendError(
                    error.isFull ? .inputOutput : .cannotCreate, "cannot write \(path)", area: "priors",
                    hint: "choose another place", cause: error)
            }
        }
        var output = Output(
            schema: exportSchema, record: layer,
            headline: "\(isDryRun ? "Would write" : "Wrote") \(layer.label) to \(ForeignText(path).sanitised).")
        output.rows = nil
        output.warnings = work.journal.allWarnings
        return output
    }

    private static func take(_ invocation: Invocation) throws(TendError) -> Output {
        let command = invocation.command
        guard let path = command.string("from") else {
            throw TendError(.usage, "import-priors needs --from FILE", area: "cli")
        }
        guard (command.flag("merge") == true) != (command.flag("replace") == true) else {
            throw TendError(
                .usage, "import-priors needs either --merge or --replace", area: "cli",
                hint: "see what it would change: add --dry-run")
        }
        let work = try ProcessWork(invocation)
        let isDryRun = command.flag("dry-run") == true
        let before = try work.engine.storedLayer()
        let isNew = try work.engine.importLayer(
            path, replacing: command.flag("replace") == true, purpose: purpose(invocation), isDryRun: isDryRun)
        return try output(
            before: before, work, isDryRun: isDryRun, after: isNew.layer,
            headline: isNew.isChange
                ? "\(isDryRun ? "Would import" : "Imported") \(ForeignText(path).sanitised)."
                : "\(ForeignText(path).sanitised) was imported before; nothing changed.")
    }

    /// What changed in the priors, category by category.
    static func output(
        before: LearnedPriors, _ work: ProcessWork, isDryRun: Bool, after: LearnedPriors? = nil, headline: String
    ) throws(TendError) -> Output {
        var present = after ?? LearnedPriors()
        if after == nil, !isDryRun { present = try work.engine.storedLayer() }
        var change = PriorChange()
        change.isDryRun = isDryRun
        change.path = ForeignText(work.engine.learnedPath).sanitised
        (change.before, change.after) = (before.label, present.label)
        change.categories = try work.engine.shifts(present)
        var output = Output(
            schema: changeSchema, record: change, member: "categories",
            rows: change.categories, columns: columns, headline: headline)
        output.rows?.isHidden = { [rows = change.categories] in !rows[$0].isMoved }
        output.warnings = work.journal.allWarnings
        return output
    }
}

/// What `list-priors` answers.
struct PriorListing: Record {
    var packs = ""
    var layer = LearnedPriors()
    var categories: [PriorShift] = []

    init() {}

    init(_ engine: ProcessEngine) throws(TendError) {
        packs = try engine.packsVersion()
        layer = try engine.storedLayer()
        categories = try engine.shifts(layer)
    }

    static let recordName = "prior_listing"
    static let fields: [Field<PriorListing>] = [
        Field("packs", \.packs, "The packs, and their version."),
        Field("learned", \.layer, "What was learned over them."),
        Field("categories", \.categories, "The prior of each category."),
    ]
}

/// What `import-priors` and `learn reset` answer.
struct PriorChange: Record {
    var before = ""
    var after = ""
    var path = ""
    var isDryRun = false
    var categories: [PriorShift] = []

    static let recordName = "prior_change"
    static let fields: [Field<PriorChange>] = [
        Field("before", \.before, "What was heard before."),
        Field("after", \.after, "What is heard now."),
        Field("path", \.path, "Where it is kept."),
        Field("dry_run", \.isDryRun, "Nothing was written."),
        Field("categories", \.categories, "The prior of each category, as it is now."),
    ]
}

extension PriorShift {
    /// Whether what was learned changes what is said, to two decimals.
    var isMoved: Bool { abs(shift) > 0.005 }
}
