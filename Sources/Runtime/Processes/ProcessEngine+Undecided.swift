internal import Decision
internal import Formats
internal import History
internal import Model
internal import Planning
package import Primitives
internal import ProcessTriage
internal import SystemCalls

extension ProcessEngine {
    /// Looks up how long earlier scans of this boot have left suspects undecided, and recommends to pause what has been so for
    /// too long.
    ///
    /// - Throws: `TendError` for packs that cannot be read; a record that cannot be read leaves the time unknown.
    package func noteUndecided(_ assessed: inout Assessed) throws(TendError) {
        let isUndecided = assessed.decisions.contains { $0.recommendation == .review }
        guard isUndecided, FileSystem.exists(journal.databasePath) else { return }
        // Without the past nothing is overdue, which is the gentle side.
        let since = try? journal.reader().undecidedSince(
            domain: "processes", bootID: assessed.sample.host.bootID)
        guard let since, !since.isEmpty else { return }
        var undecided: [Int: Double] = [:]
        for decision in assessed.decisions where decision.recommendation == .review {
            let process = assessed.sample.processes[decision.index]
            guard let first = since["\(process.pid)@\(process.identity.startID)"] else { continue }
            undecided[decision.index] = max(0, Double(assessed.sample.host.capturedAt - first) / 1000)
        }
        pauseOverdue(&assessed, undecided, by: try judgement())
    }

    /// Recommends to pause what has been undecided for longer than looking on is worth.
    func pauseOverdue(_ assessed: inout Assessed, _ undecided: [Int: Double], by judgement: Judgement) {
        assessed.undecided = undecided
        let findings = assessed.findings
        judgement.planner.pauseOverdue(
            &assessed.decisions, findings, parents: Self.livingParents(findings)
        ) { index in
            undecided[index].map { $0 >= judgement.assessment.undecidedTime(findings[index]).most } ?? false
        }
    }
}

/// Says what to do next about one process: act, measure, wait and for how long, pause, or decide.
struct NextSteps {
    let decision: ProcessPlanner.Decision
    let finding: ProcessFinding
    /// Nil of what is decided.
    let undecided: UndecidedTime?

    private static let unread = [
        "supervision_unknown", "attachment_unknown", "arguments_unknown", "open_files_unknown",
    ]

    /// Nil of what is kept.
    var next: NextStep? {
        switch decision.recommendation {
        case .keep: nil
        case .review: undecidedStep
        case .pause: pause
        default: act
        }
    }

    private var act: NextStep {
        let margin = finding.stopBoundary.map { " Its odds lie \($0.margin.text(decimals: 1)) nats above the bound." } ?? ""
        return NextStep(.act, "Nothing is left to be found out that would pay.\(margin)")
    }

    private var pause: NextStep {
        NextStep(
            .pause, after: undecided?.lookSeconds,
            "It has been undecided for \(text(undecided?.passed)), and looking on for more than \(text(undecided?.most)) is not "
                + "worth it: pause it and see who misses it; resume gives it back.")
    }

    private var undecidedStep: NextStep {
        if let gate = decision.gates.first(where: { Self.unread.contains($0.reasonCode) }) {
            return NextStep(.measure, "Find out what could not be read, with more rights or from its owner. \(gate.sentence)")
        }
        guard let undecided else { return NextStep(.decide, "A person has to decide.") }
        let passed = undecided.passed ?? 0
        guard passed < undecided.most else {
            return NextStep(
                .decide,
                "It has been undecided for \(text(passed)), longer than looking on is worth (\(text(undecided.most))): decide.")
        }
        guard undecided.lookValue > undecided.lookPrice else {
            return NextStep(
                .decide,
                "To look again is worth \(undecided.lookValue.text(decimals: 3)) and costs "
                    + "\(undecided.lookPrice.text(decimals: 3)): more will not be known by waiting, so decide.")
        }
        let left = undecided.most - passed
        return NextStep(
            .wait, after: min(undecided.lookSeconds, left),
            "Look again in \(text(min(undecided.lookSeconds, left))): that is worth \(undecided.lookValue.text(decimals: 3)) and "
                + "costs \(undecided.lookPrice.text(decimals: 3)). It may stay undecided for \(text(left)) more.")
    }

    private func text(_ seconds: Double?) -> String { seconds.map { HumanDuration.text(seconds: $0) } ?? "long" }
}
