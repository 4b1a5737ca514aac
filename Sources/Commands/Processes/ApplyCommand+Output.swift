internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// How what was done is shown.
extension ApplyCommand {
    /// A report as a table; what could not be done at all is a failure with its first reason.
    static func output(_ report: ApplyReport, schema: String, headline: String, _ work: ProcessWork) -> Output {
        var output = Output(
            schema: schema, record: report, member: "actions", rows: report.actions,
            columns: [
                ColumnChoice("pid"), ColumnChoice("action", dropOrder: 2), ColumnChoice("result"),
                ColumnChoice("outcome", isWrapped: true), ColumnChoice("command", dropOrder: 1, isFlexible: true),
            ], headline: headline)
        output.exit = report.exitCode
        output.metrics = metrics(report)
        output.narrative = narrative(report, headline: headline)
        output.sessionID = report.sessionID
        output.warnings = work.journal.allWarnings
        if let refusal = report.refusal {
            output.failure = TendError(code(refusal), refusal.sentence, area: "processes", hint: hint(refusal))
        }
        return output
    }

    private static func metrics(_ report: ApplyReport) -> [Metric] {
        ActionOutcome.Result.allCases.map { result in
            Metric(
                "processes_actions", "Actions by how they ended.",
                Double(report.actions.count { $0.outcome.result == result }),
                labels: [(name: "result", value: result.rawValue)])
        } + [
            Metric("processes_freed_bytes", "Resident memory that ended processes held.", Double(report.freed.bytes)),
            Metric(
                "processes_memory_available_before_bytes", "Memory available right before.",
                Double(report.availableBefore.bytes)),
            Metric(
                "processes_memory_available_after_bytes", "Memory available right after.",
                Double(report.availableAfter.bytes)),
        ]
    }

    private static func narrative(_ report: ApplyReport, headline: String) -> Narrative {
        func paragraph(_ sentence: String, _ mark: Narrative.Mark, _ actions: [AppliedAction]) -> [Narrative.Paragraph]
        {
            guard !actions.isEmpty else { return [] }
            let items = actions.map { "\($0.action) \($0.command): \($0.outcome.sentence)" }
            return [Narrative.Paragraph("\(sentence): \(actions.count)", mark: mark, items: items)]
        }
        let done = report.actions.filter { $0.outcome.result == .done }
        let others = report.actions.filter { $0.outcome.result != .done }
        return Narrative(
            title: "Process triage",
            paragraphs: paragraph("Done", .done, done)
                + paragraph(report.isDryRun ? "Looked at" : "Not done", report.isDryRun ? .attention : .blocked, others)
                + [Narrative.Paragraph(headline, mark: report.isDryRun ? .none : .numbers)])
    }

    private static func code(_ refusal: ActionOutcome) -> TendError.Code {
        switch refusal.reasonCode {
        case "identity_changed": .identityChanged
        case "not_permitted" where refusal.result == .failed: .notPermitted
        default: .blocked
        }
    }

    private static func hint(_ refusal: ActionOutcome) -> String? {
        switch refusal.reasonCode {
        case "identity_changed", "not_in_plan", "evidence_changed": "make a new plan: tend processes plan"
        case "group_member_protected", "group_member_refused": "leave out --group, and name what may be acted on"
        case "control_group_shared", "no_control_group": "pause it instead: --action pause"
        case "cannot_be_undone": "pause instead of stopping what may still be needed: --action pause, or --staged"
        case "not_permitted": "act as its owner, or with the capability to signal others' processes (CAP_KILL)"
        case "supervised": "have its supervisor stop it: --action stop-unit"
        case "too_young": "wait, or lower --min-age"
        case "below_min_posterior", "category_excluded", "unknown_program", "no_known_signature", "max_kills",
            "blast_radius":
            "raise the limit, or name the process yourself without --robot"
        case "not_preselected": "name the targets yourself, or raise the policy: tend policy promote processes"
        default: nil
        }
    }

    static func headline(_ report: ApplyReport) -> String {
        guard !report.actions.isEmpty else { return "Nothing was selected, so nothing was done." }
        let freed = report.freed > .zero ? ", \(report.freed.text) freed" : ""
        let available = "memory available \(report.availableBefore.text) before, \(report.availableAfter.text) after"
        if report.isDryRun { return "Dry run: nothing was done." }
        return "\(report.done) of \(report.actions.count) done\(freed); \(available)."
    }
}
