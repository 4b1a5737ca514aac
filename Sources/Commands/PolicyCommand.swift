internal import Arguments
internal import Decision
internal import DiskDefence
internal import Formats
internal import Planning
internal import Primitives
internal import ProcessTriage
internal import Reporting
internal import Runtime
internal import Settings

/// `tend policy show|promote|demote`: how far a domain may go by itself.
enum PolicyCommand {
    static let showSchema = "tend.policy.show.v1"
    static let changeSchema = "tend.policy.change.v1"
    private static let domains = ["processes", "disk"]

    static let spec = Command(
        "policy",
        summary: "Show and change how far a domain may go by itself.",
        discussion: """
            A domain begins in observe. Promoting it one step at a time, to canary and then to enforce, lets --robot carry \
            out what the policy preselects, and tend disk watch remove what its scans advise. When something goes wrong \
            tend itself falls back and only recommends: processes until you promote it again, disk until forecasts have \
            held for a while, and then to canary at most. Gates hold in every mode.
            """,
        examples: [
            Example("tend policy show", "the mode of every domain and how its actions went"),
            Example("tend policy promote processes", "one step up"),
            Example("tend policy demote processes --reason 'release week'", "back to observe"),
        ],
        subcommands: [show, promote, demote])

    private static let domain = OperandSpec("DOMAIN", "Which domain.", choices: domains)
    private static let reason = OptionSpec("reason", .value(name: "TEXT"), "Why, for the audit log.")
    private static let withoutEvidence = OptionSpec(
        "without-evidence", .flag, "Raise it to enforce although trials have not shown that stops are seldom wrong.")
    private static let dryRun = OptionSpec("dry-run", short: "n", .flag, "Say what would change and change nothing.")

    private static let show = Command(
        "show",
        summary: "Show the mode of every domain, and how its actions went.",
        discussion: """
            A stop after which the same program was there again counts as wrong: somebody wanted it. The upper bound is \
            the rate of wrong stops that is exceeded only with probability 5 %, given what was counted; the count goes \
            back as far as sessions are kept. For disk the removals of a watch within 30 days count, and one is wrong where \
            its place is taken again. The error budget is what may still go wrong by itself, over all runs: every \
            action without a person spends of it, what stays away earns, what comes back costs once more.
            """,
        examples: [Example("tend policy show --json", "for programs")],
        action: CommandAction { try show($0) },
        output: showSchema,
        exitCodes: [ExitNote(.clean, "shown")])

    private static let promote = Command(
        "promote",
        summary: "Let a domain do one step more by itself.",
        discussion: """
            Canary is how a few actions are tried. Enforce needs evidence: so many independent stops, shadow or real, \
            without a wrong one that at most 1 % are wrong with 95 % credibility (298 of them). See tend processes \
            calibration; --without-evidence goes ahead on your word.
            """,
        examples: [
            Example("tend policy promote processes --dry-run", "what the next mode may do"),
            Example("tend policy promote processes --yes --reason 'a month without mistakes'", "without a question"),
        ],
        operands: [domain],
        options: [
            reason, dryRun, OptionSpec("yes", short: "y", .flag, "Confirm the promotion instead of being asked."),
            withoutEvidence,
        ],
        action: CommandAction { try promote($0) },
        output: changeSchema,
        exitCodes: [
            ExitNote(.clean, "nothing was changed"), ExitNote(.actionsDone, "the mode was raised"),
            ExitNote(.usage, "nobody was there to ask, and --yes was missing"),
            ExitNote(.blocked, "enforce lacks evidence"),
        ])

    private static let demote = Command(
        "demote",
        summary: "Take a domain back to observe.",
        examples: [Example("tend policy demote processes", "from now on it only recommends")],
        operands: [domain],
        options: [reason, dryRun],
        action: CommandAction { try demote($0) },
        output: changeSchema,
        exitCodes: [
            ExitNote(.clean, "it only recommended already"), ExitNote(.actionsDone, "the mode was lowered"),
        ])

    private static func show(_ invocation: Invocation) throws(TendError) -> Output {
        var overview = PolicyOverview()
        for domain in domains { overview.domains.append(try PolicyWork(invocation, domain).row) }
        return Output(
            schema: showSchema, record: overview, member: "domains", rows: overview.domains,
            columns: [
                ColumnChoice("domain"), ColumnChoice("mode"), ColumnChoice("stops", dropOrder: 2),
                ColumnChoice("respawned", dropOrder: 3), ColumnChoice("wrong_stop_rate_upper_bound", dropOrder: 1),
                ColumnChoice("error_budget", dropOrder: 4),
                ColumnChoice("permission", isFlexible: true),
            ],
            headline: overview.domains.map(\.sentence).joined(separator: " "))
    }

