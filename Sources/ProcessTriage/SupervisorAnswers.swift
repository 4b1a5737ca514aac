internal import Formats
internal import Model
internal import Primitives

/// What supervisors said of what they run, found by who was asked.
struct SupervisorAnswers: Sendable {
    private let packs: ProcessPacks
    private let byManager: [Int32: [SupervisorAnswer]]

    init(_ answers: [SupervisorAnswer], packs: ProcessPacks) {
        self.packs = packs
        byManager = Dictionary(grouping: answers, by: \.manager)
    }

    /// The answer about one unit; nil where there was none.
    func answer(manager: Int32, unit: String) -> SupervisorAnswer? {
        byManager[manager]?.first { $0.failure == nil && $0.unit == ForeignText(unit) }
    }

    /// A supervisor told by a control group, with what it says of the unit.
    func enriched(_ owner: SupervisorFacts, manager: Int32) -> SupervisorFacts {
        let own = byManager[manager]?.filter { $0.kind == owner.kind } ?? []
        guard let answer = own.first(where: { $0.unit == ForeignText(owner.unit ?? "") }) else { return owner }
        return owner.with(answer)
    }

    /// A supervisor told by ancestry, with the name that it has for the process it runs, and so with full commands.
    ///
    /// - Parameters:
    ///   - supervisor: as it was told, without a name.
    ///   - manager: its PID.
    ///   - main: its child that the process is or descends from.
    ///   - marks: what the process's environment says, where the supervisor itself was not asked.
    /// - Returns: confirmed by a main PID only where the supervisor named it.
    func named(
        _ supervisor: SupervisorFacts, manager: Int32, main: Int32, marks: [SupervisorMark]?
    ) -> SupervisorFacts {
        let own = byManager[manager]?.filter { $0.kind == supervisor.kind } ?? []
        if let answer = own.first(where: { $0.failure == nil && $0.mainPID == main }) {
            let known = packs.supervisor(kind: supervisor.kind, unit: answer.unit, address: answer.address)
            return (known ?? supervisor).with(answer)
        }
        let mark = marks?.first { $0.kind == supervisor.kind && !$0.unit.isEmpty }
        let marked = mark.flatMap { packs.supervisor(kind: $0.kind, unit: $0.unit, address: $0.address) } ?? supervisor
        return own.first { $0.failure != nil }.map(marked.with) ?? marked
    }
}

extension SupervisorFacts {
    fileprivate func with(_ answer: SupervisorAnswer) -> SupervisorFacts {
        var facts = self
        facts.mainPID = answer.mainPID.flatMap { $0 == 0 ? nil : $0 }
        facts.state = answer.state.map { ForeignText($0).sanitised }
        facts.restartPolicy = answer.restartPolicy.map { ForeignText($0).sanitised }
        facts.unanswered = answer.failure
        return facts
    }
}

extension SupervisorAnswer {
    /// The unit runs nothing that the supervisor still counts as it.
    var hasEnded: Bool { state == "inactive" || state == "failed" }

    /// Whether lines of `/proc/PID/cgroup` lie in the control group that the supervisor names: another supervisor, in a
    /// container say, may have a unit of the same name.
    func covers(_ groups: Reading<ForeignText>) -> Bool {
        guard case .measured(let lines) = groups, controlGroup.bytes.count > 1 else { return false }
        return lines.bytes.split(separator: UInt8(ascii: "\n")).contains { line in
            guard let place = line.firstIndex(of: UInt8(ascii: "/")), line[place...].starts(with: controlGroup.bytes)
            else { return false }
            let rest = line[place...].dropFirst(controlGroup.bytes.count)
            return rest.isEmpty || rest.first == UInt8(ascii: "/")
        }
    }
}
