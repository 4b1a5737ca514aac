package import Decision
internal import Formats
package import Model
package import Planning
internal import Primitives

extension ProcessCategory: WordValue {}
extension ProcessClass: WordValue {}
extension ProcessRecommendation: WordValue {}
extension AttachmentLevel: WordValue {}
extension GateVerdict: WordValue {}
extension PolicyMode: WordValue {}
extension ActionOutcome.Result: WordValue {}

extension GateFinding: Record {
    package init() { self.init(gate: "", verdict: .pass, reasonCode: "", sentence: "") }
    package static let recordName = "gate"
    package static let fields: [Field<GateFinding>] = [
        Field("gate", \.gate, "Name of the gate."),
        Field("verdict", \.verdict, "What it says."),
        Field("reason_code", \.reasonCode, "Stable code of the reason."),
        Field("sentence", \.sentence, "The reason for people."),
    ]
}

extension SupervisorFacts: Record {
    package init() { self.init(kind: "", unit: nil, stopCommand: nil, restartCommand: nil) }
    package static let recordName = "supervisor"
    package static let fields: [Field<SupervisorFacts>] = [
        Field("type", \.kind, "What kind of supervisor."),
        Field(optional: "unit", \.unit, "Its name there."),
        Field(optional: "stop_command", \.stopCommand, "How to ask the supervisor to end it."),
        Field(optional: "restart_command", \.restartCommand, "How to ask the supervisor to start it afresh."),
        Field(derived: "can_restart", "Whether it has a command that starts what it runs afresh.") {
            $0.restartCommand != nil
        },
        Field(optional: "main_pid", \.mainPID, "The unit's main process, as the supervisor says."),
        Field(optional: "state", \.state, "The unit's state in the supervisor's words."),
        Field(optional: "restart_policy", \.restartPolicy, "When it is started again, in the supervisor's words."),
        Field(optional: "unanswered", \.unanswered, "Why the supervisor gave no answer when it was asked."),
    ]
}

extension BlastRadius: Record {
    package static let recordName = "blast_radius"
    package static let fields: [Field<BlastRadius>] = [
        Field("descendants", \.descendants, "Living descendants."),
        Field("memory_bytes", \.memory, "Resident memory of it and its descendants; shared pages count in each."),
        Field("clients", \.clients, "Living clients that would lose it."),
        Field("ports", \.ports, "TCP ports that would close."),
    ]
}

extension PlanSummary: Record {
    package static let recordName = "summary"
    package static let fields: [Field<PlanSummary>] = [
        Field("scanned", \.scanned, "Processes seen."),
        Field("candidates", \.candidates, "Processes with another recommendation than keep."),
        Field("stop_recommended", \.stopRecommended, "Recommended stop, restart or stop_unit."),
        Field("review", \.review, "For a person to look at."),
        Field("pause", \.pause, "To pause and see who misses it."),
        Field("kept", \.kept, "Left alone."),
        Field(optional: "declared", \.declared, "Of these, declared as wanted by somebody."),
        Field("recoverable_bytes", \.recoverable, "Resident memory of what is recommended to be ended."),
        Field("window_seconds", \.window, "Length of the scan's window."),
    ]
}

extension PlannedProcess: Record {
    package static let recordName = "candidate"
    package static let fields: [Field<PlannedProcess>] = identityFields + judgementFields + decisionFields

    /// What the record of a decision is looked up by, as compact JSON; all else is in the plan.
    package var key: [UInt8] {
        var writer = JSONWriter()
        withUnsafePointer(to: self) { writeObject($0, Self.keyFields, to: &writer) }
        return writer.bytes
    }

    private static let keyFields = fields.filter {
        ["pid", "start_ticks", "boot_id", "uid", "arguments_hash", "category"].contains($0.key)
    }

    private static let identityFields: [Field<PlannedProcess>] = [
        Field("pid", \.target.identity.pid, "Process id.", heading: "PID"),
        Field(derived: "start_id", "Boot and start tick; with the PID the process's identity.") {
            $0.target.identity.startID
        },
        Field("start_ticks", \.target.identity.startTicks, "Clock ticks from boot to its start."),
        Field("boot_id", \.target.identity.bootID, "The kernel's boot id."),
        Field("uid", \.target.identity.userID, "Owner."),
        Field("ppid", \.parent, "Parent."),
        Field("pgid", \.target.processGroup, "Process group."),
        Field("sid", \.target.session, "Session."),
        Field(optional: "exe_file", \.target.executable, "Device and inode of its program file."),
        Field(optional: "arguments_hash", \.target.argumentsHash, "Keyed hash of its arguments."),
        Field("command", \.command, "Its arguments, redacted.", heading: "COMMAND"),
        Field("title", \.title, "What people call it.", heading: "WHAT"),
        Field("category", \.category, "What kind of program it is.", heading: "CATEGORY"),
        Field(
            "age_seconds", \.ageSeconds, "Seconds since it started.", heading: "AGE",
            text: { HumanDuration.text(seconds: $0.ageSeconds) }),
        Field("state", \.state, "State letter."),
        Field("tty", \.terminal, "Controlling terminal; empty without one."),
        Field("cwd", \.workingDirectory, "Working directory, redacted."),
        Field(
            group: "cpu", "Processor use.",
            [
                Field("cores", \.cores, "Cores used within the window; null with a single sample.", heading: "CPU")
            ]),
        Field(
            group: "memory", "Memory use.",
            [
                Field("rss_bytes", \.residentMemory, "Resident memory.", heading: "MEMORY")
            ]),
    ]