    private static func promote(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try PolicyWork(invocation, invocation.command.operands("DOMAIN").first ?? "")
        guard let next = work.row.mode.promoted else {
            return work.unchanged("\(work.row.domain) is in enforce, above which there is nothing.")
        }
        try work.checkKillSwitch()
        let lacksEvidence = next.needsEvidence && !work.row.evidence.isSufficient
        guard !lacksEvidence || invocation.command.flag("without-evidence") == true else {
            throw work.row.refusal(next)
        }
        let cause = lacksEvidence ? "promoted by command, without evidence" : "promoted by command"
        if invocation.command.flag("dry-run") == true || invocation.command.flag("yes") == true {
            return try work.change(to: next, because: cause)
        }
        guard invocation.isInteractive else {
            throw TendError(
                .usage, "a promotion needs a yes, and nobody is there to ask", area: "policy",
                hint: "see what it would allow with --dry-run; confirm it with --yes")
        }
        invocation.tell("\(work.row.sentence)\n\(work.promise(next))")
        guard invocation.confirms("Promote \(work.row.domain) to \(next.rawValue)?") else {
            return work.unchanged("\(work.row.domain) stays in \(work.row.mode.rawValue).")
        }
        return try work.change(to: next, because: cause)
    }

    private static func demote(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try PolicyWork(invocation, invocation.command.operands("DOMAIN").first ?? "")
        let recovers = work.row.domain == "disk" && work.row.mode == .fallback
        guard work.row.mode == .canary || work.row.mode == .enforce || recovers else {
            return work.unchanged("\(work.row.domain) is in \(work.row.mode.rawValue) and only recommends already.")
        }
        return try work.change(to: .observe, because: "demoted by command")
    }
}

/// One domain's policy, and the change of it.
private struct PolicyWork {
    let invocation: Invocation
    let journal: Journal
    let row: PolicyRow

    init(_ invocation: Invocation, _ domain: String) throws(TendError) {
        self.invocation = invocation
        journal = invocation.composition.journal()
        let settings = invocation.composition.settings
        guard domain == "processes" else {
            let engine = try DiskCommand.engine(invocation)
            row = PolicyRow(
                try engine.standing(), of: domain,
                canaryLimit: settings.disk.watch.guardrails.canaryDeletions)
            return
        }
        let alpha = try invocation.composition.processPacks().priors.decision.falseDiscoveryRate
        row = PolicyRow(
            try journal.standing(of: domain, alpha: alpha), of: domain,
            canaryLimit: settings.processes.planning.canaryActions)
    }

    /// - Throws: `TendError` (`blocked`) while the domain is held in fallback.
    func checkKillSwitch() throws(TendError) {
        guard row.domain == "disk", invocation.composition.settings.disk.watch.isKilled else { return }
        throw TendError(
            .blocked, "the kill switch holds disk in fallback", area: "policy",
            hint: "switch it off first: disk.policy.kill_switch, or TEND_DISK_POLICY_KILL_SWITCH")
    }

    func promise(_ mode: PolicyMode) -> String {
        "In \(mode.rawValue) it \(row.permission(mode))."
    }

    func change(to mode: PolicyMode, because cause: String) throws(TendError) -> Output {
        let isDryRun = invocation.command.flag("dry-run") == true
        let change = PolicyChange(
            from: row.mode, to: mode, reason: invocation.command.string("reason") ?? cause)
        if !isDryRun {
            try journal.setMode(change, of: row.domain, redactor: invocation.composition.redactor)
        }
        let verb = isDryRun ? "would go" : "went"
        var output = output(
            PolicyChangeResult(row, change, isDryRun: isDryRun),
            "\(row.domain) \(verb) from \(change.from.rawValue) to \(mode.rawValue). \(promise(mode))")
        output.exit = isDryRun ? .clean : .actionsDone
        return output
    }

    func unchanged(_ headline: String) -> Output {
        let change = PolicyChange(from: row.mode, to: row.mode, reason: "")
        return output(PolicyChangeResult(row, change, isDryRun: false), headline)
    }

    private func output(_ result: PolicyChangeResult, _ headline: String) -> Output {
        var output = Output(schema: PolicyCommand.changeSchema, record: result, headline: headline)
        output.rows = nil
        output.warnings = journal.allWarnings
        return output
    }
}
