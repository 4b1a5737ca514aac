package import Decision
package import Model
internal import Primitives

/// What stands between a judgement and the removal of an artifact: any one is enough, and none opens anything.
package struct ArtifactGates: Sendable {
    package var policy: ArtifactPolicy

    package init(policy: ArtifactPolicy) {
        self.policy = policy
    }

    /// All gates that have something to say, in the order in which people want to hear of them.
    package func ask(_ facts: ArtifactFacts) -> [GateFinding] {
        [
            protection(facts), repository(facts), mount(facts), owner(facts), content(facts), parent(facts),
            youth(facts),
            use(facts), processes(facts), tracking(facts), installed(facts), pattern(facts),
        ].compactMap { $0 }
    }

    private func protection(_ facts: ArtifactFacts) -> GateFinding? {
        if let marker = facts.observation.obstacles.marker {
            return veto("protection", "protected_marker", "\(Self.text(marker)) protects it.")
        }
        for glob in policy.protected {
            switch glob.place(of: facts.observation.path) {
            case .within:
                return veto("protection", "protected_path", "The protected path \(glob.text) covers it.")
            case .above:
                return veto("protection", "protected_path_below", "The protected path \(glob.text) may lie in it.")
            case .outside: continue
            }
        }
        return nil
    }

    private func repository(_ facts: ArtifactFacts) -> GateFinding? {
        facts.observation.obstacles.repository.map {
            veto("repository", "git_inside", "It holds a git repository: \(Self.text($0)).")
        }
    }

    private func mount(_ facts: ArtifactFacts) -> GateFinding? {
        facts.observation.obstacles.mount.map {
            veto("mount", "mount_point", "\(Self.text($0)) is a mount point.")
        }
    }

    private func owner(_ facts: ArtifactFacts) -> GateFinding? {
        guard let path = facts.observation.obstacles.foreign else { return nil }
        let owner = facts.observation.obstacles.foreignOwner.map { "user \($0)" } ?? "another user"
        return veto("owner", "foreign_owner", "\(Self.text(path)) belongs to \(owner).")
    }

    private func content(_ facts: ArtifactFacts) -> GateFinding? {
        facts.observation.obstacles.unreadable.map {
            veto("content", "unreadable_content", "\(Self.text($0)) cannot be read: what it holds is unknown.")
        }
    }

    private func parent(_ facts: ArtifactFacts) -> GateFinding? {
        guard !facts.observation.obstacles.isParentWritable else { return nil }
        return veto("parent", "parent_not_writable", "Nothing may be removed from the directory that holds it.")
    }

    private func youth(_ facts: ArtifactFacts) -> GateFinding? {
        guard facts.age < policy.minimumAge else { return nil }
        return veto(
            "age", "too_young",
            "Something in it was modified \(facts.age.text(decimals: 0)) s ago, less than "
                + "\(policy.minimumAge.text(decimals: 0)) s.")
    }

    private func use(_ facts: ArtifactFacts) -> GateFinding? {
        guard let holder = facts.observation.obstacles.holder else { return nil }
        let name = holder.name.isEmpty ? "" : " (\(Self.text(holder.name)))"
        if holder.use == .locked {
            return veto("use", "lock_held", "PID \(holder.pid)\(name) holds a lock on a file in it.")
        }
        let how =
            switch holder.use {
            case .workingDirectory: "works in it"
            case .rootDirectory: "has its root directory in it"
            case .program: "runs a program in it"
            case .mapped: "has a file in it mapped"
            case .open, .locked, .unreadable: "has a file in it open"
            }
        return veto("use", "in_use", "PID \(holder.pid)\(name) \(how).")
    }

    /// What cannot be seen may be in use.
    private func processes(_ facts: ArtifactFacts) -> GateFinding? {
        guard policy.knowsProcesses else {
            return veto("use", "processes_unknown", "Without /proc nobody can tell whether it is in use.")
        }
        if let process = policy.unreadable.first {
            return veto("use", "process_unreadable", "\(process) cannot be read, so it may use it.")
        }
        guard policy.othersUnread, facts.observation.permissions & 0o022 != 0 else { return nil }
        return GateFinding(
            gate: "use", verdict: .needsApproval, reasonCode: "shared_directory",
            sentence: "Others may write to it, and their processes cannot be read.")
    }

    private func tracking(_ facts: ArtifactFacts) -> GateFinding? {
        switch facts.observation.obstacles.isTracked {
        case .measured(true): veto("tracking", "tracked_by_git", "git tracks something in it.")
        case .measured(false): nil
        case .unavailable:
            GateFinding(
                gate: "tracking", verdict: .needsApproval, reasonCode: "tracking_unknown",
                sentence: "It lies in a git repository, and git could not say whether it tracks something in it.")
        }
    }

    /// Packages beside a manifest look the same where a program was installed, and that nobody builds again.
    private func installed(_ facts: ArtifactFacts) -> GateFinding? {
        guard facts.pattern.kind == .dependencies || facts.pattern.kind == .build else { return nil }
        let parts = facts.observation.path.bytes.split(separator: UInt8(ascii: "/")).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        let isInstalled =
            Self.installedPlaces.contains { parts.starts(with: $0) }
            || (facts.pattern.kind == .dependencies && facts.pattern.belongsToProject(facts.observation)
                && parts.contains { $0.hasPrefix(".") })
        guard isInstalled else { return nil }
        return GateFinding(
            gate: "place", verdict: .needsApproval, reasonCode: "installed_program",
            sentence: "It lies where programs are installed rather than made.")
    }

    private static let installedPlaces = [
        ["usr"], ["opt"], ["srv"], ["var", "www"], ["var", "lib"], ["nix"], ["snap"], ["etc"],
    ]

    private func pattern(_ facts: ArtifactFacts) -> GateFinding? {
        switch facts.pattern.action {
        case .delete: nil
        case .review:
            GateFinding(
                gate: "pattern", verdict: .needsApproval, reasonCode: "needs_person",
                sentence: "What \(facts.pattern.id) finds is for a person to decide.")
        case .report:
            veto("pattern", "report_only", "What \(facts.pattern.id) finds is only ever listed.")
        }
    }

    private func veto(_ gate: String, _ code: String, _ sentence: String) -> GateFinding {
        GateFinding(gate: gate, verdict: .veto, reasonCode: code, sentence: sentence)
    }

    /// Paths and names are made harmless where they are shown; here they only must be text.
    private static func text(_ foreign: ForeignText) -> String { String(decoding: foreign.bytes, as: UTF8.self) }
}
