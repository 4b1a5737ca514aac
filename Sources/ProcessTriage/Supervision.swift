internal import Model
internal import Primitives

/// Who would start a process again: read from control groups and ancestry, never guessed from PPID 1.
struct Supervision: Sendable {
    let genealogy: Genealogy
    /// For every service, the adopted processes directly in its control group.
    private let adopted: [Service: [Int]]

    /// A service by its name and by who runs it: the system and every user may each have one of the same name.
    private struct Service: Hashable {
        var manager: Int32
        var unit: String
    }

    init(_ genealogy: Genealogy) {
        self.genealogy = genealogy
        var adopted: [Service: [Int]] = [:]
        for (index, own) in genealogy.kin.enumerated() where own.isAdopted {
            guard let unit = genealogy.recognitions[index].controlGroupOwner?.unit else { continue }
            adopted[Service(manager: own.parent, unit: unit), default: []].append(index)
        }
        self.adopted = adopted
    }

    /// Whether a supervisor runs the process, and which.
    ///
    /// - Returns: nil for `isSupervised` where a service's control group holds several adopted processes and this is not
    ///   plainly its main one: it may be a leftover, as cron and `KillMode=process` leave them.
    func answer(_ index: Int) -> (isSupervised: Bool?, by: SupervisorFacts?) {
        let ancestors = genealogy.ancestors(of: index)
        var watcher: SupervisorFacts?
        for ancestor in ancestors {
            guard let supervisor = genealogy.recognitions[ancestor].supervises else { continue }
            if genealogy.recognitions[ancestor].supervisionHolds { return (true, supervisor) }
            watcher = watcher ?? supervisor
        }
        if let shim = shim(over: index, ancestors) { return (true, shim) }
        // Only what its own tree hangs from decides: the topmost process that a reaper adopted.
        let top = genealogy.top(of: index)
        if genealogy.isStartedByInit(top) { return (true, Self.initial) }
        guard case .measured = genealogy.processes[index].controlGroups else { return (nil, watcher) }
        guard let owner = genealogy.recognitions[index].controlGroupOwner else { return (false, watcher) }
        if isContainer(owner) { return container(index, owner) }
        let service = Service(manager: genealogy.kin[top].parent, unit: owner.unit ?? "")
        let candidates = adopted[service, default: []]
        guard candidates.contains(top) else { return (false, watcher) }
        if candidates.count == 1 { return (true, owner) }
        let oldest = candidates.min {
            genealogy.kin[$0].startTicks < genealogy.kin[$1].startTicks
        }
        let leadsItself = genealogy.kin[top].session == genealogy.kin[top].pid
        return top == oldest && leadsItself ? (true, owner) : (nil, owner)
    }

    /// PID 1 of a container ends with what it runs, or runs it again.
    private static let initial = SupervisorFacts(kind: "init", unit: nil, stopCommand: nil, restartCommand: nil)

    /// What hangs from a container's shim is the container's main process or descends from it.
    private func shim(over index: Int, _ ancestors: [Int]) -> SupervisorFacts? {
        for ancestor in ancestors where genealogy.recognitions[ancestor].reaperSupervises {
            return genealogy.recognitions[index].controlGroupOwner
                ?? SupervisorFacts(
                    kind: genealogy.recognitions[ancestor].title, unit: nil, stopCommand: nil, restartCommand: nil)
        }
        return nil
    }

    private func isContainer(_ owner: SupervisorFacts) -> Bool { !["systemd", "systemd_user"].contains(owner.kind) }

    /// Inside tend's own PID namespace PID 1 is merely a reaper, whatever the control group is called.
    private func container(_ index: Int, _ owner: SupervisorFacts) -> (isSupervised: Bool?, by: SupervisorFacts?) {
        switch genealogy.processes[index].namespacePIDs {
        case .measured(let pids): pids.count > 1 ? (true, owner) : (false, nil)
        case .unavailable: (nil, owner)
        }
    }
}
