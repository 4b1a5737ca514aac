package import Decision
internal import Model
internal import Primitives

/// What stands between a judgement and an action on a process.
///
/// Gates only tighten; unknown never opens one.
package struct ProcessGates: Sendable {
    package var minimumAge: Double
    /// How many groups of facts must each speak for ending it, and how strongly in nats.
    package var corroboratingGroups: Int
    package var corroboratingNats: Double
    /// Nil asks none of them.
    package var risk: RiskGates?

    package init(
        minimumAge: Double, corroboratingGroups: Int, corroboratingNats: Double, risk: RiskGates? = nil
    ) {
        self.risk = risk
        self.minimumAge = minimumAge
        self.corroboratingGroups = corroboratingGroups
        self.corroboratingNats = corroboratingNats
    }

    /// The gates that do not simply pass, in a fixed order.
    package func findings(_ finding: ProcessFinding) -> [GateFinding] {
        let facts = finding.facts
        let protections = facts.protections.map {
            GateFinding(gate: $0.gate, verdict: .veto, reasonCode: $0.reasonCode, sentence: $0.sentence)
        }
        let others = [
            zombie(facts), age(facts), supervised(facts), supervisionUnknown(facts), attachment(facts),
            identification(facts), dataLoss(facts), progress(facts), state(facts), respawning(facts),
            corroboration(finding), learned(finding),
        ]
        return protections + others.compactMap { $0 } + (risk?.findings(finding) ?? [])
    }

    private func zombie(_ facts: ProcessFacts) -> GateFinding? {
        guard facts.state == .zombie else { return nil }
        return GateFinding(
            gate: "state", verdict: .veto, reasonCode: "zombie",
            sentence: "It is dead already: no signal reaches it, its parent has to reap it.")
    }

    private func age(_ facts: ProcessFacts) -> GateFinding? {
        guard facts.age < minimumAge else { return nil }
        return GateFinding(
            gate: "age", verdict: .postponed, reasonCode: "too_young",
            sentence:
                "It started \(facts.age.text(decimals: 0)) s ago, less than the \(minimumAge.text(decimals: 0)) s "
                + "that every process is given.")
    }

    private func supervised(_ facts: ProcessFacts) -> GateFinding? {
        guard let supervisor = facts.supervisor, facts.attachment.isSupervised != nil else { return nil }
        let unit = supervisor.unit.map { " as \($0)" } ?? ""
        let advice = supervisor.stopCommand.map { "; to end it: \($0)" } ?? ""
        return GateFinding(
            gate: "supervised", verdict: .veto, reasonCode: "supervised",
            sentence: "\(supervisor.kind) runs it\(unit) and may start it again\(advice).")
    }

    private func supervisionUnknown(_ facts: ProcessFacts) -> GateFinding? {
        guard facts.state != .zombie, facts.attachment.isSupervised == nil else { return nil }
        return GateFinding(
            gate: "supervised", verdict: .needsApproval, reasonCode: "supervision_unknown",
            sentence: "Whether a supervisor runs it could not be found out\(Self.silence(facts.supervisor)).")
    }

    /// Why the supervisor in question did not say.
    private static func silence(_ supervisor: SupervisorFacts?) -> String {
        guard let supervisor, let reason = supervisor.unanswered else { return "" }
        let words =
            switch reason {
            case "timed_out": "did not answer in time"
            case "not_installed": "could not be asked, for its tool is missing"
            case "not_permitted": "may not be asked by you"
            default: "gave no answer of use"
            }
        return ": \(supervisor.kind) \(words)"
    }

    /// Several levels possible, and one of them is a good reason to leave it alone.
    private func attachment(_ facts: ProcessFacts) -> GateFinding? {
        guard facts.levels.count > 1, facts.levels.contains(where: { $0 != .adrift && $0 != .sev }) else { return nil }
        return GateFinding(
            gate: "attachment", verdict: .needsApproval, reasonCode: "attachment_unknown",
            sentence: "Not enough could be read to rule out that something still holds it.")
    }

    /// A daemon that goes by the name of a tool is told from the tool by its arguments alone.
    private func identification(_ facts: ProcessFacts) -> GateFinding? {
        guard !facts.isIdentified, facts.state != .zombie, !facts.isKernelThread else { return nil }
        return GateFinding(
            gate: "identification", verdict: .needsApproval, reasonCode: "arguments_unknown",
            sentence: "Its arguments could not be read, so that it may be another program than its name says.")
    }

    private func dataLoss(_ facts: ProcessFacts) -> GateFinding? {
        switch facts.filesAtRisk {
        case .measured(let files) where files.isEmpty: return nil
        case .measured(let files) where files.contains { $0.kind == .mount }:
            return GateFinding(
                gate: "data_loss", verdict: .needsApproval, reasonCode: "serves_mount",
                sentence: "It serves a mounted file system (/dev/fuse), which would be gone without it.")
        case .measured(let files):
            let kinds = Set(files.map(\.kind.rawValue)).sorted().joined(separator: ", ")
            return GateFinding(
                gate: "data_loss", verdict: .needsApproval, reasonCode: "open_files_at_risk",
                sentence: "It has files open for writing that a sudden end may damage (\(kinds)).")
        case .unavailable:
            guard facts.state != .zombie else { return nil }
            return GateFinding(
                gate: "data_loss", verdict: .needsApproval, reasonCode: "open_files_unknown",
                sentence: "Which files it has open could not be read.")
        }
    }

    private func progress(_ facts: ProcessFacts) -> GateFinding? {
        guard facts.progress.value == true, facts.role == .job || facts.role == .agent else { return nil }
        return GateFinding(
            gate: "progress", verdict: .needsApproval, reasonCode: "progress_observed",
            sentence: "It moved data while it was watched: it may be working.")
    }

    private func state(_ facts: ProcessFacts) -> GateFinding? {
        if facts.isFrozen, facts.state != .zombie {
            return GateFinding(
                gate: "state", verdict: .needsApproval, reasonCode: "frozen",
                sentence: "Somebody froze its control group and may mean to go on.")
        }
        return switch facts.state {
        case .uninterruptible:
            GateFinding(
                gate: "state", verdict: .needsApproval, reasonCode: "uninterruptible",
                sentence: "It waits inside the kernel (state D) and may not react to any signal.")
        case .stopped, .traced:
            GateFinding(
                gate: "state", verdict: .needsApproval, reasonCode: "stopped",
                sentence: "Somebody stopped it (state \(facts.state.rawValue)) and may mean to go on.")
        default: nil
        }
    }

    /// Ending what somebody starts again is wasted; a supervisor with a command of its own is advised anyway.
    private func respawning(_ facts: ProcessFacts) -> GateFinding? {
        guard let loop = facts.respawns, facts.state != .zombie, facts.attachment.isSupervised != true else {
            return nil
        }
        return GateFinding(
            gate: "respawn", verdict: .needsApproval, reasonCode: "respawn_loop", sentence: loop.sentence)
    }

    /// No single kind of fact condemns.
    ///
    /// A known pattern counts as another kind only where everything that it asks for was measured and holds: its words
    /// come from the command line and its circumstances from other readings than the level, so that one reading gone
    /// wrong does not make both.
    private func corroboration(_ finding: ProcessFinding) -> GateFinding? {
        guard finding.choice == .stop, finding.facts.state != .zombie else { return nil }
        let index = ProcessClass.abandoned.index
        let speaking = finding.ledger.groups.filter {
            ($0.name != EvidenceGroup.signature || isWhole(finding.facts.signature))
                && $0.contribution(classes: ProcessClass.count)[index] >= corroboratingNats
        }
        guard speaking.count < corroboratingGroups else { return nil }
        return GateFinding(
            gate: "corroboration", verdict: .needsApproval, reasonCode: "single_evidence",
            sentence: "Only one kind of evidence speaks for ending it"
                + (speaking.first.map { " (\($0.name))." } ?? "."))
    }

    private func isWhole(_ match: SignatureMatch?) -> Bool {
        match.map { $0.held == $0.claim.asked && $0.claim.asked.count > 0 } ?? false
    }

    /// What was learned may withhold a stop; it makes none.
    private func learned(_ finding: ProcessFinding) -> GateFinding? {
        finding.choice == .stop && finding.facts.isStopUnlearned == false ? .learnedOnly : nil
    }
}

extension GateFinding {
    /// Ending it is advised only with what was learned.
    package static let learnedOnly = GateFinding(
        gate: "learned", verdict: .needsApproval, reasonCode: "learned_only",
        sentence: "Without what was learned from labels here, ending it would not be advised.")
}
