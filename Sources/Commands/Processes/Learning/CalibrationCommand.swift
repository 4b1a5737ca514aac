internal import Arguments
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime

/// `tend processes calibration`: whether what is said can be trusted, and what is missing before it may act by itself.
enum CalibrationCommand {
    static let schema = "tend.processes.calibration.v1"

    static let spec = Command(
        "calibration",
        summary: "Compare what was said with labels and outcomes, and say what is still missing.",
        discussion: """
            The curve has ten bins of equal mass: o is what was said, x is what was so, with its 95 % interval. A stop \
            counts once a program and day. It was wrong where somebody came back to the process within a day, where the \
            same program was started again soon after its end, or where you say so; what ended by itself tells nothing. The \
            bounds hold for trials that are exchangeable with what comes.
            """,
        examples: [
            Example("tend processes plan --shadow", "judge and follow what becomes of it, without acting"),
            Example("tend processes calibration", "what the trials say"),
        ],
        action: CommandAction { invocation in
            let work = try ProcessWork(invocation)
            return output(try work.engine.calibration(), warnings: work.journal.allWarnings)
        },
        output: schema,
        exitCodes: [
            ExitNote(.clean, "nothing is missing"), ExitNote(.candidates, "too little is known to preselect"),
        ])

    private static func output(_ report: CalibrationReport, warnings: [String]) -> Output {
        var output = Output(
            schema: schema, record: report, member: "curve", rows: report.curve,
            columns: ["labels", "said", "seen", "seen_at_least", "seen_at_most", "chart"].map { ColumnChoice($0) },
            headline: headline(report))
        output.paragraphs = paragraphs(report)
        output.notes = report.missing.map { "Missing: \($0)" }
        output.exit = report.missing.isEmpty ? .clean : .candidates
        output.warnings = warnings
        output.metrics = [
            Metric("processes_labels", "Labels.", Double(report.labels)),
            Metric("processes_stop_trials", "Independent stops with a known outcome.", Double(report.stops.trials)),
            Metric("processes_wrong_stop_trials", "Of these, wrong ones.", Double(report.stops.wrong)),
        ]
        return output
    }

    private static func headline(_ report: CalibrationReport) -> String {
        guard let error = report.expectedCalibrationError else {
            return "There are no labels yet: how well tend judges this machine is not known."
        }
        return
            "\(report.labels) labels of \(report.programs) programs, \(report.abandoned) abandoned: calibration error "
            + "\(error.text(decimals: 3))."
    }

    private static func paragraphs(_ report: CalibrationReport) -> [String] {
        let stops = report.stops
        var lines = [
            "Stops: \(stops.trials) independent trials of \(stops.programs) programs, \(stops.wrong) wrong; \(stops.open) "
                + "followed, \(stops.untold) told nothing. At most \(percent(stops.credibleUpperBound)) are wrong with 95 % "
                + "credibility, at most \(percent(stops.pacBayesUpperBound)) by the PAC-Bayes bound over \(stops.policies) "
                + "policies."
        ]
        if let radius = report.conformalRadius {
            lines.append(
                "Conformal sets at 90 %: P is within \(radius.text(decimals: 2)) of the truth (0 or 1); a process above "
                    + "\(radius.text(decimals: 2)) may be abandoned, one below \((1 - radius).text(decimals: 2)) needed."
            )
        }
        return lines
    }

    private static func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 1)) %" }
}
