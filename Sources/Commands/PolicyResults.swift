internal import Decision
internal import Formats
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// What `policy show` answers.
struct PolicyOverview: Record {
    var domains: [PolicyRow] = []

    static let recordName = "policy"
    static let fields: [Field<PolicyOverview>] = [
        Field("domains", \.domains, "How far each domain may go by itself.")
    ]
}

/// One domain: its mode, since when and why, and how its stops went.
struct PolicyRow: Record {
    var domain = ""
    var mode = PolicyMode.observe
    var changedAt: Int64?
    var reason: String?
    var tally = StopTally()
    var evidence = StopEvidence()
    var budget: BudgetStanding?
    private var canaryLimit = 0

    init() {}

    init(_ standing: PolicyStanding, of domain: String, canaryLimit: Int) {
        self.domain = domain
        self.canaryLimit = canaryLimit
        mode = standing.mode
        changedAt = standing.changedAt
        reason = standing.change?.reason
        tally = standing.tally
        evidence = standing.evidence
        budget = standing.budget.map { BudgetStanding($0) }
    }

    /// Why a mode is not entered yet.
    func refusal(_ mode: PolicyMode) -> TendError {
        TendError(
            .blocked,
            "\(mode.rawValue) needs evidence: \(evidence.stillNeeded) more independent \(noun)s without a wrong one "
                + "(\(evidence.trials) so far, \(evidence.wrong) wrong)", area: "policy",
            hint: isOfFiles
                ? "let canary gather it: tend disk watch; or --without-evidence"
                : "gather it: tend processes plan --shadow, then tend processes calibration; or --without-evidence")
    }

    /// Whether it removes files rather than stops processes.
    private var isOfFiles: Bool { domain == "disk" }
    private var noun: String { isOfFiles ? "removal" : "stop" }

    func permission(_ mode: PolicyMode) -> String {
        isOfFiles ? mode.removalPermission(canary: canaryLimit) : mode.permission(canary: canaryLimit)
    }

    /// The row in words.
    var sentence: String {
        let since = changedAt.map { " since \(Timestamp.text(milliseconds: $0))" } ?? ""
        let why = reason.map { " (\(ForeignText($0).sanitised))" } ?? ""
        let left = budget.map { " \($0.sentence)" } ?? ""
        return "\(domain) is in \(mode.rawValue)\(since)\(why). \(experience) \(trials)\(left)"
    }

    private var trials: String {
        "Trials: \(evidence.trials) independent \(noun)s with a known outcome, \(evidence.wrong) wrong"
            + (evidence.isSufficient ? "." : "; enforce needs \(evidence.stillNeeded) more, none wrong.")
    }

    private var experience: String {
        guard tally.completed > 0 else {
            return "No \(noun) was carried out\(isOfFiles ? " by itself" : "") yet, so nothing is known of how they go."
        }
        let rate = (tally.wrongRateUpperBound * 100).text(decimals: 1)
        let undone =
            isOfFiles
            ? "removals by itself \(tally.respawned) were made again since"
            : "stops \(tally.respawned) were undone by a new process of the same program"
        return "Of \(tally.completed) \(undone); with 95 % credibility at most \(rate) % of \(noun)s are wrong."
    }

    static let recordName = "policy_domain"
    static let fields: [Field<PolicyRow>] = [
        Field("domain", \.domain, "The domain.", heading: "DOMAIN"),
        Field("mode", \.mode, "observe, canary, enforce or fallback.", heading: "MODE"),
        Field(derived: "permission", "What the mode allows.", heading: "MAY DO") { $0.permission($0.mode) },
        Field(derived: "next_mode", "Where a promotion leads; null at the top.", heading: "NEXT") { $0.mode.promoted },
        Field("changed_at", \.changedAt, "Milliseconds since 1970 of the last change; null where there was none."),
        Field(
            "reason", \.reason, "Why it was changed; null where it never was.", heading: "WHY",
            text: { $0.reason.map { ForeignText($0).sanitised } ?? "-" }),
        Field("stops", \.tally.completed, "Stops, or removals by itself, that were carried out.", heading: "DONE"),
        Field(
            "respawned", \.tally.respawned, "Of these, those after which the same program, or file, was there again.",
            heading: "UNDONE"),
        Field(
            derived: "wrong_stop_rate_upper_bound",
            "The rate of wrong ones that is exceeded only with probability 0.05.", heading: "WRONG AT MOST",
            text: { "\(($0.tally.wrongRateUpperBound * 100).text(decimals: 1)) %" }
        ) { $0.tally.wrongRateUpperBound },
        Field(
            "trials", \.evidence.trials, "Independent ones, shadow or real, with a known outcome.", heading: "TRIALS"),
        Field("wrong_trials", \.evidence.wrong, "Of these, wrong ones.", heading: "WRONG"),
        Field(derived: "trials_still_needed", "Further ones, none wrong, that enforce needs.", heading: "NEEDED") {
            $0.evidence.stillNeeded
        },
        Field(
            optional: "error_budget", \.budget, "What may still go by itself, over all runs.", heading: "BUDGET",
            text: { $0.budget.map { "\(($0.level * 100).text(decimals: 2)) %" } ?? "-" }),
    ]
}

/// What `policy promote` and `policy demote` answer.
struct PolicyChangeResult: Record {
    var domain = ""
    var from = PolicyMode.observe
    var to = PolicyMode.observe
    var permission = ""
    var reason = ""
    var isDryRun = false

    init() {}

    init(_ row: PolicyRow, _ change: PolicyChange, isDryRun: Bool) {
        domain = row.domain
        from = change.from
        to = change.to
        permission = row.permission(change.to)
        reason = change.reason
        self.isDryRun = isDryRun
    }

    static let recordName = "policy_change"
    static let fields: [Field<PolicyChangeResult>] = [
        Field("domain", \.domain, "The domain."),
        Field("from", \.from, "Its mode before."),
        Field("to", \.to, "Its mode after; the same where nothing was changed."),
        Field(derived: "changed", "Whether the mode was changed.") { $0.from != $0.to && !$0.isDryRun },
        Field("permission", \.permission, "What the mode after allows."),
        Field("reason", \.reason, "Why; empty where nothing was changed."),
        Field("dry_run", \.isDryRun, "Nothing was changed; it was only asked what would be."),
    ]
}
