internal import Model
internal import Primitives

/// Who would start a process again: read from control groups and ancestry and from what supervisors said, never guessed
/// from PPID 1.
struct Supervision: Sendable {
    let genealogy: Genealogy
    /// For every service, the adopted processes directly in its control group.
    private let adopted: [Service: [Int]]
    private let answers: SupervisorAnswers

    /// A service by its name and by who runs it: the system and every user may each have one of the same name.
    private struct Service: Hashable {
        var manager: Int32
        var unit: String
    }

    init(_ genealogy: Genealogy, answers: [SupervisorAnswer], packs: ProcessPacks) {
        self.genealogy = genealogy
        self.answers = SupervisorAnswers(answers, packs: packs)
        var adopted: [Service: [Int]] = [:]
        for (index, own) in genealogy.kin.enumerated() where own.isAdopted {
            guard let unit = genealogy.recognitions[index].controlGroupOwner?.unit else { continue }
            adopted[Service(manager: own.parent, unit: unit), default: []].append(index)
        }
        self.adopted = adopted
    }

    /// Whether a supervisor runs the process, and which.
    ///
    /// - Returns: nil for `isSupervised` where a service's control group holds several adopted processes, this is not
    ///   plainly its main one and the supervisor did not say: it may be a leftover, as cron and `KillMode=process` leave
    ///   them.
    func answer(_ index: Int) -> (isSupervised: Bool?, by: SupervisorFacts?) {
        let ancestors = genealogy.ancestors(of: index)
        var watcher: SupervisorFacts?
        var branch = index
        for ancestor in ancestors {
            defer { branch = ancestor }
            guard let supervisor = genealogy.recognitions[ancestor].program.supervises else { continue }
            if genealogy.recognitions[ancestor].supervisionHolds {
                let manager = genealogy.kin[ancestor].pid
                let marks = genealogy.processes[index].supervisorMarks
                return (
                    true, answers.named(supervisor, manager: manager, main: genealogy.kin[branch].pid, marks: marks)
                )
            }
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
        let known = answers.enriched(owner, manager: service.manager)
        if let isMain = isMain(index, ancestors, service) { return (isMain, isMain ? known : watcher) }
        if candidates.count == 1 || isExecuted(index, ancestors) { return (true, known) }
        let oldest = candidates.min {
            genealogy.kin[$0].startTicks < genealogy.kin[$1].startTicks
        }
        let leadsItself = genealogy.kin[top].session == genealogy.kin[top].pid
        return top == oldest && leadsItself ? (true, known) : (nil, known)
    }

    /// What its supervisor would have to be asked about it; nil where none is to be seen, or none that tend can ask.
    func question(_ index: Int) -> SupervisorQuestion? {
        let ancestors = genealogy.ancestors(of: index)
        for ancestor in ancestors where genealogy.recognitions[ancestor].supervisionHolds {
            guard let supervisor = genealogy.recognitions[ancestor].supervises else { continue }
            return question(supervisor.kind, to: ancestor, unit: "")
        }
        guard let owner = genealogy.recognitions[index].controlGroupOwner, let unit = owner.unit else { return nil }
        if isContainer(owner) {
            guard container(index, owner).isSupervised == true else { return nil }
            return SupervisorQuestion(kind: owner.kind, manager: 0, owner: 0, unit: ForeignText(unit))
        }
        let top = genealogy.top(of: index)
        let service = Service(manager: genealogy.kin[top].parent, unit: unit)
        guard adopted[service, default: []].contains(top), let manager = genealogy.kin[top].parentPlace else {
            return nil
        }
        return question(owner.kind, to: manager, unit: unit)
    }

    private func question(_ kind: String, to manager: Int, unit: String) -> SupervisorQuestion {
        let own = genealogy.kin[manager]
        return SupervisorQuestion(
            kind: kind, manager: own.pid, owner: own.owner, unit: ForeignText(unit),
            arguments: genealogy.processes[manager].arguments.value ?? ForeignText(""),
            directory: genealogy.processes[manager].workingDirectory.value ?? ForeignText(""))
    }

    /// Whether a process belongs to a service's main process, as the supervisor itself named that.
    ///
    /// - Returns: nil where the supervisor's answer does not settle it: it named a process that is not to be seen, or none
    ///   although the service runs, or only guessed.
    private func isMain(_ index: Int, _ ancestors: Ancestors, _ service: Service) -> Bool? {
        guard let answer = answers.answer(manager: service.manager, unit: service.unit),
            answer.covers(genealogy.processes[index].controlGroups)
        else { return nil }
        let named = [answer.mainPID, answer.controlPID].compactMap { $0 }.filter { $0 != 0 }
        guard !named.isEmpty else { return answer.hasEnded ? false : nil }
        let places = named.compactMap { genealogy.places[$0] }.filter {
            genealogy.recognitions[$0].controlGroupOwner?.unit == service.unit
        }
        guard places.count == named.count else { return nil }
        if places.contains(where: { $0 == index || ancestors.contains($0) }) { return true }
        // A main process that announced itself may have been started by a wrapper, without which it would go too.
        if places.contains(where: { genealogy.ancestors(of: $0).contains(index) }) { return true }
        return answer.isGuess ? nil : false
    }

    /// Whether systemd itself executed the process or one that it descends from, as it notes in their environment.
    ///
    /// Others inherit the note with another's PID in it.
    private func isExecuted(_ index: Int, _ ancestors: Ancestors) -> Bool {
        ([index] + ancestors).contains { place in
            genealogy.processes[place].supervisorMarks?.contains {
                $0.startedPID == genealogy.kin[place].pid
            } == true && genealogy.kin[place].pid != 1 && !genealogy.recognitions[place].isReaper
        }
    }

    /// PID 1 of a container ends with what it runs, or runs it again.
    private static let initial = SupervisorFacts(kind: "init", unit: nil, stopCommand: nil, restartCommand: nil)

    /// What hangs from a container's shim is the container's main process or descends from it.
    private func shim(over index: Int, _ ancestors: Ancestors) -> SupervisorFacts? {
        for ancestor in ancestors where genealogy.recognitions[ancestor].reaperSupervises {
            if let owner = genealogy.recognitions[index].controlGroupOwner {
                return answers.enriched(owner, manager: 0)
            }
            return SupervisorFacts(
                kind: genealogy.recognitions[ancestor].title, unit: nil, stopCommand: nil, restartCommand: nil)
        }
        return nil
    }

    private func isContainer(_ owner: SupervisorFacts) -> Bool {
        owner.kind != "systemd" && owner.kind != "systemd_user"
    }

    /// Inside tend's own PID namespace PID 1 is merely a reaper, whatever the control group is called.
    private func container(_ index: Int, _ owner: SupervisorFacts) -> (isSupervised: Bool?, by: SupervisorFacts?) {
        let known = answers.enriched(owner, manager: 0)
        return switch genealogy.processes[index].namespacePIDs {
        case .measured(let pids): pids.count > 1 ? (true, known) : (false, nil)
        case .unavailable: (nil, known)
        }
    }
}