    private static let judgementFields: [Field<PlannedProcess>] = [
        Field("levels", \.levels, "Attachment levels that the facts allow."),
        Field(derived: "classification", "The likeliest class.") { $0.classification },
        Field("posterior", \.posterior, "Probability of each class."),
        Field(derived: "confidence", "Probability of the likeliest class.") { $0.posterior[$0.classification] },
        Field("ledger", \.ledger, "Prior and evidence groups from which the posterior follows."),
        Field(derived: "evidence", "Every term of evidence, heaviest first.") {
            EvidenceRow.rows($0.ledger)
        },
        Field("expected_loss", \.expectedLosses, "Expected loss of each action."),
        Field("choice", \.choice, "The choice by expected loss, before gates and policy."),
    ]

    private static let decisionFields: [Field<PlannedProcess>] = [
        Field("recommendation", \.recommendation, "What should happen.", heading: "ADVICE"),
        Field(derived: "why", "The strongest reason, in one sentence.", heading: "WHY") { $0.why },
        Field("preselected", \.isPreselected, "Whether a run without questions may carry it out."),
        Field("gates", \.gates, "Gates that do not simply pass."),
        Field(optional: "supervisor", \.supervisor, "Who would start it again."),
        Field(optional: "signature", \.signature, "The known pattern that it fits best; absent for a novel one."),
        Field(optional: "respawns", \.respawns, "How often it was started again after its end, and by whom."),
        Field(
            optional: "margin_nats", \.oddsMargin,
            "How far its log odds lie above the bound at which ending costs less than keeping; negative below it."),
        Field(optional: "undecided", \.undecided, "How long it may stay undecided; left out of what is decided."),
        Field("blast_radius", \.blastRadius, "What ending it would take with it."),
        Field(
            optional: "goal", \.goalPart, "Its part in reaching the goal: end, or ask first.", heading: "GOAL",
            text: { $0.goalPart?.rawValue ?? "" }),
        Field(
            optional: "trajectory", \.trajectory, "Where it is going, and when it would be judged otherwise.",
            heading: "OUTLOOK", text: { $0.trajectory?.brief ?? "" }),
        Field("decision_id", \.decisionID, "What tend explain answers to."),
        Field(
            optional: "next_step", \.nextStep, "What is worth doing next: act, measure, or wait.", heading: "NEXT",
            text: { $0.nextStep?.words ?? "" }),
        Field(optional: "probing", \.probing, "How the probes of the deep scan were chosen for it."),
        Field(optional: "deep", \.deep, "What a deep scan found, if it was looked at so closely."),
        Field(optional: "explanation", \.explanation, "Its past, what hangs on it, and what would change the answer."),
    ]

    /// The strongest reason for what is recommended: the gate that decided, or the heaviest evidence that agrees.
    package var why: String {
        if recommendation == .pause, let undecided { return undecided.sentence(isToPause: true) }
        if recommendation == .reapParent { return "It has ended; its parent \(parent) has not reaped it." }
        if let gate = gates.first(where: { $0.gate == "recovery" }) { return gate.sentence }
        if recommendation != choice, let gate = gates.first(where: { $0.verdict.ceiling != .act }) {
            return gate.sentence
        }
        let agreeing = termsForClassification.filter { $0.weight > 0.2 }.sorted { $0.weight > $1.weight }
        guard !agreeing.isEmpty else { return "Nothing speaks against it." }
        return agreeing.prefix(2).map { $0.sentence }.joined(separator: " ")
    }

    /// Every term's weight for the likeliest class; for useful, what it says against the others together.
    private var termsForClassification: [(sentence: String, weight: Double)] {
        let index = classification.index
        var terms: [(sentence: String, weight: Double)] = []
        for term in ledger.groups.flatMap(\.terms) {
            let weights: [Double] = term.contribution
            let weight = index == 0 ? -weights.reduce(0, +) : weights[index]
            terms.append((term.wording.sentence, weight))
        }
        return terms
    }

    /// The expected losses as a value with fields.
    var expectedLosses: ExpectedLosses {
        get { ExpectedLosses(rows: expectedLoss) }
        set { expectedLoss = newValue.rows }
    }
}

extension ProcessPlan: Record {
    package static let recordName = "plan"
    package static let fields: [Field<ProcessPlan>] = [
        Field("plan_version", \.planVersion, "Version of the plan's format."),
        Field("session_id", \.sessionID, "The session that holds the plan; empty where nothing could be recorded."),
        Field("made_at", \.madeAt, "Milliseconds since 1970 of the judgement."),
        Field("host_id", \.hostID, "Keyed hash of the machine id."),
        Field("boot_id", \.bootID, "The kernel's boot id."),
        Field("mode", \.mode, "Policy mode of the domain."),
        Field("packs", \.packs, "Packs and their versions."),
        Field("min_age_seconds", \.minimumAge, "Processes younger than this were kept."),
        Field(optional: "limits", \.limits, "What went without a person at most; left out without limits."),
        Field("shadow", \.isShadow, "Advisory only: never applied."),
        Field("summary", \.summary, "The plan in numbers."),
        Field(
            optional: "error_budget", \.budget,
            "What may still go by itself over all runs; left out where the mode lets nothing go by itself."),
        Field(optional: "deep_scan", \.deepScan, "What the deep scan did and took; left out without one."),
        Field(optional: "goal", \.goal, "What to end to reach the goals; left out without goals."),
        Field(
            optional: "delta", \.delta, "What became different since an earlier plan; left out where none was named."),
        Field(
            optional: "baseline", \.baseline,
            "How the machine compares with what is usual for it; left out for a recording."),
        Field("candidates", \.candidates, "Processes with a recommendation, surest first."),
        Field(optional: "questions", \.questions, "Kept processes chosen by chance, for a person to label."),
        Field(optional: "question_seed", \.questionSeed, "What that choice began with; left out without questions."),
    ]
}
