internal import Decision
internal import Formats
internal import Model
package import Planning
package import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// One process with everything that led to its recommendation, also where it is kept.
    ///
    /// Every equation with its numbers is added only where the mathematics is asked for; a live sample's control group
    /// is asked for its limit.
    /// - Throws: `TendError`: `not_found` where the sample has no such PID, `unavailable` where the kernel said nothing of it.
    package func explain(
        _ pid: Int32, in assessed: Assessed, withMathematics: Bool = false, isLive: Bool = false
    ) throws(TendError) -> PlannedProcess {
        guard let index = assessed.sample.processes.firstIndex(where: { $0.pid == pid }) else {
            guard !assessed.sample.host.unreadPIDs.contains(pid) else {
                throw TendError(
                    .unavailable, "process \(pid) hangs inside the kernel, which says nothing of it", area: "processes",
                    hint: "look for a file system that no longer answers (mount, dmesg)", isRetryable: true)
            }
            throw TendError(
                .notFound, "there is no process \(pid) in this sample", area: "processes",
                hint: "list them: tend processes scan")
        }
        let draft = PlanDraft(self, assessed)
        var planned = draft.planned(index)
        planned.trajectory = trajectory(index, in: assessed, isLive: isLive)
        planned.explanation = try explanation(index, draft, withMathematics: withMathematics)
        return planned
    }

    private func explanation(
        _ index: Int, _ draft: PlanDraft, withMathematics: Bool
    ) throws(TendError) -> ProcessExplanation {
        let assessed = draft.assessed
        let finding = assessed.findings[index]
        let assessment = try judgement().assessment
        var explanation = ProcessExplanation()
        explanation.story = ProcessStory(assessed, index).sentences
        explanation.tree = draft.tree(index)
        let ledger = finding.ledger
        explanation.whatIf = Supposition.all(finding.facts).map { supposition in
            let supposed = assessment.finding(supposition.facts, like: finding, ledger)
            return ProcessExplanation.WhatIf(
                change: supposition.change, abandoned: supposed.disposable,
                recommendation: ProcessPlanner.recommendation(supposed, assessed.gates.findings(supposed)))
        }
        explanation.remedies =
            assessed.recovery?.remedies(
                finding, recommended: assessed.decisions[index].recommendation, withIntervals: true) ?? []
        if withMathematics {
            let verdict = assessed.decisions[index].discovery
            explanation.derivations =
                assessment.derivations(finding) + (assessed.gates.risk?.derivations(finding) ?? [])
                + assessed.chooser.derivations(finding, assessed.probing[index])
                + (assessed.recovery?.derivations(finding, explanation.remedies) ?? [])
                + PastGate.derivations(assessment.past(finding)) + PlanDerivations.discovery(verdict)
                + [
                    PlanDerivations.budget(assessed.budget, verdict),
                    PlanDerivations.undecided(draft.planned(index).undecided),
                ].compactMap { $0 }
        }
        return explanation
    }
}

/// How a process came to be as it is, as far as the kernel still shows it.
private struct ProcessStory {
    private let sample: MachineSample
    private let index: Int
    private let facts: ProcessFacts

    init(_ assessed: ProcessEngine.Assessed, _ index: Int) {
        sample = assessed.sample
        self.index = index
        facts = assessed.findings[index].facts
    }

    private var process: ProcessObservation { sample.processes[index] }

    var sentences: [String] {
        [start, parent, leader, host, directory, activity, children].compactMap { $0 }
    }

    private var start: String {
        "It was started \(HumanDuration.text(seconds: facts.age)) ago"
            + (process.workingDirectory.value.map { " and works in \($0.sanitised)." } ?? ".")
    }

    private var parent: String? {
        switch facts.attachment.parent {
        case .living(let pid, _) where pid > 0:
            "Its parent, PID \(pid)\(named(pid)), lives."
        case .reaper(let pid):
            "Its parent has died, and PID \(pid)\(named(pid)) adopted it"
                + (process.formerParent.map { " while tend watched; before, its parent was PID \($0)." } ?? ".")
        default: nil
        }
    }

    private var leader: String? {
        let terminal = process.terminalText
        switch facts.attachment.leader {
        case .itself:
            return terminal.isEmpty
                ? "It leads a session of its own, without a terminal."
                : "It leads the session of its terminal \(terminal)."
        case .alive:
            return "Its session's leader, PID \(process.session)\(named(process.session)), lives"
                + (terminal.isEmpty ? "." : ", on terminal \(terminal).")
        case .deadJob: return "The shell whose job it was (PID \(process.session)) is gone."
        case .deadScript: return "What led its session (PID \(process.session)) is gone."
        case .unknown: return nil
        }
    }

    private var host: String? {
        guard case .measured(.named(let marker, let pid, let isAlive)) = process.host else { return nil }
        return "Its environment (\(marker)) says that PID \(pid) started it, which "
            + (isAlive ? "still runs." : "is gone.")
    }

    private var directory: String? {
        facts.workingDirectoryDeleted.value == true ? "Its working directory has been deleted since." : nil
    }

    private var activity: String? {
        guard let cores = facts.cores.value else { return nil }
        let ran = facts.demand == nil ? "ran" : "ran or waited for a processor"
        let busy = "Over its life it \(ran) \((facts.lifetimeShare * 100).text(decimals: 1)) % of the time"
        let now = ", just now \((cores * 100).text(decimals: 0)) %"
        let quiet = facts.quiet.map { "; it was last seen at work \(HumanDuration.text(seconds: $0)) ago" } ?? ""
        return busy + now + quiet + "."
    }

    private var children: String? {
        let count = sample.processes.indices.count { sample.processes[$0].parent == process.pid }
        return count == 0 ? nil : "It has \(count) living \(count == 1 ? "child" : "children")."
    }

    private func named(_ pid: Int32) -> String {
        guard let place = sample.processes.firstIndex(where: { $0.pid == pid }) else { return "" }
        return " (\(sample.processes[place].name.sanitised))"
    }
}
