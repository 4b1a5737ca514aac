internal import Arguments
internal import Decision
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import Runtime

/// How a plan is shown, whichever command made it.
enum ProcessPlanOutput {
    static let schema = "tend.processes.plan.v1"

    static let exitCodes = [
        ExitNote(.clean, "nothing to recommend"), ExitNote(.candidates, "candidates exist"),
    ]

    static let columns: [ColumnChoice<PlannedProcess>] = [
        ColumnChoice("pid"),
        ColumnChoice("recommendation", tone: { $0.recommendation.tone }),
        ColumnChoice("title", dropOrder: 1),
        ColumnChoice("age_seconds", dropOrder: 2),
        ColumnChoice("cpu.cores", dropOrder: 4),
        ColumnChoice("memory.rss_bytes", dropOrder: 3),
        ColumnChoice("why", isWrapped: true),
        ColumnChoice("command", dropOrder: 5, isFlexible: true),
    ]

    static func output(_ plan: ProcessPlan, warnings: [String]) -> Output {
        var output = Output(
            schema: schema, record: plan, member: "candidates", rows: plan.candidates,
            columns: columns(plan),
            headline: headline(plan))
        output.exit = plan.summary.candidates > 0 ? .candidates : .clean
        if let failure = GoalText.failure(plan) {
            output.exit = .goalNotAchievable
            output.failure = failure
        }
        output.paragraphs =
            (plan.baseline?.deviations ?? []) + GoalText.lines(plan) + (plan.delta.map(DeltaText.lines) ?? [])
        output.sessionID = plan.sessionID.isEmpty ? nil : plan.sessionID
        output.warnings = warnings
        output.notes = notes(plan) + questions(plan)
        output.metrics = metrics(plan)
        output.narrative = narrative(plan)
        return output
    }

    /// Goals and predictions have a column where they were asked for.
    private static func columns(_ plan: ProcessPlan) -> [ColumnChoice<PlannedProcess>] {
        let all = plan.goal == nil ? columns : Array(columns[..<2]) + [ColumnChoice("goal")] + columns[2...]
        guard plan.candidates.contains(where: { $0.trajectory != nil }), let command = all.last else { return all }
        return all.dropLast() + [ColumnChoice("trajectory", isWrapped: true), command]
    }

    /// Why a run without questions does nothing although stops are recommended; nil where that is not so.
    static func nothingPreselected(_ plan: ProcessPlan) -> TendError? {
        guard !plan.candidates.contains(where: \.isPreselected) else { return nil }
        if let gate = plan.candidates.lazy.flatMap(\.gates).first(where: { $0.reasonCode == "error_budget" }) {
            return TendError(
                .blocked, "nothing may go by itself now: \(gate.sentence)", area: "processes",
                hint: "what it has left: tend policy show; or name targets: tend processes apply")
        }
        let stops = plan.candidates.count { $0.recommendation == .stop }
        guard stops > 0 else { return nil }
        return TendError(
            .blocked,
            "the policy mode is \(plan.mode.rawValue): \(stops) stops are recommended and none is preselected",
            area: "processes",
            hint: "let it act on the surest ones: tend policy promote processes; or name targets: tend processes apply")
    }

    static func headline(_ plan: ProcessPlan) -> String {
        let summary = plan.summary
        let scanned = "Scanned \(summary.scanned) processes"
        guard summary.candidates > 0 else { return "\(scanned): nothing looks abandoned." }
        var parts: [String] = []
        if summary.stopRecommended > 0 {
            parts.append("\(summary.stopRecommended) to stop (\(summary.recoverable.text))")
        }
        if summary.review > 0 { parts.append("\(summary.review) to review") }
        if summary.pause > 0 { parts.append("\(summary.pause) to pause and see") }
        let others = summary.candidates - summary.stopRecommended - summary.review - summary.pause
        if others > 0 { parts.append("\(others) to be reaped by \(others == 1 ? "its parent" : "their parents")") }
        let declared = summary.declared.map { ", \($0) of them declared as wanted" } ?? ""
        return "\(scanned): \(parts.joined(separator: ", ")); \(summary.kept) kept\(declared)."
    }

    private static func notes(_ plan: ProcessPlan) -> [String] {
        guard let first = plan.candidates.first(where: { $0.recommendation != .keep }), !plan.sessionID.isEmpty else {
            return []
        }
        let held = plan.candidates.count { $0.gates.contains { $0.gate == "limit" } }
        var notes = held > 0 ? ["The limits leave \(held) \(held == 1 ? "stop" : "stops") to a person."] : []
        if let budget = plan.budget { notes.append(budget.sentence) }
        notes.append("Why: tend processes explain \(first.pid) --session \(plan.sessionID)")
        let unclear = plan.candidates.count { $0.nextStep?.kind == .measure }
        if unclear > 0, plan.deepScan == nil {
            notes.append("A closer look may change the advice for \(unclear): tend processes plan --deep")
        }
        if let goal = plan.goal {
            guard goal.isAchievable, !goal.choice.pids.isEmpty, !plan.isShadow else { return notes }
            notes.append("Reach the goal: tend processes apply --session \(plan.sessionID) --goal --yes")
            return notes
        }
        if !plan.isShadow, plan.summary.stopRecommended > 0 {
            notes.append(
                "Stop what is recommended: tend processes apply --session \(plan.sessionID) --recommended --yes")
        }
        return notes
    }

    /// A kept process or two, chosen by chance: only a person can say whether keeping it was right.
    private static func questions(_ plan: ProcessPlan) -> [String] {
        (plan.questions ?? []).map {
            "Kept, and chosen by chance: is \($0.title) (PID \($0.pid)) needed? "
                + "tend processes label \($0.decisionID) useful|useful_bad|abandoned"
        }
    }

    private static func metrics(_ plan: ProcessPlan) -> [Metric] {
        let counts: [(String, Int)] = [
            ("stop", plan.summary.stopRecommended), ("review", plan.summary.review), ("pause", plan.summary.pause),
            ("keep", plan.summary.kept),
        ]
        return [Metric("processes_scanned", "Processes seen by the scan.", Double(plan.summary.scanned))]
            + counts.map {
                Metric(
                    "processes_recommended", "Processes by recommendation.", Double($0.1),
                    labels: [(name: "recommendation", value: $0.0)])
            } + [
                Metric(
                    "processes_recoverable_bytes", "Resident memory of what is recommended to be ended.",
                    Double(plan.summary.recoverable.bytes))
            ]
    }

    private static func narrative(_ plan: ProcessPlan) -> Narrative {
        let items = plan.candidates.filter { $0.recommendation != .keep }.prefix(10).map {
            "\($0.recommendation.rawValue): \($0.title) (PID \($0.pid), \(HumanDuration.text(seconds: $0.ageSeconds)), "
                + "\($0.residentMemory.text)): \($0.why)"
        }
        return Narrative(
            title: "Process triage",
            paragraphs: [Narrative.Paragraph(headline(plan), mark: items.isEmpty ? .done : .attention, items: items)])
    }
}
