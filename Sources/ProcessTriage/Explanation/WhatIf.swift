package import Decision
package import Model
internal import Primitives

/// What might be otherwise about a process, and the facts that it would have then.
package struct Supposition: Sendable {
    package var change: String
    package var facts: ProcessFacts

    /// The suppositions that differ from what is so, in a fixed order.
    ///
    /// - Complexity: constant.
    package static func all(_ facts: ProcessFacts) -> [Supposition] {
        guard facts.state != .zombie, !facts.isKernelThread else { return [] }
        return [
            held(facts), connected(facts), cutOff(facts), moving(facts), older(facts), directory(facts),
            supervised(facts),
        ].compactMap { $0 }
    }

    private init?(_ change: String, _ facts: ProcessFacts, _ body: (inout ProcessFacts) -> Void) {
        self.change = change
        self.facts = facts
        body(&self.facts)
        // What holds it follows from the changed facts by the same rules.
        self.facts.levels = Attachment.levels(self.facts.attachment)
        guard self.facts != facts else { return nil }
    }

    private static func held(_ facts: ProcessFacts) -> Supposition? {
        guard case .reaper = facts.attachment.parent, !facts.attachment.hasTerminal else { return nil }
        return Supposition("if its parent still lived in a terminal", facts) {
            $0.attachment.parent = .living(pid: 0, levels: [.att])
        }
    }

    private static func connected(_ facts: ProcessFacts) -> Supposition? {
        guard facts.attachment.listens != false else { return nil }
        return facts.attachment.clients.map { $0 > 0 } == true
            ? Supposition("if its clients went away", facts) { $0.attachment.clients = 0 }
            : Supposition("if a living process connected to it", facts) { $0.attachment.clients = 1 }
    }

    private static func cutOff(_ facts: ProcessFacts) -> Supposition? {
        guard case .living = facts.attachment.parent else {
            return facts.attachment.hasTerminal
                ? Supposition("if its terminal closed", facts) { $0.attachment.hasTerminal = false } : nil
        }
        return Supposition("if its parent died and its terminal closed", facts) {
            $0.attachment.parent = .reaper(pid: 1)
            $0.attachment.hasTerminal = false
        }
    }

    private static func moving(_ facts: ProcessFacts) -> Supposition? {
        facts.progress.value == true
            ? Supposition("if it moved no data while watched", facts) { $0.progress = .measured(false) }
            : Supposition("if it moved data while watched", facts) { $0.progress = .measured(true) }
    }

    private static func older(_ facts: ProcessFacts) -> Supposition? {
        Supposition("if it stayed as it is for 24 h more", facts) {
            $0.age += 86_400
            $0.quiet = $0.quiet.map { $0 + 86_400 }
        }
    }

    private static func directory(_ facts: ProcessFacts) -> Supposition? {
        facts.workingDirectoryDeleted.value == true
            ? Supposition("if its working directory still existed", facts) {
                $0.workingDirectoryDeleted = .measured(false)
            }
            : Supposition("if its working directory were deleted", facts) {
                $0.workingDirectoryDeleted = .measured(true)
            }
    }

    private static func supervised(_ facts: ProcessFacts) -> Supposition? {
        guard facts.attachment.isSupervised == nil else { return nil }
        return Supposition("if it were known that nothing supervises it", facts) {
            $0.attachment.isSupervised = false
            $0.supervisor = nil
        }
    }
}

extension ProcessAssessment {
    /// Judges one process as it would be: its relatives' evidence and the machine's load are taken as they are.
    ///
    /// - Parameters:
    ///   - supposed: what would be so.
    ///   - actual: the finding as things are.
    ///   - known: its ledger.
    ///   - keepsPast: whether the supposition leaves what the past says as it is; otherwise it is asked again.
    /// - Returns: the judgement of what is supposed.
    package func finding(
        _ supposed: ProcessFacts, like actual: ProcessFinding, _ known: Ledger<ProcessClass>, keepsPast: Bool = false
    ) -> ProcessFinding {
        let past = known.groups.filter { ProcessPriors.pastGroups.contains($0.name) }
        var ledger = judge.ledger(supposed, past: keepsPast ? past : nil)
        ledger.groups += known.groups.filter { $0.name == "relatives" }
        let posterior = ledger.posterior
        return finding(
            supposed, posterior, losses(running: actual).matrix(supposed), { [ledger] _ in ledger },
            relatives: ledger.groups.first { $0.name == "relatives" })
    }

    /// The losses at the load that a finding was judged with.
    private func losses(running actual: ProcessFinding) -> ProcessLosses {
        let keep = actual.losses.rows.first { $0.action == .keep }?.losses[ProcessClass.abandoned.index] ?? 0
        let base = judge.priors.decision.keep[ProcessClass.abandoned.index]
        return ProcessLosses(
            settings: judge.priors.decision, waitProbability: base > 0 ? min(1, max(0, (keep / base - 1) * 4)) : 0)
    }
}
