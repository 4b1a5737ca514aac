internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes learn`: what labels and outcomes teach, and how to forget it.
enum LearnCommand {
    static let schema = "tend.processes.learn.v1"

    static let spec = Command(
        "learn",
        summary: "Fit what labels and outcomes teach, and show before and after.",
        discussion: """
            Counts learn at every label by themselves. This refits what needs all labels at once: the laws of age and \
            quiet time, by the largest marginal likelihood, and the exponent of the evidence, which can only soften. A \
            fit is taken only where its gain is worth its parameters. Scores are the mean of ln P(what it was), so 0 is \
            the best; the packs themselves never change.
            """,
        examples: [
            Example("tend processes learn --dry-run", "what would change, and what it is worth"),
            Example("tend processes learn reset", "go back to the packs"),
        ],
        subcommands: [reset],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: [ExitNote(.clean, "learned, or there was nothing to learn from")])

    private static let reset = Command(
        "reset",
        summary: "Forget everything learned: the packs judge alone again.",
        discussion: "Labels stay in the record and in the audit log, and are not counted any more.",
        examples: [Example("tend processes learn reset --dry-run", "what would be forgotten")],
        action: CommandAction { try runReset($0) },
        output: PriorsCommand.changeSchema,
        exitCodes: [ExitNote(.clean, "forgotten, or there was nothing")])

    private static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let report = try work.engine.learn(isDryRun: invocation.command.flag("dry-run") == true)
        var output = Output(
            schema: schema, record: report, member: "categories", rows: report.categories,
            columns: PriorsCommand.columns, headline: headline(report))
        output.rows?.isHidden = { !report.categories[$0].isMoved }
        output.paragraphs = paragraphs(report)
        output.warnings = work.journal.allWarnings
        return output
    }

    private static func headline(_ report: LearningReport) -> String {
        guard let packs = report.scorePacks, let before = report.scoreBefore, let after = report.scoreAfter else {
            return "There are no labels yet: tend processes label PID useful|useful_bad|abandoned."
        }
        return
            "\(report.isDryRun ? "Would learn" : "Learned") from \(report.labels) labels of \(report.programs) programs: "
            + "score \(packs.text(decimals: 3)) by the packs, \(before.text(decimals: 3)) before, "
            + "\(after.text(decimals: 3)) now."
    }

    private static func paragraphs(_ report: LearningReport) -> [String] {
        guard report.labels > 0 else { return [] }
        var lines: [String] = []
        if let held = report.heldOut {
            lines.append(
                "On the newest \(held.labels) labels, not learned from: \(held.scorePacks.text(decimals: 3)) by the packs, "
                    + "\(held.scoreLearned.text(decimals: 3)) with what the older ones taught.")
        }
        lines.append(
            "Exponent of the evidence: \(report.temperingBefore.text(decimals: 2)) before, "
                + "\(report.temperingAfter.text(decimals: 2)) now (gain \(report.temperingGain.text(decimals: 2)) nats)."
        )
        lines += report.laws.map { change in
            let law = change.law
            return "\(law.kind.rawValue) of \(law.subject), \(law.actual.rawValue), \(law.labels) labels: shape "
                + "\(change.shapeBefore.text(decimals: 2)) to \(law.shape.text(decimals: 2)), scale "
                + "\(change.scaleBefore.text(decimals: 1)) h to \(law.scale.text(decimals: 1)) h, gain "
                + "\(change.gain.text(decimals: 2)) nats\(change.isTaken ? "" : ": not worth two parameters")."
        }
        return lines
    }

    private static func runReset(_ invocation: Invocation) throws(TendError) -> Output {
        let work = try ProcessWork(invocation)
        let isDryRun = invocation.command.flag("dry-run") == true
        let before = try work.engine.forget(isDryRun: isDryRun)
        return try PriorsCommand.output(
            before: before, work, isDryRun: isDryRun,
            headline: before.isEmpty
                ? "Nothing was learned." : "\(isDryRun ? "Would forget" : "Forgot") \(before.label).")
    }
}
