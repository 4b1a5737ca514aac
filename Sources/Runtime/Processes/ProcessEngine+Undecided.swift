internal import Decision
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
